import type { Cells } from "../cells.ts";
import { type KernelClient, streamText } from "../client/kernel-client.ts";
import { objectOf, textOf } from "../client/message.ts";
import { exactly, type Figure, type KernelName, type Row } from "../row.ts";
import { withSession } from "../sessions.ts";
import type { Measurement } from "./measurement.ts";

/** What a kernel does that is no matter of speed, each tried in a kernel of its own. */
export const measureBehaviour: Measurement = async ({ contestants, folder, quick }) => {
  const rows: Row[] = [];
  for (const [what, { expected, look }] of Object.entries(looks(quick))) {
    const figures: Partial<Record<KernelName, Figure>> = {};
    for (const contestant of contestants) {
      const figure = await withSession(contestant, folder, (client) => look(client, contestant.cells));
      if (figure !== undefined) figures[contestant.name] = figure;
    }
    rows.push({ what, unit: "", figures, goal: exactly(expected) });
  }
  return rows;
};

interface Look {
  readonly expected: Figure;
  look(client: KernelClient, cells: Cells): Promise<Figure | undefined>;
}

const yesNo = (condition: boolean) => (condition ? "yes" : "no");

const looks = (quick: boolean): Record<string, Look> => ({
  "a type error stops the cell": {
    expected: "yes",
    look: async (client, { typeError }) => {
      if (typeError === undefined) return undefined;
      const { outputs } = await client.execute(typeError);
      return yesNo(!streamText(outputs).includes("ran"));
    },
  },
  "`error` message when a cell throws": {
    expected: "yes",
    look: async (client, { throwing }) => errorMessage(client, throwing),
  },
  "`error` message when a cell cannot be parsed": {
    expected: "yes",
    look: async (client, { unparsable }) => errorMessage(client, unparsable),
  },
  "a result is an `execute_result` without ANSI": {
    expected: "yes",
    look: async (client) => {
      const { outputs } = await client.execute("6 * 7");
      const result = outputs.find(({ type }) => type === "execute_result");
      return yesNo(objectOf(result?.content.data)["text/plain"] === "42");
    },
  },
  "what ran before a throw stays": {
    expected: "yes",
    look: async (client, { throwing, kept }) => {
      await client.execute(throwing);
      // tslab throws away what comes within 200 ms of a failure, which has a line of its own.
      await new Promise((resolve) => setTimeout(resolve, 500));
      return yesNo((await client.execute(kept)).reply.content.status === "ok");
    },
  },
  "`stop_on_error: false` is honoured": {
    expected: "yes",
    look: async (client, { throwing }) => {
      const failing = client.begin(throwing, { content: { stop_on_error: false } });
      const next = client.begin("1 + 1");
      await failing.answer;
      return yesNo((await next.answer).reply.content.status === "ok");
    },
  },
  "a name may come back as another kind": {
    expected: "yes",
    look: async (client, { redeclare: [first, second] }) => {
      await client.execute(first);
      return yesNo((await client.execute(second)).reply.content.status === "ok");
    },
  },
  "cells of 100 whose output was not there at `idle`": {
    expected: 0,
    look: async (client, { small }) => {
      let late = 0;
      for (let index = 0; index < (quick ? 20 : 100); index++) {
        const { outputs } = await client.execute(small(index));
        if (!streamText(outputs).includes("the total is")) late++;
      }
      return late;
    },
  },
});

async function errorMessage(client: KernelClient, code: string): Promise<Figure> {
  const { outputs, reply } = await client.execute(code);
  const error = outputs.find(({ type }) => type === "error");
  return yesNo(reply.content.status === "error" && textOf(error?.content.ename) !== "");
}
