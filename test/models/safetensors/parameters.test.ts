import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { expect } from "chai";
import {
  loadParameters,
  openSafetensors,
  readTensor,
  saveParameters,
  writeSafetensors,
} from "../../../lib/models/safetensors/index.ts";
import { createEmbedding, createLinear, namedParameters } from "../../../lib/nn/index.ts";
import { createRandom } from "../../../lib/random/index.ts";
import { startBackend, tensorCount, tf } from "../../../lib/tensor/index.ts";
import { useTemporaryFolder } from "../../scripts/support/temporary-folder.ts";
import { errorOf } from "../../support/printed.ts";
import { take } from "../../support/tensors.ts";

describe("the parameters of a model", () => {
  const folder = useTemporaryFolder();
  before(() => startBackend());

  function createModel(seed: number, { width = 4, blocks = 2 } = {}) {
    const random = createRandom(seed);
    return {
      embedding: createEmbedding(10, width, { random }),
      blocks: Array.from({ length: blocks }, () => ({ up: createLinear(width, 8, { random }) })),
    };
  }

  const numbers = (model: object) =>
    [...namedParameters(model).values()].map((variable) => Array.from(variable.dataSync()));

  it("come back exactly, with the notes beside them, and leave no tensors behind", () => {
    const path = folder.path("a new folder", "model.safetensors");
    const [saved, loaded] = [createModel(1), createModel(2)];
    const before = tensorCount();
    saveParameters(path, namedParameters(saved), { steps: "100" });
    expect(numbers(loaded)).not.to.deep.equal(numbers(saved));
    const { steps } = loadParameters(path, namedParameters(loaded));
    expect(steps).to.equal("100");
    expect(numbers(loaded)).to.deep.equal(numbers(saved));
    expect(tensorCount()).to.equal(before);
    expect([...openSafetensors(path).tensors.keys()]).to.deep.equal([
      "blocks.0.up.bias",
      "blocks.0.up.weight",
      "blocks.1.up.bias",
      "blocks.1.up.weight",
      "embedding.weight",
    ]);
    tf.dispose([...namedParameters([saved, loaded]).values()]);
  });

  it("give the same bytes whatever the order, and start at a multiple of 8", () => {
    const model = createModel(1);
    const named = [...namedParameters(model)];
    saveParameters(folder.path("a.safetensors"), new Map(named), { b: "2", a: "1" });
    saveParameters(folder.path("b.safetensors"), new Map(named.reverse()), { a: "1", b: "2" });
    const bytes = readFileSync(folder.path("a.safetensors"));
    expect(bytes.equals(readFileSync(folder.path("b.safetensors")))).to.equal(true);
    expect(Number(bytes.readBigUInt64LE()) % 8).to.equal(0);
    tf.dispose([...namedParameters(model).values()]);
  });

  it("stay as they were when a file does not fit, and the error lists all that differs", async () => {
    const path = folder.path("other.safetensors");
    const [saved, model] = [createModel(1, { width: 5, blocks: 1 }), createModel(2)];
    const odd = tf.tensor1d([1], "int32");
    const named = new Map<string, tf.Tensor>(namedParameters(saved));
    named.set("blocks.1.up.bias", tf.keep(tf.zeros([8], "int32")));
    named.set("head", odd);
    writeSafetensors(path, named);
    const before = numbers(model);
    const count = tensorCount();
    const { message } = await errorOf(() => loadParameters(path, namedParameters(model)));
    expect(message).to.equal(
      `Cannot load the parameters from "${path}": "embedding.weight" is [10, 5] and should be [10, 4], ` +
        `"blocks.0.up.weight" is [5, 8] and should be [4, 8], "blocks.1.up.weight" is missing, ` +
        `"blocks.1.up.bias" is I32 and should be float32, "head" is unexpected; ` +
        "create the model with the configuration that the file was saved with",
    );
    expect(numbers(model)).to.deep.equal(before);
    expect(tensorCount()).to.equal(count);
    tf.dispose([...named.values(), ...namedParameters(model).values()]);
  });

  it("stay as they were when the last number of a file does not fit", async () => {
    const path = folder.path("long.safetensors");
    const data = Buffer.alloc(12);
    data.writeFloatLE(1, 0);
    data.writeBigInt64LE(2n ** 40n, 4);
    const header = `{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"I64","shape":[1],"data_offsets":[4,12]}}`;
    const length = Buffer.alloc(8);
    length.writeBigUInt64LE(BigInt(header.length));
    writeFileSync(path, Buffer.concat([length, Buffer.from(header), data]));
    const [a, b] = [tf.variable(tf.tensor1d([7])), tf.variable(tf.tensor1d([7], "int32"))];
    const count = tensorCount();
    const named = new Map<string, tf.Variable>([
      ["a", a],
      ["b", b],
    ]);
    expect((await errorOf(() => loadParameters(path, named))).message).to.contain("1099511627776 is in it");
    expect([a.dataSync()[0], b.dataSync()[0]]).to.deep.equal([7, 7]);
    expect(tensorCount()).to.equal(count);
    tf.dispose([a, b]);
  });

  it("list no more than ten faults of a file that is another model's", async () => {
    const path = folder.path("other.safetensors");
    const [saved, model] = [createModel(1, { blocks: 12 }), createModel(2)];
    saveParameters(path, namedParameters(saved));
    const { message } = await errorOf(() => loadParameters(path, namedParameters(model)));
    expect(message).to.contain('"blocks.10.up.bias" is unexpected').and.contain("and 10 more");
    tf.dispose([...namedParameters([saved, model]).values()]);
  });

  it("are an error when the file is cut off", async () => {
    const path = folder.path("model.safetensors");
    const model = createModel(1);
    saveParameters(path, namedParameters(model));
    truncateSync(path, statSync(path).size - 1);
    expect((await errorOf(() => loadParameters(path, namedParameters(model)))).message).to.contain(
      `Cannot read "${path}"`,
    );
    tf.dispose([...namedParameters(model).values()]);
  });

  it("leave an old file alone when they cannot be written, and nothing half-written beside it", async () => {
    const path = folder.path("model.safetensors");
    const model = createModel(1);
    saveParameters(path, namedParameters(model));
    const old = readFileSync(path);
    const gone = tf.variable(tf.zeros([1]));
    gone.dispose();
    const named = new Map([...namedParameters(model), ["gone", gone] as const]);
    expect((await errorOf(() => saveParameters(path, named))).message).to.contain(`Cannot write "${path}": `);
    expect(readFileSync(path).equals(old)).to.equal(true);
    expect(readdirSync(folder.path())).to.deep.equal(["model.safetensors"]);
    mkdirSync(folder.path("taken"));
    expect((await errorOf(() => saveParameters(folder.path("taken"), namedParameters(model)))).message).to.contain(
      "Cannot write",
    );
    expect(existsSync(folder.path(`taken.partial-${process.pid}`))).to.equal(false);
    tf.dispose([...namedParameters(model).values()]);
  });

  it("can be more than fits into one read: one tensor is read at a time, from where it lies", () => {
    // A file of 3 GB that is a hole but for its header and its last number.
    const path = folder.path("large.safetensors");
    const [first, count] = [3e9, 4];
    const header = `{"hole":{"dtype":"U8","shape":[${first}],"data_offsets":[0,${first}]},"last":{"dtype":"F32","shape":[${count}],"data_offsets":[${first},${first + 4 * count}]}}`;
    const length = Buffer.alloc(8);
    length.writeBigUInt64LE(BigInt(header.length));
    writeFileSync(path, Buffer.concat([length, Buffer.from(header)]));
    truncateSync(path, 8 + header.length + first + 4 * count);
    const before = process.memoryUsage().arrayBuffers;
    expect(take(readTensor(openSafetensors(path), "last"))).to.deep.equal([0, 0, 0, 0]);
    expect(process.memoryUsage().arrayBuffers - before).to.be.below(1e6);
  });

  it("must be of a type and under a name that the format has, and notes must be texts", async () => {
    const path = folder.path("wrong.safetensors");
    const write = (name: string, tensor: tf.Tensor, notes = {}) => {
      try {
        writeSafetensors(path, new Map([[name, tensor]]), notes);
      } finally {
        tensor.dispose();
      }
    };
    const of = async (work: () => void) => (await errorOf(work)).message;
    expect(await of(() => write("words", tf.tensor(["a"])))).to.contain("its type is string");
    expect(await of(() => write("__metadata__", tf.scalar(1)))).to.contain("the format keeps it for notes");
    expect(await of(() => write("\ud800", tf.scalar(1)))).to.contain("UTF-8 cannot hold it");
    expect(await of(() => write("a", tf.scalar(1), { steps: 3 }))).to.contain("steps: String(value)");
    expect(existsSync(path)).to.equal(false);
  });
});
