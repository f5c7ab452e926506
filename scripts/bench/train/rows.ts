import type { Task } from "./task.ts";

/** One line of the table: what is done on both sides, and the goal for it. */
export interface RowPlan {
  /** The name for --only. */
  readonly name: string;
  readonly what: string;
  readonly task: Task;
  /** The largest ratio of our time to that of PyTorch eager that is still good. */
  readonly goal: number;
  /** Whether both sides are given the same weights, and must come to the same results; not where that takes long. */
  readonly compared: boolean;
}

/** The model that most measurements are about: 0.81 million parameters. */
export const smallGpt = { layers: 4, heads: 4, width: 128, length: 64, batch: 12, vocabulary: 65 } as const;

/** The rows of issue 4, in its order. */
export const rowPlans: readonly RowPlan[] = [
  {
    name: "gpt-0.81m",
    what: "GPT step, 0.81 M parameters",
    task: { kind: "gpt", ...smallGpt },
    goal: 0.85,
    compared: true,
  },
  {
    name: "gpt-3.2m",
    what: "GPT step, 3.2 M",
    task: { kind: "gpt", layers: 4, heads: 4, width: 256, length: 128, batch: 16, vocabulary: 65 },
    goal: 0.9,
    compared: true,
  },
  {
    name: "gpt-10.7m",
    what: "GPT step, 10.7 M",
    task: { kind: "gpt", layers: 6, heads: 6, width: 384, length: 256, batch: 8, vocabulary: 65 },
    goal: 0.9,
    compared: true,
  },
  {
    name: "gpt-0.1m",
    what: "GPT step, 0.1 M",
    task: { kind: "gpt", layers: 2, heads: 2, width: 64, length: 32, batch: 8, vocabulary: 65 },
    goal: 1,
    compared: true,
  },
  {
    name: "bert",
    what: "BERT step (masked tokens), 0.8 M",
    task: { kind: "bert", ...smallGpt },
    goal: 0.9,
    compared: true,
  },
  {
    name: "encoder-decoder",
    what: "encoder-decoder step, 0.9 M",
    task: { kind: "encoder-decoder", ...smallGpt, layers: 2 },
    goal: 0.9,
    compared: true,
  },
  {
    name: "lstm",
    what: "LSTM step (T64 B32 H128)",
    task: { kind: "lstm", embedding: 64, width: 128, length: 64, batch: 32, vocabulary: 65 },
    goal: 1,
    compared: true,
  },
  {
    name: "decoding",
    what: "cached decoding of a token, 0.81 M",
    task: { kind: "decoding", ...smallGpt, batch: 1 },
    goal: 0.6,
    compared: true,
  },
  {
    name: "gpt2",
    what: "cached decoding of a token, GPT-2 124 M",
    task: { kind: "decoding", layers: 12, heads: 12, width: 768, length: 1024, batch: 1, vocabulary: 50257 },
    goal: 1,
    compared: false,
  },
];
