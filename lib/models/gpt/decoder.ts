import { transformerBlock } from "../../nn/index.ts";
import { type CompileMode, tf } from "../../tensor/index.ts";
import { createDecoder, type Decoder, lastPosition } from "../cached-decoder.ts";
import type { Gpt } from "./gpt.ts";
import { embedTokens, gptRotation, toLogits } from "./logits.ts";

/**
 * Creates a decoder: it reads a text token by token, each in one compiled call, and gives the logits that `gptLogits`
 * gives at that position.
 *
 * @param gpt from `createGpt`; what its parameters are, the decoder asks at every token.
 * @param options `length`: how many tokens it has room for, by default the context length of the GPT. `sequences`
 * (default 1) are read side by side. `mode`: how to compile the step, see `compile`.
 * @throws RangeError if the length is beyond the context length.
 *
 * @example
 * const decoder = createGptDecoder(gpt);
 * const logits = decoder.read([3, 1, 4]); // [1, vocabularySize]
 * const following = decoder.next(1);
 */
export function createGptDecoder(
  gpt: Gpt,
  {
    length = gpt.config.contextLength,
    sequences,
    mode,
  }: { length?: number; sequences?: number; mode?: CompileMode } = {},
): Decoder {
  const { config, blocks } = gpt;
  const { contextLength, width, heads, keyValueHeads = heads, vocabularySize } = config;
  if (length > contextLength) {
    throw new RangeError(
      `Cannot decode ${length} tokens: the context length of this GPT is ${contextLength}; take a length up to that`,
    );
  }
  return createDecoder(
    {
      name: "GPT",
      vocabularySize,
      layers: blocks.map(() => ({ heads: keyValueHeads, headSize: width / heads })),
      run(ids, positions, { caches, mask }) {
        const rotation = gptRotation(gpt, positions);
        let h = embedTokens(gpt, ids, positions); // [B, T, C]
        for (const [at, block] of blocks.entries()) {
          h = transformerBlock(block, h, { causal: true, rotation, mask, cache: caches[at] });
        }
        return tf.squeeze(toLogits(gpt, lastPosition(h)), [1]); // [B, 1, V] to [B, V]
      },
    },
    { length, sequences, mode },
  );
}
