import { streamText } from "../client/kernel-client.ts";
import { atMost, type Figure, type Figures, type KernelName, type Row } from "../row.ts";
import { figuresOf, inTurns, withSessions } from "../sessions.ts";
import { median } from "../statistics.ts";
import type { Measurement } from "./measurement.ts";

/** A loop of 1e7 steps at the top level of a cell, and the same inside a function, timed by the cell itself. */
export const measureLoops: Measurement = ({ contestants, folder, quick }) =>
  withSessions(contestants, folder, async (sessions) => {
    const timed = async (which: "loop" | "loopInFunction") => {
      const samples = await inTurns(sessions, quick ? 3 : 7, async ({ contestant, client }) => {
        const { outputs } = await client.execute(contestant.cells[which]);
        return Number(streamText(outputs));
      });
      return figuresOf(new Map([...samples].map(([{ contestant }, values]) => [contestant, values])), median);
    };
    const top = await timed("loop");
    const inside = await timed("loopInFunction");
    const rows: Row[] = [
      { what: "loop of 1e7 steps at the top level", unit: "ms", figures: top },
      { what: "the same inside a function", unit: "ms", figures: inside },
      { what: "top level against function", unit: "times", figures: ratios(top, inside), goal: atMost(2, "times") },
    ];
    return rows;
  });

function ratios(above: Figures, below: Figures): Figures {
  const result: Partial<Record<KernelName, Figure>> = {};
  for (const [name, value] of Object.entries(above) as [KernelName, Figure][]) {
    const divisor = below[name];
    if (typeof value === "number" && typeof divisor === "number") result[name] = value / divisor;
  }
  return result;
}
