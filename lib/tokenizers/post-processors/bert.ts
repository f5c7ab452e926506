import type { PostProcessor } from "../pipeline/parts.ts";
import { template } from "./template.ts";

/** Puts BERT's tokens around texts: [CLS] A [SEP], or [CLS] A [SEP] B [SEP]. */
export function bertProcessing(
  separator: readonly [token: string, id: number],
  classifier: readonly [token: string, id: number],
): PostProcessor {
  const [end, start] = [separator[0], classifier[0]];
  return {
    ...template({
      single: `${start} $A ${end}`,
      pair: `${start} $A ${end} $B:1 ${end}:1`,
      ids: { [start]: classifier[1], [end]: separator[1] },
    }),
    toJson: () => ({ type: "BertProcessing", sep: [...separator], cls: [...classifier] }),
  };
}
