import { readHistoryRequest } from "../wire/history.ts";
import type { Handler } from "./handler.ts";

/** Looks up earlier inputs. `raw` makes no difference: inputs are kept as they were typed. */
export const handleHistory: Handler = ({ content }, { history }) => {
  return { status: "ok", history: history.find(readHistoryRequest(content)) };
};
