import { readFileSync, writeFileSync } from "node:fs";
import { expect } from "chai";
import { openSafetensors, readTensor, writeSafetensors } from "../../../lib/models/safetensors/index.ts";
import { createRandom, type Random } from "../../../lib/random/index.ts";
import { startBackend, tensorCount, tf } from "../../../lib/tensor/index.ts";
import { useSharedFolder } from "../../scripts/support/temporary-folder.ts";

const files = 2000;

/** What a mutated header is most likely to trip over. */
const tokens = [
  "{",
  "}",
  "[",
  "]",
  ",",
  ":",
  '"',
  "\\",
  "0",
  "-1",
  "1e9",
  "9007199254740993",
  "F64",
  "null",
  "__proto__",
  "\n",
  "\u00e4",
];

describe("any file at all", () => {
  const folder = useSharedFolder();
  before(() => startBackend());

  it(`is read as it says, or is an error that names it: ${files} mutated files`, () => {
    const whole = folder.path("whole.safetensors");
    tf.tidy(() =>
      writeSafetensors(
        whole,
        new Map<string, tf.Tensor>([
          ["weight", tf.tensor2d([1, 2, 3, 4, 5, 6], [2, 3])],
          ["ids", tf.tensor1d([7, 8], "int32")],
          ["mask", tf.tensor1d([true, false, true], "bool")],
          ["empty", tf.zeros([0, 3])],
        ]),
        { made: "here" },
      ),
    );
    const bytes = readFileSync(whole);
    const random = createRandom(5).stream("mutations");
    const tensors = tensorCount();
    let opened = 0;
    for (let round = 0; round < files; round++) {
      const path = folder.path("mutated.safetensors");
      const mutated = mutate(bytes, random);
      writeFileSync(path, mutated);
      const before = process.memoryUsage().arrayBuffers;
      try {
        const file = openSafetensors(path);
        opened++;
        let read = 0;
        for (const [name, entry] of file.tensors) {
          const tensor = readTensor(file, name);
          expect(tensor.shape).to.deep.equal(entry.shape);
          // Whatever is read is what stands there: no other bytes, and none twice.
          if (entry.dtype === "F32") {
            const there = new Float32Array(
              new Uint8Array(mutated.subarray(entry.start, entry.start + entry.length)).buffer,
            );
            expect(Array.from(tensor.dataSync())).to.deep.equal(Array.from(there));
          }
          read += entry.length;
          tensor.dispose();
        }
        expect(read).to.equal(mutated.length - 8 - Number(mutated.readBigUInt64LE()));
      } catch (error) {
        const message = error instanceof Error ? error.message : "";
        // A JavaScript error of ours, such as a TypeError, would not begin like this.
        expect(message, `round ${round}`).to.match(/^Cannot read (tensor ".*" of )?"/s);
        expect(message).to.contain("mutated.safetensors");
      }
      expect(process.memoryUsage().arrayBuffers - before, `bytes allocated in round ${round}`).to.be.below(1e6);
    }
    expect(tensorCount(), "tensors left behind").to.equal(tensors);
    // Both ways are gone: some mutations change a number or a name only.
    expect(opened).to.be.within(files * 0.02, files * 0.9);
  }).timeout(60_000);
});

function mutate(bytes: Buffer, random: Random): Buffer {
  let mutated = Buffer.from(bytes);
  for (let count = 1 + random.integer(2); count > 0; count--) {
    const at = random.integer(Math.max(1, mutated.length));
    // Most of what can go wrong is in the header, and there in the numbers.
    const digits = [...mutated.subarray(8).toString("latin1").matchAll(/[0-9]/g)].map(({ index }) => index + 8);
    switch (random.integer(7)) {
      case 0:
        mutated = Buffer.from(mutated.subarray(0, at));
        break;
      case 1:
        mutated = Buffer.concat([mutated.subarray(0, at), Buffer.from(random.choice(tokens)), mutated.subarray(at)]);
        break;
      case 2:
        mutated = Buffer.concat([mutated.subarray(0, at), mutated.subarray(at + 1 + random.integer(8))]);
        break;
      case 3:
        mutated[at] = random.integer(256);
        break;
      case 4:
        if (digits.length > 0) {
          mutated[random.choice(digits)] = 0x30 + random.integer(10);
        }
        break;
      case 5:
        // In the numbers themselves, where everything but a bool may be anything.
        mutated[mutated.length - 1 - random.integer(Math.min(mutated.length, 32))] = random.integer(256);
        break;
      default:
        if (mutated.length >= 8) {
          mutated[random.integer(8)] = random.integer(256);
        }
    }
  }
  return mutated;
}
