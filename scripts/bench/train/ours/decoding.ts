import { createGpt, createGptDecoder } from "../../../../lib/models/index.ts";
import { namedParameters } from "../../../../lib/nn/index.ts";
import { createRandom, type Random } from "../../../../lib/random/index.ts";
import type { Task } from "../task.ts";
import type { Work } from "./work.ts";

/** Takes the likeliest token after the one before, and gives its logit; at the end of the length it starts anew. */
export function startDecoding({ vocabulary, length, ...sizes }: Task & { kind: "decoding" }): Work {
  const config = { ...sizes, vocabularySize: vocabulary, contextLength: length };
  const gpt = createGpt(config, { random: quickRandom() });
  const decoder = createGptDecoder(gpt);
  let token = 1;
  return {
    parameters: namedParameters(gpt),
    step() {
      if (decoder.position === length) {
        decoder.reset();
        token = 1;
      }
      const logits = decoder.next(token);
      const values = logits.dataSync();
      logits.dispose();
      token = largestOf(values);
      return values[token] ?? Number.NaN;
    },
    evaluate: () => Promise.reject(new Error("Cannot evaluate a decoding: it has no loss")),
  };
}

/** Normal numbers that come round again: a hundred million of them, which GPT-2 takes, should not take a minute. */
function quickRandom(): Random {
  const random = createRandom(1);
  const numbers = Float32Array.from({ length: 99_991 }, () => random.normal());
  let drawn = 0;
  return { ...random, normal: () => numbers[drawn++ % numbers.length] ?? 0 };
}

function largestOf(values: ArrayLike<number>): number {
  let largest = 0;
  for (let at = 1; at < values.length; at++) {
    if ((values[at] ?? 0) > (values[largest] ?? 0)) largest = at;
  }
  return largest;
}
