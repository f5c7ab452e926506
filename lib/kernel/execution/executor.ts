import type { Iopub } from "../channels/iopub.ts";
import { limitBundle, limitError } from "../output/limits.ts";
import type { Outputs } from "../output/outputs.ts";
import type { Services } from "../requests/handler.ts";
import type { CellOutcome, ExecuteOptions } from "../runtime/runtime.ts";
import { errorContent } from "../wire/error.ts";
import type { ExecuteReply, ExecuteRequest, ExpressionReply } from "../wire/execute.ts";
import type { Header } from "../wire/header.ts";
import type { JsonObject } from "../wire/json.ts";
import type { Message } from "../wire/message.ts";
import type { Interruptible } from "./interruption.ts";
import { type KnownNames, runCell, runExpression } from "./run-cell.ts";

/** What the executor works with. */
export interface ExecutorContext {
  readonly services: Pick<Services, "engine" | "history" | "comms" | "origins">;
  readonly outputs: Outputs;
  readonly iopub: Iopub;
  readonly interruptible: Interruptible;
}

/** Executes requests, one at a time: numbers them, runs them, publishes what the protocol wants to see of them. */
export class Executor {
  readonly #context: ExecutorContext;
  readonly #known: KnownNames = new Set();
  /** The number of the last execution that counted. */
  #count = 0;

  constructor(context: ExecutorContext) {
    this.#context = context;
  }

  async execute(message: Message, request: ExecuteRequest): Promise<Exclude<ExecuteReply, { status: "aborted" }>> {
    const { services, interruptible } = this.#context;
    const { header } = message;
    const number = this.#count + 1;
    if (request.storeHistory) {
      this.#count = number;
      services.history.addInput(number, request.code);
    }
    services.origins.add(message, { silent: request.silent });
    this.#publish(request, header, "execute_input", { code: request.code, execution_count: number });
    const options = { id: header.msg_id, allowInput: request.allowStdin };
    const cell = { number, code: request.code };
    const outcome = await runCell(cell, options, services.engine, this.#known, interruptible);
    this.#context.outputs.flushStreams();
    if (outcome.status === "error") {
      return this.#fail(request, header, number, outcome);
    }
    if (outcome.result) {
      this.#succeed(request, header, number, limitBundle(outcome.result));
    }
    return {
      status: "ok",
      execution_count: number,
      user_expressions: await this.#evaluate(request.userExpressions, options),
      payload: [],
    };
  }

  #succeed(request: ExecuteRequest, header: Header, number: number, bundle: ReturnType<typeof limitBundle>): void {
    const { data, metadata } = bundle;
    this.#publish(request, header, "execute_result", { data, metadata, execution_count: number });
    const plain = data["text/plain"];
    if (request.storeHistory && typeof plain === "string") {
      this.#context.services.history.addOutput(number, plain);
    }
  }

  #fail(
    request: ExecuteRequest,
    header: Header,
    number: number,
    outcome: Extract<CellOutcome, { status: "error" }>,
  ): Extract<ExecuteReply, { status: "error" }> {
    const error = errorContent(limitError(outcome.error));
    this.#publish(request, header, "error", error);
    if (outcome.lost) {
      for (const id of this.#context.services.comms.clear()) {
        this.#context.iopub.publish({ type: "comm_close", content: { comm_id: id, data: {} }, parent: header });
      }
    }
    return { status: "error", execution_count: number, ...error };
  }

  /** Publishes what belongs to a request, unless it is silent. */
  #publish(request: ExecuteRequest, header: Header, type: string, content: JsonObject): void {
    if (!request.silent) {
      this.#context.iopub.publish({ type, content, parent: header });
    }
  }

  async #evaluate(
    expressions: ExecuteRequest["userExpressions"],
    options: ExecuteOptions,
  ): Promise<Record<string, ExpressionReply>> {
    const replies: Record<string, ExpressionReply> = {};
    for (const [name, code] of Object.entries(expressions)) {
      const engine = await this.#context.services.engine;
      const outcome = await runExpression(code, options, engine, this.#known, this.#context.interruptible);
      replies[name] = expressionReply(outcome);
    }
    return replies;
  }
}

function expressionReply(outcome: CellOutcome): ExpressionReply {
  if (outcome.status === "error") {
    return { status: "error", ...limitError(outcome.error) };
  }
  const nothing = { data: { "text/plain": "undefined" }, metadata: {} };
  return { status: "ok", ...limitBundle(outcome.result ?? nothing) };
}
