import { expect } from "chai";
import { createBert, createGpt, createSeq2Seq, createT5 } from "../../lib/models/index.ts";
import { createTransformerBlock } from "../../lib/nn/index.ts";
import { createRandom } from "../../lib/random/index.ts";
import { startBackend, tensorCount } from "../../lib/tensor/index.ts";

const random = createRandom(1);
const sizes = { vocabularySize: 10, contextLength: 4, width: 16, layers: 2, heads: 3 };

/** Each is refused when some of its variables exist already. */
const refused: Record<string, () => unknown> = {
  "a GPT": () => createGpt(sizes, { random }),
  "a BERT": () => createBert(sizes, { random }),
  "a T5": () => createT5(sizes, { random }),
  "a block": () => createTransformerBlock({ ...sizes, norm: "layer", activation: "gelu" }, { random }),
  "a translator": () =>
    createSeq2Seq(
      { sourceVocabularySize: 10, targetVocabularySize: 10, embeddingWidth: 4, hiddenSize: 4.5, cell: "gru" },
      { random },
    ),
};

describe("a model that is refused", () => {
  before(startBackend);

  for (const [what, create] of Object.entries(refused)) {
    it(`leaves nothing of ${what} behind`, () => {
      const count = tensorCount();
      expect(create).to.throw(RangeError);
      expect(tensorCount() - count).to.equal(0);
    });
  }
});
