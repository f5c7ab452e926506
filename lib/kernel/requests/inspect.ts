import { inspectReply, readInspectRequest } from "../wire/inspect.ts";
import type { Handler } from "./handler.ts";

/** Describes the name at the cursor. */
export const handleInspect: Handler = async ({ content }, { engine }) => {
  const { code, offset, withSource } = readInspectRequest(content);
  return inspectReply(await (await engine).language.inspect(code, offset, { withSource }));
};
