import type { PreTokenizer } from "../pipeline/parts.ts";

/** Cuts by one pre-tokenizer, then every word by the next. */
export function preTokenizerSequence(preTokenizers: readonly PreTokenizer[]): PreTokenizer {
  // A cut that suits the first part reaches the others as the end of a word, if the first ends its words there.
  const [first] = preTokenizers;
  return {
    split: (text) =>
      preTokenizers.reduce((words, preTokenizer) => words.flatMap((word) => preTokenizer.split(word)), [text]),
    cuts: first?.cuts ?? "nowhere",
    toJson: () => ({ type: "Sequence", pretokenizers: preTokenizers.map((preTokenizer) => preTokenizer.toJson()) }),
  };
}
