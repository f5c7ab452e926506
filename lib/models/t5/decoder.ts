import { attendable, checkSize, embed, paddingMask, relativeBias, rmsNorm, transformerBlock } from "../../nn/index.ts";
import { type CompileMode, tf } from "../../tensor/index.ts";
import { createDecoder, type Decoder, lastPosition } from "../cached-decoder.ts";
import { t5Encode, toLogits } from "./logits.ts";
import type { T5 } from "./t5.ts";

/** A decoder that writes what follows from the texts it has read. */
export interface T5Decoder extends Decoder {
  /**
   * Reads the texts to write about, and forgets what was written. What comes next is the start token.
   *
   * @param texts one list of tokens for each sequence; they may differ in length.
   * @throws RangeError if a text is empty or longer than the decoder has room for, or there is no such token.
   */
  begin(texts: readonly (readonly number[])[]): void;
}

/**
 * Creates a decoder: it writes token by token, each in one compiled call, and gives the logits that `t5Logits` gives
 * at that position.
 *
 * @param t5 from `createT5`.
 * @param options `readLength`: how long the texts to read may be. `length`: how many tokens it has room for to write.
 * `sequences` (default 1) are written side by side. `mode`: how to compile the step, see `compile`.
 * @throws RangeError if a size is not a whole number from 1 up.
 *
 * @example
 * const decoder = createT5Decoder(t5, { readLength: 64, length: 64 });
 * decoder.begin([[7, 3, 9]]);
 * const logits = decoder.next(0); // [1, vocabularySize]: the start token is 0
 */
export function createT5Decoder(
  t5: T5,
  {
    readLength,
    length,
    sequences = 1,
    mode,
  }: { readLength: number; length: number; sequences?: number; mode?: CompileMode },
): T5Decoder {
  checkSize(readLength, "a decoder of the T5", "positions to read");
  const { width, heads, headSize = width / heads, vocabularySize } = t5.config;
  const { positions, blocks, norm } = t5.decoder;
  const decoder = createDecoder(
    {
      name: "T5",
      vocabularySize,
      layers: blocks.map(() => ({ heads, headSize })),
      run(ids, places, { caches, length: reach, mask }) {
        const bias = relativeBias(positions, places, tf.range(0, reach, 1, "int32"));
        let h = embed(t5.tokens, ids); // [B, T, C]
        for (const [at, block] of blocks.entries()) {
          const [cache, context] = [caches[at], contexts[at]];
          h = transformerBlock(block, h, { causal: true, bias, scale: 1, mask, cache, context, contextMask: real });
        }
        return tf.squeeze(toLogits(t5, rmsNorm(norm, lastPosition(h))), [1]); // [B, 1, V] to [B, V]
      },
    },
    { length, sequences, mode },
  );
  const createContext = () =>
    tf.tidy(() => tf.variable(tf.zeros<tf.Rank.R4>([sequences, heads, readLength, headSize]), false));
  /** For each block, the keys and values of the texts: computed once, variables because the compiled step reads them. */
  const contexts = blocks.map(() => ({ keys: createContext(), values: createContext() }));
  /** Which positions of the texts are real: [B, 1, readLength]. */
  const real = tf.tidy(() => tf.variable(tf.zeros([sequences, 1, readLength], "bool"), false));
  let begun = false;

  function begin(texts: readonly (readonly number[])[]): void {
    checkTexts(texts, sequences, readLength);
    decoder.reset();
    const longest = Math.max(...texts.map((text) => text.length));
    const lengths = texts.map((text) => text.length);
    const padded = texts.map((text) => Array.from({ length: longest }, (_, at) => text[at] ?? 0));
    tf.tidy(() => {
      const mask: tf.Tensor2D = tf.squeeze(paddingMask(lengths, longest), [1]); // [B, T]
      const encoded = t5Encode(t5, tf.tensor2d(padded, [sequences, longest], "int32"), { mask });
      for (const [at, context] of contexts.entries()) {
        const cross = blocks[at]?.cross;
        if (cross !== undefined) {
          const { keys, values } = attendable(cross, encoded);
          context.keys.assign(padPositions(keys, readLength));
          context.values.assign(padPositions(values, readLength));
        }
      }
      real.assign(paddingMask(lengths, readLength));
    });
    begun = true;
  }

  function checkBegun(): void {
    if (!begun) {
      throw new Error("Cannot write without a text to write about: call begin first");
    }
  }

  return {
    get position() {
      return decoder.position;
    },
    begin,
    next(ids) {
      checkBegun();
      return decoder.next(ids);
    },
    read(ids) {
      checkBegun();
      return decoder.read(ids);
    },
    select(chosen) {
      decoder.select(chosen);
      tf.tidy(() => {
        const rows = tf.tensor1d([...chosen], "int32");
        for (const context of contexts.flatMap(({ keys, values }) => [keys, values])) {
          context.assign(tf.gather(context, rows));
        }
        real.assign(tf.cast(tf.gather(tf.cast(real, "int32"), rows), "bool"));
      });
    },
    reset: decoder.reset,
    dispose() {
      decoder.dispose();
      tf.dispose([real, ...contexts.flatMap(({ keys, values }) => [keys, values])]);
    },
  };
}

/** [B, H, T, d] with zeros up to the length. */
function padPositions(x: tf.Tensor4D, length: number): tf.Tensor4D {
  const none: [number, number] = [0, 0];
  return tf.pad(x, [none, none, [0, length - x.shape[2]], none]);
}

function checkTexts(texts: readonly (readonly number[])[], sequences: number, readLength: number): void {
  if (texts.length !== sequences) {
    throw new Error(`Cannot begin with ${texts.length} texts: the decoder was created for ${sequences} sequences`);
  }
  for (const { length } of texts) {
    if (length < 1 || length > readLength) {
      throw new RangeError(`Cannot read a text of ${length} tokens: the decoder was created for 1 to ${readLength}`);
    }
  }
}
