import type { PreTokenizer } from "../pipeline/parts.ts";
import { byteLevel } from "../pre-tokenizers/byte-level.ts";
import { cl100kPattern, gpt2Pattern } from "../pre-tokenizers/gpt-patterns.ts";
import { type MetaspaceOptions, metaspace } from "../pre-tokenizers/metaspace.ts";
import { preTokenizerSequence } from "../pre-tokenizers/sequence.ts";
import { behaviourOf, split } from "../pre-tokenizers/split.ts";
import {
  bertPreTokenizer,
  characters,
  delimiterSplit,
  digits,
  punctuation,
  whitespace,
  whitespaceSplit,
} from "../pre-tokenizers/words.ts";
import { byType, type JsonReader, readPattern } from "./json-reader.ts";

const readers: Readonly<Record<string, (reader: JsonReader) => PreTokenizer>> = {
  Whitespace: whitespace,
  WhitespaceSplit: whitespaceSplit,
  BertPreTokenizer: bertPreTokenizer,
  Punctuation: (reader) => punctuation(readBehaviour(reader.at("behavior"))),
  Digits: (reader) => digits({ individually: reader.at("individual_digits").flag() }),
  CharDelimiterSplit: (reader) => delimiterSplit(reader.at("delimiter").text()),
  Split: readSplit,
  ByteLevel: (reader) =>
    byteLevel({
      pattern: reader.at("use_regex").or((value) => value.flag(), true) ? "gpt2" : "none",
      prefixSpace: reader.at("add_prefix_space").flag(),
    }),
  Metaspace: (reader) => metaspace(readMetaspace(reader)),
  Sequence: readSequence,
};

/** Reads the pre-tokenizer of a tokenizer.json. */
export function readPreTokenizer(reader: JsonReader): PreTokenizer {
  return byType(reader, readers);
}

/** Reads how spaces become symbols; old files say add_prefix_space for what is prepend_scheme now. */
export function readMetaspace(reader: JsonReader): MetaspaceOptions {
  const flag = (name: string) => reader.at(name).or((value) => value.flag(), true);
  const scheme = reader.at("prepend_scheme").or((value) => value.text(), flag("add_prefix_space") ? "always" : "never");
  if (scheme !== "always" && scheme !== "first" && scheme !== "never") {
    throw reader.at("prepend_scheme").error("always, first or never");
  }
  return { replacement: reader.at("replacement").text(), prepend: scheme, cut: flag("split") };
}

function readBehaviour(reader: JsonReader) {
  const behaviour = behaviourOf(reader.text());
  if (behaviour === undefined)
    throw reader.error("Removed, Isolated, MergedWithPrevious, MergedWithNext or Contiguous");
  return behaviour;
}

function readSplit(reader: JsonReader): PreTokenizer {
  const pattern = readPattern(reader.at("pattern"));
  const behaviour = readBehaviour(reader.at("behavior"));
  const invert = reader.at("invert").or((value) => value.flag(), false);
  const everyCharacter = "expression" in pattern && pattern.expression === "[\\s\\S]";
  return everyCharacter && behaviour === "isolated" && !invert ? characters() : split(pattern, behaviour, { invert });
}

/** The ways in which the patterns that we have a scanner for are written elsewhere. */
const knownPatterns = new Map<string, "gpt2" | "cl100k">([
  [gpt2Pattern, "gpt2"],
  [String.raw`'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+`, "gpt2"],
  [cl100kPattern, "cl100k"],
  [
    String.raw`(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+`,
    "cl100k",
  ],
]);

function readSequence(reader: JsonReader): PreTokenizer {
  const parts = reader.at("pretokenizers").list();
  const [first, second] = parts;
  if (parts.length === 2 && first !== undefined && second?.at("type").value === "ByteLevel") {
    const pattern = first.at("type").value === "Split" ? readPattern(first.at("pattern")) : undefined;
    const known = pattern !== undefined && "expression" in pattern ? knownPatterns.get(pattern.expression) : undefined;
    const onlyBytes = second.at("use_regex").value === false && second.at("add_prefix_space").value === false;
    if (known !== undefined && onlyBytes && first.at("behavior").value === "Isolated") {
      return byteLevel({ pattern: known });
    }
  }
  return preTokenizerSequence(parts.map(readPreTokenizer));
}
