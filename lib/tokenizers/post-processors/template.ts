import { addedEncoding, type Encoding, joinEncodings } from "../pipeline/encoding.ts";
import type { PostProcessor } from "../pipeline/parts.ts";

/** A place in a template: text A, text B, or a special token, each with the type id of its tokens. */
export type TemplatePiece =
  | { readonly text: "A" | "B"; readonly typeId: number }
  | { readonly token: string; readonly typeId: number };

/** What stands around one text and around a pair. */
export interface Template {
  readonly single: readonly TemplatePiece[];
  readonly pair: readonly TemplatePiece[];
  /** The ids that stand for each special token, with their tokens. */
  readonly tokens: ReadonlyMap<string, readonly (readonly [token: string, id: number])[]>;
}

/**
 * Reads templates as Hugging Face writes them: pieces apart by spaces, `$A` and `$B` for the texts, `:1` for a type id.
 *
 * @throws Error for a token without an id, or a template without its texts.
 *
 * @example
 * template({ single: "[CLS] $A [SEP]", pair: "[CLS] $A [SEP] $B:1 [SEP]:1", ids: { "[CLS]": 2, "[SEP]": 3 } })
 *   .addedTokens(true) // 3
 */
export function template({
  single,
  pair,
  ids,
}: {
  single: string;
  pair?: string;
  ids: Readonly<Record<string, number>>;
}): PostProcessor {
  return templateProcessor({
    single: readPieces(single),
    pair: readPieces(pair ?? "$A:0 $B:1"),
    tokens: new Map(Object.entries(ids).map(([token, id]) => [token, [[token, id]] as const])),
  });
}

/** Puts special tokens where a template has them. */
export function templateProcessor(parts: Template): PostProcessor {
  const tokensOf = (name: string) => {
    const tokens = parts.tokens.get(name);
    if (tokens === undefined) {
      throw new Error(`Cannot use the token ${JSON.stringify(name)} in a template: it has no id there`);
    }
    return tokens;
  };
  for (const [name, pieces] of [["single", parts.single] as const, ["pair", parts.pair] as const]) {
    for (const piece of pieces) if ("token" in piece) tokensOf(piece.token);
    const texts = name === "single" ? ["A"] : ["A", "B"];
    const missing = texts.find((text) => !pieces.some((piece) => "text" in piece && piece.text === text));
    if (missing !== undefined) {
      throw new Error(`Cannot use the ${name} template: it has no place for the text $${missing}`);
    }
  }
  const count = (pieces: readonly TemplatePiece[]) =>
    pieces.reduce((sum, piece) => sum + ("token" in piece ? tokensOf(piece.token).length : 0), 0);

  function process(first: Encoding, second: Encoding | undefined, addSpecialTokens: boolean): Encoding {
    const encodings: Encoding[] = [];
    for (const piece of second === undefined ? parts.single : parts.pair) {
      if ("token" in piece) {
        if (addSpecialTokens) encodings.push(addedEncoding(tokensOf(piece.token), { typeId: piece.typeId }));
      } else {
        const encoding = piece.text === "A" ? first : second;
        if (encoding !== undefined) {
          encodings.push({ ...encoding, typeIds: new Int32Array(encoding.ids.length).fill(piece.typeId) });
        }
      }
    }
    return joinEncodings(encodings);
  }

  return {
    addedTokens: (pair) => count(pair ? parts.pair : parts.single),
    process,
    toJson: () => ({
      type: "TemplateProcessing",
      single: parts.single.map(pieceToJson),
      pair: parts.pair.map(pieceToJson),
      special_tokens: Object.fromEntries(
        [...parts.tokens].map(([id, tokens]) => [
          id,
          { id, ids: tokens.map(([, number]) => number), tokens: tokens.map(([token]) => token) },
        ]),
      ),
    }),
  };
}

function readPieces(text: string): TemplatePiece[] {
  return text
    .split(" ")
    .filter((piece) => piece !== "")
    .map((piece) => {
      const [, name = piece, type = "0"] = /^(.+?)(?::(\d+))?$/.exec(piece) ?? [];
      const typeId = Number(type);
      return name === "$A" || name === "$"
        ? { text: "A", typeId }
        : name === "$B"
          ? { text: "B", typeId }
          : { token: name, typeId };
    });
}

function pieceToJson(piece: TemplatePiece) {
  return "token" in piece
    ? { SpecialToken: { id: piece.token, type_id: piece.typeId } }
    : { Sequence: { id: piece.text, type_id: piece.typeId } };
}
