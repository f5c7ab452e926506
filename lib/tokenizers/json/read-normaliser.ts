import { bertNormaliser } from "../normalisers/bert.ts";
import { lowercase, stripAccents } from "../normalisers/letters.ts";
import { precompiled } from "../normalisers/precompiled.ts";
import { prepend, replace, strip } from "../normalisers/replace.ts";
import { normaliserSequence } from "../normalisers/sequence.ts";
import { unicodeForm } from "../normalisers/unicode-form.ts";
import type { Normaliser } from "../pipeline/parts.ts";
import { byType, type JsonReader, readPattern } from "./json-reader.ts";

const readers: Readonly<Record<string, (reader: JsonReader) => Normaliser>> = {
  NFC: () => unicodeForm("NFC"),
  NFD: () => unicodeForm("NFD"),
  NFKC: () => unicodeForm("NFKC"),
  NFKD: () => unicodeForm("NFKD"),
  Lowercase: lowercase,
  StripAccents: stripAccents,
  Strip: (reader) => strip({ left: reader.at("strip_left").flag(), right: reader.at("strip_right").flag() }),
  Prepend: (reader) => prepend(reader.at("prepend").text()),
  Replace: (reader) => replace(readPattern(reader.at("pattern")), reader.at("content").text()),
  BertNormalizer: (reader) =>
    bertNormaliser({
      cleanText: reader.at("clean_text").flag(),
      spaceChinese: reader.at("handle_chinese_chars").flag(),
      stripAccents: reader.at("strip_accents").or((value) => value.flag(), undefined),
      lowercase: reader.at("lowercase").flag(),
    }),
  Precompiled: (reader) => precompiled(Buffer.from(reader.at("precompiled_charsmap").text(), "base64")),
  Sequence: (reader) => normaliserSequence(reader.at("normalizers").list().map(readNormaliser)),
};

/** Reads the normaliser of a tokenizer.json. */
export function readNormaliser(reader: JsonReader): Normaliser {
  return byType(reader, readers);
}
