export type { TranslationShape } from "./draw.ts";
export { translationShapes } from "./draw.ts";
export type { Translation, TranslationLink, TranslationOptions } from "./pairs.ts";
export { translations } from "./pairs.ts";
export type { TranslationSide } from "./sides.ts";
export { englishIds, englishVocabulary, spanishIds, spanishVocabulary, translationMarks } from "./vocabulary.ts";
