import { byteCharacters } from "../bytes/byte-characters.ts";
import { type Encoding, joinEncodings } from "../pipeline/encoding.ts";
import type { JsonObject, PostProcessor } from "../pipeline/parts.ts";
import { template } from "./template.ts";

/** Takes the white space that byte-level tokens begin or end with out of their offsets. */
export function byteLevelProcessing({ trimOffsets = true, prefixSpace = true } = {}): PostProcessor {
  const trim = (encoding: Encoding) => (trimOffsets ? trimEncoding(encoding, prefixSpace) : encoding);
  return {
    addedTokens: () => 0,
    process: (first, second) => joinEncodings(second === undefined ? [trim(first)] : [trim(first), trim(second)]),
    toJson: () => ({
      type: "ByteLevel",
      add_prefix_space: prefixSpace,
      trim_offsets: trimOffsets,
      use_regex: true,
    }),
  };
}

/** Puts RoBERTa's tokens around texts: <s> A </s>, or <s> A </s></s> B </s>, all of type 0. */
export function robertaProcessing(
  separator: readonly [token: string, id: number],
  classifier: readonly [token: string, id: number],
  { trimOffsets = true, prefixSpace = true } = {},
): PostProcessor {
  const [end, start] = [separator[0], classifier[0]];
  const around = template({
    single: `${start} $A ${end}`,
    pair: `${start} $A ${end} ${end} $B ${end}`,
    ids: { [start]: classifier[1], [end]: separator[1] },
  });
  const trim = (encoding: Encoding) => (trimOffsets ? trimEncoding(encoding, prefixSpace) : encoding);
  return {
    addedTokens: around.addedTokens,
    process: (first, second, add) => around.process(trim(first), second === undefined ? second : trim(second), add),
    toJson: (): JsonObject => ({
      type: "RobertaProcessing",
      sep: [...separator],
      cls: [...classifier],
      trim_offsets: trimOffsets,
      add_prefix_space: prefixSpace,
    }),
  };
}

const spaceCharacter = byteCharacters[0x20] ?? "";

function trimEncoding(encoding: Encoding, prefixSpace: boolean): Encoding {
  const isSpace = (character: string) => character === spaceCharacter || /^\p{White_Space}$/u.test(character);
  const offsets = encoding.offsets.map(([start, end], index) => {
    const characters = [...(encoding.tokens[index] ?? "")];
    let leading = characters.findIndex((character) => !isSpace(character));
    if (leading === -1) leading = characters.length;
    let trailing = 0;
    while (trailing < characters.length && isSpace(characters.at(-1 - trailing) ?? "")) trailing++;
    // The space that was put before the whole text is not in it.
    if (leading > 0 && prefixSpace && (index === 0 || start === 0)) leading--;
    const from = Math.min(start + leading, end);
    return [from, Math.max(from, end - trailing)] as const;
  });
  return { ...encoding, offsets };
}
