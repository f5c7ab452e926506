import type { Task } from "./task.ts";

/**
 * Counts the floating-point operations that the matrix products of one step take, 2 for each product of two numbers: those
 * of the weights and of attention, forward and, in training, twice that backward. Causal attention counts in full, as
 * both sides may compute it (Kaplan et al., "Scaling Laws for Neural Language Models", 2020, section 2.1).
 */
export function matrixOperations(task: Task): number {
  switch (task.kind) {
    case "decoding":
      // On average the cache is half full.
      return transformer(task, { positions: 1, attended: task.length / 2 });
    case "lstm": {
      const { batch, length, embedding, width, vocabulary } = task;
      return 3 * 2 * batch * length * (4 * width * (embedding + width) + width * vocabulary);
    }
    case "gpt":
      return 3 * task.batch * transformer(task, { positions: task.length, attended: task.length });
    case "bert": {
      const { batch, length, width } = task;
      const head = 2 * length * width * width;
      return 3 * batch * (transformer(task, { positions: length, attended: length }) + head);
    }
    case "encoder-decoder": {
      const { batch, length, width, layers } = task;
      const one = { positions: length, attended: length };
      const crossAttention = layers * 2 * (4 * length * width * width + 2 * length * length * width);
      return 3 * batch * (transformer(task, one) + transformer({ ...task, vocabulary: 0 }, one) + crossAttention);
    }
  }
}

function transformer(
  { layers, width, vocabulary }: { layers: number; width: number; vocabulary: number },
  { positions, attended }: { positions: number; attended: number },
): number {
  const weights = layers * 12 * width * width + width * vocabulary;
  const attention = layers * 2 * attended * width;
  return 2 * positions * (weights + attention);
}
