import { readIsCompleteRequest } from "../wire/is-complete.ts";
import type { Handler } from "./handler.ts";

/** Says whether Enter runs the code or starts another line. */
export const handleIsComplete: Handler = async ({ content }, { engine }) => {
  const code = readIsCompleteRequest(content);
  return { ...(await engine).cells.completeness(code) };
};
