import { atMost, type Row } from "../row.ts";
import { figuresOf, inTurns, withSessions } from "../sessions.ts";
import { median, quantile } from "../statistics.ts";
import type { Measurement } from "./measurement.ts";
import { memoryRows } from "./memory.ts";

/** How long small cells take, from the first on, in a notebook of 300 cells; and the memory around it. */
export const measureSmallCells: Measurement = ({ contestants, folder, quick }) =>
  withSessions(contestants, folder, async (sessions) => {
    const rows: Row[] = [...(await memoryRows("memory at the start", sessions))];
    const last = quick ? 60 : 300;
    const samples = await inTurns(sessions, last, async ({ contestant, client }, index) => {
      const { milliseconds, reply } = await client.execute(contestant.cells.small(index));
      if (reply.content.status !== "ok") throw new Error(`Cannot measure ${contestant.name}: cell ${index} failed`);
      return milliseconds;
    });
    const byContestant = new Map([...samples].map(([{ contestant }, values]) => [contestant, values]));
    // The first cells warm each kernel up; a reader waits for those too, but once.
    const figures = (summary: (values: readonly number[]) => number, from: number, to: number) =>
      figuresOf(byContestant, (values) => summary(values.slice(from, to)));
    const early = figures(median, 5, 15);
    const late = figures(median, last - 10, last);
    rows.push(
      { what: "small cell, median", unit: "ms", figures: figures(median, 10, last), goal: atMost(10, "ms") },
      { what: "small cell, 90th percentile", unit: "ms", figures: figures((v) => quantile(v, 0.9), 10, last) },
      { what: "first small cell", unit: "ms", figures: figures(median, 0, 1) },
      { what: "around cell 10, median of ten", unit: "ms", figures: early },
      {
        what: `around cell ${last}, median of ten`,
        unit: "ms",
        figures: late,
        goal: {
          text: "no more than around cell 10, within 2 ms",
          holds: () =>
            typeof early.llmlab === "number" && typeof late.llmlab === "number"
              ? late.llmlab <= early.llmlab + 2
              : undefined,
        },
      },
      ...(await memoryRows(`memory after ${last} cells`, sessions)),
    );
    return rows;
  });
