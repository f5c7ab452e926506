import { byteLevelDecoder } from "../decoders/byte-level.ts";
import { metaspaceDecoder } from "../decoders/metaspace.ts";
import { byteFallbackDecoder, fuse, replaceDecoder, stripDecoder, suffixDecoder } from "../decoders/pieces.ts";
import { decoderSequence } from "../decoders/sequence.ts";
import { wordPieceDecoder } from "../decoders/word-piece.ts";
import type { Decoder } from "../pipeline/parts.ts";
import { byType, type JsonReader, readPattern } from "./json-reader.ts";
import { readMetaspace } from "./read-pre-tokenizer.ts";

const readers: Readonly<Record<string, (reader: JsonReader) => Decoder>> = {
  ByteLevel: byteLevelDecoder,
  WordPiece: (reader) =>
    wordPieceDecoder({
      prefix: reader.at("prefix").text(),
      cleanUp: reader.at("cleanup").or((flag) => flag.flag(), true),
    }),
  BPEDecoder: (reader) => suffixDecoder(reader.at("suffix").text()),
  ByteFallback: byteFallbackDecoder,
  Fuse: fuse,
  Replace: (reader) => replaceDecoder(readPattern(reader.at("pattern")), reader.at("content").text()),
  Strip: (reader) => stripDecoder(reader.at("content").text(), reader.at("start").number(), reader.at("stop").number()),
  Metaspace: (reader) => metaspaceDecoder(readMetaspace(reader)),
  Sequence: (reader) => decoderSequence(reader.at("decoders").list().map(readDecoder)),
};

/** Reads the decoder of a tokenizer.json. */
export function readDecoder(reader: JsonReader): Decoder {
  return byType(reader, readers);
}
