import type { KeysAndValues, KeyValueCache } from "../nn/index.ts";
import {
  appendToCache,
  checkSize,
  clearCache,
  copyCache,
  createKeyValueCache,
  selectInCache,
  writeToCache,
} from "../nn/index.ts";
import { type Compiled, type CompileMode, compile, tf } from "../tensor/index.ts";

/** A model that reads token by token, and remembers the keys and values of what it has read. */
export interface Decoder {
  /** How many tokens of each sequence it has read. */
  readonly position: number;
  /**
   * Reads one token of each sequence.
   *
   * @param ids the token, or with several sequences one for each.
   * @returns [B, V], the logits of what follows; the caller disposes of them.
   * @throws RangeError if there is no such token, or no room for another one.
   */
  next(ids: number | readonly number[]): tf.Tensor2D;
  /**
   * Reads several tokens of each sequence at once, faster than one by one: a prompt.
   *
   * @param ids the tokens, or with several sequences a list for each, all of one length.
   * @returns [B, V], the logits of what follows the last; the caller disposes of them.
   * @throws RangeError as `next` does.
   */
  read(ids: readonly number[] | readonly (readonly number[])[]): tf.Tensor2D;
  /** Goes on with these of the sequences, in this order: as many, and one may come twice. For beam search. */
  select(sequences: readonly number[]): void;
  /** Forgets what was read. */
  reset(): void;
  /** Frees its memory, not the model's. */
  dispose(): void;
}

/** How a model that decodes looks from here. */
export interface DecoderModel {
  /** What errors call it: "GPT". */
  name: string;
  vocabularySize: number;
  /** For each layer: heads for keys and values, and their size. */
  layers: readonly { heads: number; headSize: number }[];
  /**
   * Computes the logits [B, V] of what follows the last of the tokens.
   *
   * @param ids int32 [B, T].
   * @param positions int32 [T].
   * @param reach what they may attend to.
   */
  run(ids: tf.Tensor2D, positions: tf.Tensor1D, reach: Reach): tf.Tensor2D;
}

/** What tokens may attend to: everything read so far, and themselves. */
export interface Reach {
  /** For each layer, takes the keys and values of the tokens and gives all that these may attend to. */
  caches: ((here: KeysAndValues) => KeysAndValues)[];
  /** How many positions these hold, from 0 on. */
  length: number;
  /** Bool [1, length]: which of them are written; absent where all are. */
  mask?: tf.Tensor;
}

/** Caches of one length, and the step that reads a token into them. */
interface Stage {
  length: number;
  caches: KeyValueCache[];
  step: Compiled<[tf.Tensor1D], tf.Tensor2D>;
}

/** How long the first caches are, and how many times as long the next. */
const firstLength = 64;
const growth = 4;

/**
 * Creates a decoder: each token is one compiled call, and costs as much as it must, whatever came before it.
 *
 * A compiled step cannot change a part of a variable: it writes the caches anew with every token. So they start small
 * and grow when they are full, each length with a step of its own, compiled when it is needed.
 */
export function createDecoder(
  model: DecoderModel,
  {
    length,
    sequences = 1,
    mode = "xla",
  }: { length: number; sequences?: number | undefined; mode?: CompileMode | undefined },
): Decoder {
  checkSize(length, `a decoder of the ${model.name}`, "positions");
  checkSize(sequences, `a decoder of the ${model.name}`, "sequences");
  const stages: Stage[] = [];
  let position = 0;
  let disposed = false;

  function createStage(stageLength: number): Stage {
    const caches = model.layers.map(({ heads, headSize }) =>
      createKeyValueCache([sequences, heads, stageLength, headSize]),
    );
    // One tensor rather than two: handing one over costs as much as a small operation.
    const step = (idsAndPosition: tf.Tensor1D): tf.Tensor2D => {
      const ids: tf.Tensor2D = tf.reshape(tf.slice(idsAndPosition, [0], [sequences]), [sequences, 1]);
      const at = tf.slice(idsAndPosition, [sequences], [1]);
      return model.run(ids, at, {
        caches: caches.map((cache) => (here) => writeToCache(cache, here, at)),
        length: stageLength,
        mask: tf.expandDims(tf.lessEqual(tf.range(0, stageLength, 1, "int32"), at), 0),
      });
    };
    return { length: stageLength, caches, step: compile(step, { mode, name: `decoding step of the ${model.name}` }) };
  }

  /** The first stage with room for `needed` positions, which takes over what the one before it has read. */
  function stageFor(needed: number): Stage {
    const used = stages.find((stage) => stage.length >= position);
    let stage = stages.find((candidate) => candidate.length >= needed);
    if (stage === undefined) {
      let stageLength = firstLength;
      while (stageLength < needed) {
        stageLength *= growth;
      }
      stage = createStage(Math.min(stageLength, length));
      stages.push(stage);
    }
    if (used !== undefined && used !== stage && position > 0) {
      for (const [layer, cache] of stage.caches.entries()) {
        const before = used.caches[layer];
        if (before !== undefined) {
          copyCache(before, cache);
        }
      }
    }
    return stage;
  }

  function checkRows(rows: readonly (readonly number[])[]): number {
    const [{ length: count } = []] = rows;
    if (disposed) {
      throw new Error(`Cannot read with a decoder that is disposed of: create another one`);
    }
    if (rows.length !== sequences || count === 0 || rows.some((row) => row.length !== count)) {
      throw new Error(
        `Cannot read ${rows.length} rows of ${rows.map((row) => row.length).join(", ")} tokens: the decoder takes as many of each of its sequences, and has ${sequences}`,
      );
    }
    for (const id of rows.flat()) {
      if (!Number.isInteger(id) || id < 0 || id >= model.vocabularySize) {
        throw new RangeError(`Cannot read the token ${id}: ids run from 0 to ${model.vocabularySize - 1}`);
      }
    }
    if (position + count > length) {
      throw new RangeError(
        `Cannot read ${count} more tokens after ${position}: the decoder was created for ${length}; reset it, or create a longer one`,
      );
    }
    return count;
  }

  function next(ids: number | readonly number[]): tf.Tensor2D {
    const rows = (typeof ids === "number" ? [ids] : ids).map((id) => [id]);
    checkRows(rows);
    const stage = stageFor(position + 1);
    return tf.tidy(() => {
      const logits = stage.step(tf.tensor1d([...rows.flat(), position], "int32"));
      position++;
      return logits;
    });
  }

  function read(ids: readonly number[] | readonly (readonly number[])[]): tf.Tensor2D {
    const rows = isNested(ids) ? ids : [ids];
    const count = checkRows(rows);
    const { caches } = stageFor(position + count);
    // Not compiled: every length of prompt would be compiled anew, which takes longer than to run it.
    return tf.tidy(() => {
      const tokens = tf.tensor2d(rows.flat(), [sequences, count], "int32");
      const logits = model.run(tokens, tf.range(position, position + count, 1, "int32"), {
        caches: caches.map((cache) => (here) => appendToCache(cache, here, position)),
        length: position + count,
      });
      position += count;
      return logits;
    });
  }

  function select(chosen: readonly number[]): void {
    if (chosen.length !== sequences || chosen.some((at) => !Number.isInteger(at) || at < 0 || at >= sequences)) {
      throw new RangeError(
        `Cannot go on with the sequences ${chosen.join(", ")}: it takes ${sequences} numbers from 0 to ${sequences - 1}`,
      );
    }
    if (position > 0) {
      tf.tidy(() => {
        const rows = tf.tensor1d([...chosen], "int32");
        for (const cache of stageFor(position).caches) {
          selectInCache(cache, rows);
        }
      });
    }
  }

  return {
    get position() {
      return position;
    },
    next,
    read,
    select,
    reset() {
      position = 0;
      // Masked positions count 0 times, but 0 times the NaN of a model that diverged would be NaN.
      for (const cache of stages.flatMap(({ caches }) => caches)) {
        clearCache(cache);
      }
    },
    dispose() {
      disposed = true;
      for (const { caches, step } of stages.splice(0)) {
        step.dispose();
        tf.dispose(caches.map(({ entries }) => entries));
      }
    },
  };
}

/** The last of the positions [B, T, C]: [B, 1, C]. */
export function lastPosition(h: tf.Tensor3D): tf.Tensor3D {
  const [batch, length, width] = h.shape;
  return length === 1 ? h : tf.slice(h, [0, length - 1, 0], [batch, 1, width]);
}

function isNested(ids: readonly number[] | readonly (readonly number[])[]): ids is readonly (readonly number[])[] {
  return Array.isArray(ids[0]);
}
