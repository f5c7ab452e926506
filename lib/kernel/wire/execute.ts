import type { CellError, MimeBundle } from "../runtime/runtime.ts";
import { ContentReader, type JsonObject, WireFault } from "./json.ts";

/** The content of an `execute_request`, with what the protocol says of members that are missing. */
export interface ExecuteRequest {
  readonly code: string;
  /** Whether nothing is to be broadcast. A silent execution never counts. */
  readonly silent: boolean;
  /** Whether the execution gets a number and enters the history. */
  readonly storeHistory: boolean;
  /** Expressions to be evaluated after the cell, by name. */
  readonly userExpressions: Readonly<Record<string, string>>;
  readonly allowStdin: boolean;
  /** Whether a failure aborts the execute requests that are waiting. */
  readonly stopOnError: boolean;
}

/** What became of a user expression. */
export type ExpressionReply = ({ readonly status: "ok" } & MimeBundle) | ({ readonly status: "error" } & CellError);

/** The content of an `execute_reply`. */
export type ExecuteReply =
  | {
      readonly status: "ok";
      readonly execution_count: number;
      readonly user_expressions: Readonly<Record<string, ExpressionReply>>;
      readonly payload: readonly [];
    }
  | ({ readonly status: "error"; readonly execution_count: number } & CellError)
  | { readonly status: "aborted" };

/** @throws WireFault if there is no code, or a member has the wrong type. */
export function readExecuteRequest(content: JsonObject): ExecuteRequest {
  const request = new ContentReader("execute_request", content);
  const silent = request.flag("silent", false);
  const userExpressions: Record<string, string> = {};
  for (const [name, expression] of Object.entries(request.object("user_expressions", {}))) {
    if (typeof expression !== "string") {
      throw new WireFault(`Cannot use the execute_request: its user expression "${name}" is not a string`);
    }
    userExpressions[name] = expression;
  }
  return {
    code: request.text("code"),
    silent,
    storeHistory: !silent && request.flag("store_history", true),
    userExpressions,
    allowStdin: request.flag("allow_stdin", true),
    stopOnError: request.flag("stop_on_error", true),
  };
}
