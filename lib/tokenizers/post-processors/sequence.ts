import { joinEncodings } from "../pipeline/encoding.ts";
import type { PostProcessor } from "../pipeline/parts.ts";

/** Applies post-processors one after the other; the first that adds tokens must be the last that sees two texts. */
export function postProcessorSequence(processors: readonly PostProcessor[]): PostProcessor {
  return {
    addedTokens: (pair) => processors.reduce((sum, processor) => sum + processor.addedTokens(pair), 0),
    process: (first, second, addSpecialTokens) => {
      let [one, other] = [first, second];
      for (const processor of processors) {
        if (other !== undefined && processor.addedTokens(true) === 0) {
          one = processor.process(one, undefined, addSpecialTokens);
          other = processor.process(other, undefined, addSpecialTokens);
        } else {
          one = processor.process(one, other, addSpecialTokens);
          other = undefined;
        }
      }
      return other === undefined ? one : joinEncodings([one, other]);
    },
    toJson: () => ({ type: "Sequence", processors: processors.map((processor) => processor.toJson()) }),
  };
}
