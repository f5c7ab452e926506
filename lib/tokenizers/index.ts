export { type Bpe, type BpeOptions, createBpe, type MergeRule } from "./bpe/bpe.ts";
export { type ByteLevelTrainingOptions, createByteLevelBpe, trainByteLevelBpe } from "./bpe/byte-level-bpe.ts";
export { countWords } from "./bpe/count-words.ts";
export { readRanks, tokenizerFromRanks } from "./bpe/ranks.ts";
export { type BpeTrainingOptions, trainBpe } from "./bpe/train-bpe.ts";
export { trainMerges } from "./bpe/train-merges.ts";
export type { MergeTrainingOptions, TrainedMerges, WordCounts } from "./bpe/training-options.ts";
export { type MergeStep, watchTraining } from "./bpe/watch-training.ts";
export { byteCharacters } from "./bytes/byte-characters.ts";
export { decodeUtf8, encodeUtf8 } from "./bytes/utf8.ts";
export { byteLevelDecoder } from "./decoders/byte-level.ts";
export { metaspaceDecoder } from "./decoders/metaspace.ts";
export { byteFallbackDecoder, fuse, replaceDecoder, stripDecoder, suffixDecoder } from "./decoders/pieces.ts";
export { decoderSequence } from "./decoders/sequence.ts";
export { wordPieceDecoder } from "./decoders/word-piece.ts";
export { loadTokenizer, saveTokenizer } from "./json/tokenizer-file.ts";
export { tokenizerFromJson, tokenizerToJson } from "./json/tokenizer-json.ts";
export { type BertNormaliserOptions, bertNormaliser } from "./normalisers/bert.ts";
export { lowercase, stripAccents } from "./normalisers/letters.ts";
export { precompiled } from "./normalisers/precompiled.ts";
export { prepend, replace, strip } from "./normalisers/replace.ts";
export { normaliserSequence } from "./normalisers/sequence.ts";
export { type UnicodeForm, unicodeForm } from "./normalisers/unicode-form.ts";
export type { AddedToken, SpecialTokensInText } from "./pipeline/added-tokens.ts";
export { createDecodeStream, type DecodeStream } from "./pipeline/decode-stream.ts";
export { encodeStream } from "./pipeline/encode-stream.ts";
export type { Encoding } from "./pipeline/encoding.ts";
export type { Padding } from "./pipeline/padding.ts";
export type { Decoder, Model, Normaliser, PostProcessor, PreTokenizer } from "./pipeline/parts.ts";
export { readTexts } from "./pipeline/read-texts.ts";
export { createTokenizer, type EncodeOptions, type Tokenizer, type TokenizerParts } from "./pipeline/tokenizer.ts";
export type { Texts, TrainingControl, TrainingProgress } from "./pipeline/training.ts";
export type { Truncation } from "./pipeline/truncation.ts";
export { type VisiblePiece, visiblePieces } from "./pipeline/visible-pieces.ts";
export { createVocabulary, type Vocabulary } from "./pipeline/vocabulary.ts";
export { bertProcessing } from "./post-processors/bert.ts";
export { byteLevelProcessing, robertaProcessing } from "./post-processors/byte-level.ts";
export { postProcessorSequence } from "./post-processors/sequence.ts";
export { template } from "./post-processors/template.ts";
export { byteLevel } from "./pre-tokenizers/byte-level.ts";
export { cl100kPattern, gpt2Pattern } from "./pre-tokenizers/gpt-patterns.ts";
export { type MetaspaceOptions, metaspace, type PrependScheme } from "./pre-tokenizers/metaspace.ts";
export { preTokenizerSequence } from "./pre-tokenizers/sequence.ts";
export { split } from "./pre-tokenizers/split.ts";
export {
  bertPreTokenizer,
  characters,
  delimiterSplit,
  digits,
  punctuation,
  whitespace,
  whitespaceSplit,
} from "./pre-tokenizers/words.ts";
export { buildCharsMap, compileRules, type NormalisationRules } from "./sentencepiece/build-chars-map.ts";
export {
  type NormaliserSpec,
  type PieceKind,
  parseSentencePieceModel,
  readSentencePieceModel,
  type SentencePiece,
  type SentencePieceModel,
  serialiseSentencePieceModel,
  writeSentencePieceModel,
} from "./sentencepiece/model-file.ts";
export {
  loadSentencePiece,
  type SentencePieceTokenizer,
  saveSentencePiece,
  sentencePieceTokenizer,
} from "./sentencepiece/sentence-piece.ts";
export { type SentencePieceTrainingOptions, trainSentencePiece } from "./sentencepiece/train-sentence-piece.ts";
export {
  bestSegmentations,
  type LatticePiece,
  latticePieces,
  type ScoredSegmentation,
  sampleSegmentation,
  textLogProbability,
} from "./unigram/segmentations.ts";
export { trainUnigram, type UnigramRound, type UnigramTrainingOptions } from "./unigram/train-unigram.ts";
export { createUnigram, type ScoredPiece, type Unigram, type UnigramOptions } from "./unigram/unigram.ts";
export {
  byFrequency,
  trainCharacterTokenizer,
  trainWordTokenizer,
  type WordTrainingOptions,
} from "./word/train-word-level.ts";
export { createWordLevel, type WordLevelOptions } from "./word/word-level.ts";
export { trainBertTokenizer, trainWordPiece, type WordPieceTrainingOptions } from "./wordpiece/train-word-piece.ts";
export { createWordPiece, type WordPieceOptions } from "./wordpiece/word-piece.ts";
