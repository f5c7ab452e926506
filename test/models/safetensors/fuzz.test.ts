import { readFileSync, writeFileSync } from "node:fs";
import { expect } from "chai";
import { openSafetensors, readTensor, writeSafetensors } from "../../../lib/models/safetensors/index.ts";
import { createRandom } from "../../../lib/random/index.ts";
import { startBackend, tensorCount, tf } from "../../../lib/tensor/index.ts";
import { useSharedFolder } from "../../scripts/support/temporary-folder.ts";
import { mutate } from "./mutate.ts";

const files = 1000;

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
