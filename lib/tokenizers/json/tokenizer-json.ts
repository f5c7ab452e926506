import type { AddedToken } from "../pipeline/added-tokens.ts";
import type { JsonObject } from "../pipeline/parts.ts";
import { createTokenizer, type Tokenizer } from "../pipeline/tokenizer.ts";
import { type JsonReader, readJson } from "./json-reader.ts";
import { readDecoder } from "./read-decoder.ts";
import { paddingToJson, readPadding, readTruncation, truncationToJson } from "./read-limits.ts";
import { readModel } from "./read-model.ts";
import { readNormaliser } from "./read-normaliser.ts";
import { readPostProcessor } from "./read-post-processor.ts";
import { readPreTokenizer } from "./read-pre-tokenizer.ts";

/**
 * Describes a tokenizer as Hugging Face's tokenizer.json does: their packages load it, and give the same ids.
 *
 * @example
 * tokenizerFromJson(tokenizerToJson(tokenizer)).encode("the").ids // what `tokenizer` gives
 */
export function tokenizerToJson({ parts }: Tokenizer): JsonObject {
  return {
    version: "1.0",
    truncation: parts.truncation === undefined ? null : truncationToJson(parts.truncation),
    padding: parts.padding === undefined ? null : paddingToJson(parts.padding),
    added_tokens: [...(parts.addedTokens ?? [])].sort((first, second) => first.id - second.id).map(addedTokenToJson),
    normalizer: parts.normaliser?.toJson() ?? null,
    pre_tokenizer: parts.preTokenizer?.toJson() ?? null,
    post_processor: parts.postProcessor?.toJson() ?? null,
    decoder: parts.decoder?.toJson() ?? null,
    model: parts.model.toJson(),
  };
}

/**
 * Creates the tokenizer that a tokenizer.json describes.
 *
 * @param json what JSON.parse makes of the file.
 * @throws Error that names the place in the document that is missing, has another type, or is not supported.
 */
export function tokenizerFromJson(json: unknown): Tokenizer {
  const document = readJson(json);
  return createTokenizer({
    normaliser: document.at("normalizer").or(readNormaliser, undefined),
    preTokenizer: document.at("pre_tokenizer").or(readPreTokenizer, undefined),
    model: readModel(document.at("model")),
    postProcessor: document.at("post_processor").or(readPostProcessor, undefined),
    decoder: document.at("decoder").or(readDecoder, undefined),
    addedTokens: document.at("added_tokens").or((tokens) => tokens.list().map(readAddedToken), []),
    truncation: document.at("truncation").or(readTruncation, undefined),
    padding: document.at("padding").or(readPadding, undefined),
  });
}

function addedTokenToJson(token: AddedToken): JsonObject {
  return {
    id: token.id,
    content: token.content,
    single_word: token.singleWord ?? false,
    lstrip: token.leftStrip ?? false,
    rstrip: token.rightStrip ?? false,
    normalized: token.normalised ?? false,
    special: token.special,
  };
}

function readAddedToken(reader: JsonReader): AddedToken {
  const flag = (name: string) => reader.at(name).or((value) => value.flag(), false);
  return {
    id: reader.at("id").number(),
    content: reader.at("content").text(),
    special: flag("special"),
    singleWord: flag("single_word"),
    leftStrip: flag("lstrip"),
    rightStrip: flag("rstrip"),
    normalised: flag("normalized"),
  };
}
