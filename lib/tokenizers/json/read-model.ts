import { createBpe, type MergeRule } from "../bpe/bpe.ts";
import type { Model } from "../pipeline/parts.ts";
import { createUnigram } from "../unigram/unigram.ts";
import { createWordLevel } from "../word/word-level.ts";
import { createWordPiece } from "../wordpiece/word-piece.ts";
import { byType, type JsonReader } from "./json-reader.ts";

const readers: Readonly<Record<string, (reader: JsonReader) => Model>> = {
  BPE: readBpe,
  WordPiece: (reader) =>
    createWordPiece({
      vocabulary: readVocabulary(reader.at("vocab")),
      unknownToken: reader.at("unk_token").text(),
      continuingPrefix: reader.at("continuing_subword_prefix").text(),
      longestWord: reader.at("max_input_chars_per_word").number(),
    }),
  WordLevel: readWordLevel,
  Unigram: readUnigram,
};

/** Reads the model of a tokenizer.json. Old files of BPE models say no type. */
export function readModel(reader: JsonReader): Model {
  return reader.at("type").isMissing() && !reader.at("merges").isMissing() ? readBpe(reader) : byType(reader, readers);
}

function readVocabulary(reader: JsonReader): [string, number][] {
  return reader.members().map(([token, id]) => [token, id.number()]);
}

function readWordLevel(reader: JsonReader): Model {
  const vocabulary = readVocabulary(reader.at("vocab"));
  const unknownToken = reader.at("unk_token").text();
  const known = vocabulary.some(([token]) => token === unknownToken);
  return createWordLevel({ vocabulary, unknownToken: known ? unknownToken : undefined });
}

function readUnigram(reader: JsonReader): Model {
  return createUnigram({
    pieces: reader
      .at("vocab")
      .list()
      .map((entry): [string, number] => {
        const [piece, score] = entry.list();
        if (piece === undefined || score === undefined) throw entry.error("a piece and its score");
        return [piece.text(), score.number()];
      }),
    unknownId: reader.at("unk_id").or((value) => value.number(), undefined),
    byteFallback: reader.at("byte_fallback").or((value) => value.flag(), false),
  });
}

function readBpe(reader: JsonReader): Model {
  const text = (value: JsonReader) => value.text();
  const flag = (name: string) => reader.at(name).or((value) => value.flag(), false);
  const dropout = reader.at("dropout").or((value) => value.number(), 0);
  if (dropout > 0) {
    throw new Error(`Cannot read ${reader.path}: its dropout of ${dropout} would encode by chance; set it to null`);
  }
  return createBpe({
    vocabulary: readVocabulary(reader.at("vocab")),
    merges: reader.at("merges").list().map(readMerge),
    unknownToken: reader.at("unk_token").or(text, undefined),
    fuseUnknown: flag("fuse_unk"),
    byteFallback: flag("byte_fallback"),
    // Some files say "" for none.
    continuingPrefix: reader.at("continuing_subword_prefix").or(text, "") || undefined,
    wordSuffix: reader.at("end_of_word_suffix").or(text, "") || undefined,
    ignoreMerges: flag("ignore_merges"),
  });
}

/** Reads a merge: ["t", "h"], or "t h" in older files. */
function readMerge(reader: JsonReader): MergeRule {
  const parts = typeof reader.value === "string" ? reader.value.split(" ") : reader.list().map((part) => part.text());
  const [left, right] = parts;
  if (left === undefined || right === undefined || parts.length !== 2) throw reader.error("two tokens");
  return [left, right];
}
