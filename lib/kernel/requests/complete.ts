import { completeReply, readCodePosition } from "../wire/complete.ts";
import type { Handler } from "./handler.ts";

/** Lists what may stand at the cursor. */
export const handleComplete: Handler = async ({ content }, { engine }) => {
  const { code, offset } = readCodePosition("complete_request", content);
  return completeReply(code, await (await engine).language.complete(code, offset));
};
