export { type Ngram, type NgramPrior, ngramLoss, ngramProbabilities, ngramProbability, trainNgram } from "./ngram.ts";
