export type { Beginning } from "./belief.ts";
export { contextFloors, entropyByPosition, entropyOf, entropyRate, perplexityFloor } from "./entropy.ts";
export {
  createFiniteStateLanguage,
  type FiniteStateLanguage,
  languageIds,
  languageText,
  type Transition,
  type Way,
} from "./language.ts";
export { entropyAlong, nextTokenProbabilities, surprisals } from "./predict.ts";
export { sampleTokens, streamTokens } from "./sample.ts";
export { stationaryDistribution } from "./stationary.ts";
