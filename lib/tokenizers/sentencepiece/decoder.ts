import { metaspaceDecoder } from "../decoders/metaspace.ts";
import { byteFallbackDecoder, fuse, replaceDecoder, stripDecoder } from "../decoders/pieces.ts";
import { decoderSequence } from "../decoders/sequence.ts";
import type { Decoder } from "../pipeline/parts.ts";
import type { SentencePieceModel } from "./model-file.ts";
import { spaceSymbol } from "./normaliser.ts";

/**
 * Creates SentencePiece's decoder: joins the pieces, reads runs of byte pieces as UTF-8, writes U+2581 as a space, and
 * takes away the space that normalising put at the beginning. A byte that is not UTF-8 becomes U+FFFD.
 */
export function sentencePieceDecoder(model: SentencePieceModel): Decoder {
  const { addDummyPrefix, removeExtraWhitespaces } = model.normaliser;
  const unknown = model.pieces.find(({ kind }) => kind === "unknown")?.piece;

  function decode(tokens: readonly string[]): string[] {
    const pieces: string[] = [];
    let bytes: number[] = [];
    let atStart = true;

    function flush(): void {
      if (bytes.length > 0) {
        pieces.push(decodeBytes(Uint8Array.from(bytes)));
        atStart = false;
      }
      bytes = [];
    }

    for (const token of tokens) {
      const [, hex] = model.byteFallback ? (/^<0x([0-9A-F]{2})>$/.exec(token) ?? []) : [];
      if (hex !== undefined) {
        bytes.push(Number.parseInt(hex, 16));
        continue;
      }
      flush();
      if (token === unknown) {
        pieces.push(model.unknownSurface);
        atStart = false;
        continue;
      }
      const leads = atStart && (addDummyPrefix || removeExtraWhitespaces) && token.startsWith(spaceSymbol);
      const text = (leads ? token.slice(spaceSymbol.length) : token).replaceAll(spaceSymbol, " ");
      pieces.push(text);
      // Where extra spaces are removed, all of them go at the beginning; else only the one that was put there.
      if (text !== "" || (leads && !removeExtraWhitespaces)) atStart = false;
    }
    flush();
    return pieces;
  }

  return { decode, toJson: () => jsonForm(model, unknown ?? "").toJson() };
}

/** The same in the parts that tokenizer.json has. */
function jsonForm(model: SentencePieceModel, unknown: string): Decoder {
  const { addDummyPrefix, removeExtraWhitespaces } = model.normaliser;
  const leads = addDummyPrefix || removeExtraWhitespaces;
  // Taking the space off the first token, not off the text, leaves that of the unknown surface; but where spaces are
  // kept, or end words, the first token may hold others than the one that was put there.
  const byToken = leads && removeExtraWhitespaces && !model.whitespaceAsSuffix;
  return decoderSequence([
    ...(byToken ? [metaspaceDecoder()] : [replaceDecoder({ text: spaceSymbol }, " ")]),
    replaceDecoder({ text: unknown }, model.unknownSurface),
    ...(model.byteFallback ? [byteFallbackDecoder()] : []),
    fuse(),
    ...(leads && !byToken ? [stripDecoder(" ", 1, 0)] : []),
  ]);
}

/** Decodes UTF-8; every byte that is none becomes a U+FFFD of its own. */
function decodeBytes(bytes: Uint8Array): string {
  const strict = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  let text = "";
  for (let at = 0; at < bytes.length; ) {
    const first = bytes[at] ?? 0;
    const size = first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
    try {
      text += strict.decode(bytes.subarray(at, at + size));
      at += size;
    } catch {
      text += "\ufffd";
      at++;
    }
  }
  return text;
}
