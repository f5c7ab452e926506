import { expect } from "chai";
import type { Key, Words } from "../../lib/random/philox.ts";
import { philox } from "../../lib/random/philox.ts";
import { readGolden } from "../support/golden.ts";

interface PhiloxCase {
  name: string;
  key: Key;
  counter: Words;
  words: number[];
}

/** The counter `blocks` further on. Only the first two words move in these cases. */
function advance([low, high, third, fourth]: Words, blocks: number): Words {
  const total = low + blocks;
  return [total % 2 ** 32, high + Math.floor(total / 2 ** 32), third, fourth];
}

describe("philox", () => {
  // The known-answer vectors that Random123, the authors' library, publishes for philox4x32 with 10 rounds.
  const ones = 0xffffffff;
  const knownAnswers: [Words, Key, string][] = [
    [[0, 0, 0, 0], [0, 0], "6627e8d5 e169c58d bc57ac4c 9b00dbd8"],
    [[ones, ones, ones, ones], [ones, ones], "408f276d 41c83b0e a20bc7c6 6d5451fd"],
    [[0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344], [0xa4093822, 0x299f31d0], "d16cfe09 94fdcceb 5001e420 24126ea1"],
  ];

  for (const [counter, key, answer] of knownAnswers) {
    it(`gives the authors' answer ${answer}`, () => {
      const hexadecimal = philox(counter, key).map((word) => word.toString(16).padStart(8, "0"));
      expect(hexadecimal.join(" ")).to.equal(answer);
    });
  }

  for (const { name, key, counter, words } of readGolden<PhiloxCase>("philox")) {
    it(`agrees with randomgen: ${name}`, () => {
      const blocks = words.length / 4;
      const ours = Array.from({ length: blocks }, (_, block) => philox(advance(counter, block), key));
      expect(ours.flat()).to.deep.equal(words);
    });
  }
});
