import { readFile, writeFile } from "node:fs/promises";
import { type Field, fieldValue, readFields, writeMessage } from "./protobuf.ts";

/** What a piece is for. Only normal, user-defined and unused ones can stand for text. */
export type PieceKind = "normal" | "unknown" | "control" | "user-defined" | "unused" | "byte";

/** A piece of the vocabulary; its place in the list is its id. */
export interface SentencePiece {
  readonly piece: string;
  /** The logarithm of its probability (Unigram), or less the later it was merged (BPE). */
  readonly score: number;
  readonly kind: PieceKind;
}

/** How a text is evened out before it is cut. */
export interface NormaliserSpec {
  /** The name of the rules: "nmt_nfkc", "nfkc", "identity" and so on; says nothing to the program. */
  readonly name: string;
  /** The rules for characters, compiled; empty for none. */
  readonly charsMap: Uint8Array;
  /** Puts a space before the text, so that a word is the same at the beginning and in the middle. */
  readonly addDummyPrefix: boolean;
  /** Removes spaces at both ends, and makes one of several. */
  readonly removeExtraWhitespaces: boolean;
  /** Writes spaces as U+2581. */
  readonly escapeWhitespaces: boolean;
}

/** What a SentencePiece `.model` file says. */
export interface SentencePieceModel {
  readonly kind: "unigram" | "bpe";
  readonly pieces: readonly SentencePiece[];
  readonly normaliser: NormaliserSpec;
  /** Spells characters that no piece holds in byte pieces. */
  readonly byteFallback: boolean;
  /** Puts the space symbol after words rather than before. */
  readonly whitespaceAsSuffix: boolean;
  /** What the unknown token decodes to; " ⁇ " in most files. */
  readonly unknownSurface: string;
}

const pieceKinds: readonly (PieceKind | "")[] = ["", "normal", "unknown", "control", "user-defined", "unused", "byte"];
const modelKinds = ["", "unigram", "bpe", "word", "char"];
/** The fields of the messages: sentencepiece_model.proto numbers them so. */
const model = { pieces: 1, trainer: 2, normaliser: 3 };
const piece = { piece: 1, score: 2, kind: 3 };
const trainer = { kind: 3, size: 4, suffix: 24, bytes: 35, unknown: 40, begin: 41, end: 42, padding: 43, surface: 44 };
const trainerPieces = { unknown: 45, begin: 46, end: 47, padding: 48 };
const normaliser = { name: 1, charsMap: 2, prefix: 3, extra: 4, escape: 5 };

/**
 * Reads a SentencePiece model from the bytes of its file.
 *
 * @throws Error that names the fault and the byte where it stands: a file cut short, a text that is not UTF-8, a score
 *   that is no number, a piece that stands twice, a kind of model that is neither Unigram nor BPE.
 */
export function parseSentencePieceModel(bytes: Uint8Array): SentencePieceModel {
  const pieces: SentencePiece[] = [];
  let kind = 1;
  let [byteFallback, whitespaceAsSuffix, unknownSurface] = [false, false, " \u2047 "];
  let spec: NormaliserSpec = {
    name: "",
    charsMap: new Uint8Array(),
    addDummyPrefix: true,
    removeExtraWhitespaces: true,
    escapeWhitespaces: true,
  };

  for (const field of readFields(bytes)) {
    if (field.number === model.pieces) {
      pieces.push(readPiece(field, pieces.length));
    } else if (field.number === model.trainer) {
      const message = fieldValue.message(field, "the trainer's settings");
      for (const setting of readFields(message.bytes, message.from)) {
        if (setting.number === trainer.kind) kind = fieldValue.integer(setting, "the kind of model");
        if (setting.number === trainer.suffix) whitespaceAsSuffix = fieldValue.flag(setting, "the space as a suffix");
        if (setting.number === trainer.bytes) byteFallback = fieldValue.flag(setting, "the byte fallback");
        if (setting.number === trainer.surface) unknownSurface = fieldValue.text(setting, "the unknown surface");
      }
    } else if (field.number === model.normaliser) {
      spec = readNormaliser(field, spec);
    }
  }

  const name = modelKinds[kind];
  if (name !== "unigram" && name !== "bpe") {
    throw new Error(`Cannot read the model: its kind is ${name || kind}; we know unigram and bpe`);
  }
  checkPieces(pieces);
  return { kind: name, pieces, normaliser: spec, byteFallback, whitespaceAsSuffix, unknownSurface };
}

function readPiece(field: Field, id: number): SentencePiece {
  const name = `the piece ${id}`;
  const message = fieldValue.message(field, name);
  let [text, score, kind] = ["", 0, 1];
  for (const part of readFields(message.bytes, message.from)) {
    if (part.number === piece.piece) text = fieldValue.text(part, name);
    if (part.number === piece.score) score = fieldValue.float(part, `the score of ${name}`);
    if (part.number === piece.kind) kind = fieldValue.integer(part, `the kind of ${name}`);
  }
  const found = pieceKinds[kind];
  if (!found) throw new Error(`Cannot read ${name} at byte ${field.at}: its kind is ${kind}; kinds run from 1 to 6`);
  if (text === "") throw new Error(`Cannot read ${name} at byte ${field.at}: it is empty`);
  if (!Number.isFinite(score)) throw new Error(`Cannot read ${name} at byte ${field.at}: its score is ${score}`);
  return { piece: text, score, kind: found };
}

function readNormaliser(field: Field, spec: NormaliserSpec): NormaliserSpec {
  const message = fieldValue.message(field, "the normaliser's settings");
  let { name, charsMap, addDummyPrefix, removeExtraWhitespaces, escapeWhitespaces } = spec;
  for (const setting of readFields(message.bytes, message.from)) {
    if (setting.number === normaliser.name) name = fieldValue.text(setting, "the normaliser's name");
    if (setting.number === normaliser.charsMap) charsMap = fieldValue.message(setting, "the character rules").bytes;
    if (setting.number === normaliser.prefix) addDummyPrefix = fieldValue.flag(setting, "the dummy prefix");
    if (setting.number === normaliser.extra) removeExtraWhitespaces = fieldValue.flag(setting, "the extra spaces");
    if (setting.number === normaliser.escape) escapeWhitespaces = fieldValue.flag(setting, "the escaped spaces");
  }
  return { name, charsMap, addDummyPrefix, removeExtraWhitespaces, escapeWhitespaces };
}

function checkPieces(pieces: readonly SentencePiece[]): void {
  const ids = new Map<string, number>();
  pieces.forEach(({ piece }, id) => {
    const other = ids.get(piece);
    if (other !== undefined) {
      throw new Error(
        `Cannot use the model: the pieces ${other} and ${id} are both ${JSON.stringify(piece.slice(0, 40))}`,
      );
    }
    ids.set(piece, id);
  });
  const unknown = pieces.filter(({ kind }) => kind === "unknown").length;
  if (unknown !== 1) {
    throw new Error(`Cannot use the model: ${unknown} of its ${pieces.length} pieces are the unknown token, not one`);
  }
}

/**
 * Writes a model as the bytes of a `.model` file, which the sentencepiece packages load.
 *
 * @throws Error for pieces that they would refuse: empty ones, two alike, none or two for the unknown.
 */
export function serialiseSentencePieceModel(value: SentencePieceModel): Uint8Array {
  checkPieces(value.pieces);
  const file = writeMessage();
  for (const { piece: text, score, kind } of value.pieces) {
    if (text === "") throw new Error("Cannot write an empty piece: a piece has at least one character");
    const message = writeMessage();
    message.text(piece.piece, text);
    message.float(piece.score, score);
    if (kind !== "normal") message.integer(piece.kind, pieceKinds.indexOf(kind));
    file.bytes(model.pieces, message.toBytes());
  }
  file.bytes(model.trainer, trainerSettings(value));
  const message = writeMessage();
  const { normaliser: spec } = value;
  message.text(normaliser.name, spec.name);
  message.bytes(normaliser.charsMap, spec.charsMap);
  message.flag(normaliser.prefix, spec.addDummyPrefix);
  message.flag(normaliser.extra, spec.removeExtraWhitespaces);
  message.flag(normaliser.escape, spec.escapeWhitespaces);
  file.bytes(model.normaliser, message.toBytes());
  return file.toBytes();
}

/** What sentencepiece asks the file about its special pieces. */
function trainerSettings({ pieces, ...value }: SentencePieceModel): Uint8Array {
  const message = writeMessage();
  message.integer(trainer.kind, modelKinds.indexOf(value.kind));
  message.integer(trainer.size, pieces.length);
  message.flag(trainer.suffix, value.whitespaceAsSuffix);
  message.flag(trainer.bytes, value.byteFallback);
  const unknown = pieces.findIndex(({ kind }) => kind === "unknown");
  const idOf = (text: string) => pieces.findIndex(({ piece, kind }) => piece === text && kind === "control");
  message.integer(trainer.unknown, unknown);
  message.integer(trainer.begin, idOf("<s>"));
  message.integer(trainer.end, idOf("</s>"));
  message.integer(trainer.padding, idOf("<pad>"));
  message.text(trainer.surface, value.unknownSurface);
  message.text(trainerPieces.unknown, pieces[unknown]?.piece ?? "");
  message.text(trainerPieces.begin, "<s>");
  message.text(trainerPieces.end, "</s>");
  message.text(trainerPieces.padding, "<pad>");
  return message.toBytes();
}

/** Reads the model of a `.model` file; the errors name the file. */
export async function readSentencePieceModel(path: string): Promise<SentencePieceModel> {
  try {
    return parseSentencePieceModel(await readFile(path));
  } catch (error) {
    throw new Error(`Cannot read the SentencePiece model ${path}: ${error instanceof Error ? error.message : error}`);
  }
}

/** Writes a model to a `.model` file. */
export async function writeSentencePieceModel(path: string, value: SentencePieceModel): Promise<void> {
  await writeFile(path, serialiseSentencePieceModel(value));
}
