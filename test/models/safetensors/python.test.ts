import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { expect } from "chai";
import {
  openSafetensors,
  readTensor,
  type SafetensorsFile,
  writeSafetensors,
} from "../../../lib/models/safetensors/index.ts";
import { createRandom } from "../../../lib/random/index.ts";
import { randomNormal, startBackend, tensorCount, tf } from "../../../lib/tensor/index.ts";
import { useSharedFolder } from "../../scripts/support/temporary-folder.ts";
import { runTestPython } from "../../support/python.ts";
import { take } from "../../support/tensors.ts";
import { mutate } from "./mutate.ts";

/** Every tensor of a file as Python's package reads it: its type, its shape and its bytes in hexadecimal. */
const reading = `
import json, sys
from safetensors import deserialize
found = deserialize(open(sys.argv[1], "rb").read())
print(json.dumps({name: [t["dtype"], t["shape"], bytes(t["data"]).hex()] for name, t in found}))
`;

/** Writes a file of { name: [type, shape, hexadecimal] }. */
const writing = `
import ctypes, json, sys
from safetensors import TensorSpec, serialize_file
kept, tensors = [], {}
for name, (dtype, shape, data) in json.load(sys.stdin).items():
    data = bytes.fromhex(data)
    buffer = ctypes.create_string_buffer(data, max(1, len(data)))
    kept.append(buffer)
    tensors[name] = TensorSpec(dtype=dtype, shape=shape, data_ptr=ctypes.addressof(buffer), data_len=len(data))
serialize_file(tensors, sys.argv[1], json.loads(sys.argv[2]))
`;

/** For each file of a folder, its tensors, or null where Python's package refuses it. */
const judging = `
import json, sys
from pathlib import Path
from safetensors import SafetensorError, deserialize
verdicts = {}
for path in Path(sys.argv[1]).iterdir():
    try:
        verdicts[path.name] = {name: [t["dtype"], t["shape"], bytes(t["data"]).hex()] for name, t in deserialize(path.read_bytes())}
    except SafetensorError:
        verdicts[path.name] = None
print(json.dumps(verdicts))
`;

type Described = Record<string, [dtype: string, shape: number[], hexadecimal: string]>;

describe("safetensors between us and the Python package", () => {
  const folder = useSharedFolder();
  before(() => startBackend());

  function python(text: string, args: readonly string[], input = ""): string {
    const { status, stdout, stderr } = runTestPython(["-c", text, ...args], { cwd: folder.path(), input });
    expect(status, stderr).to.equal(0);
    return stdout;
  }

  const hexadecimal = (values: Float32Array | Float64Array | Int32Array | BigInt64Array | Uint16Array | Uint8Array) =>
    Buffer.from(values.buffer, values.byteOffset, values.byteLength).toString("hex");

  it("reads there what is written here", () => {
    const path = folder.path("ours.safetensors");
    const weights = randomNormal([5, 7], createRandom(1));
    const written = new Map<string, tf.Tensor>([
      ["blocks.0.weight", weights],
      ["a scalar", tf.scalar(-0.5)],
      ["nothing", tf.zeros([0, 4])],
      ["ids", tf.tensor([[1, -2, 2147483647]], [1, 3], "int32")],
      ["mask", tf.tensor([true, false, true], [3], "bool")],
      ['Ġ \u{1f600} "quoted" \\ \u2028', tf.tensor([Number.NaN, Number.POSITIVE_INFINITY, -0, 1e-45])],
    ]);
    writeSafetensors(path, written, { steps: "10", 'a "key"': "Ġ\n" });
    const read: Described = JSON.parse(python(reading, [path]));
    expect(Object.keys(read).sort()).to.deep.equal([...written.keys()].sort());
    const dtypes: Record<string, string> = { float32: "F32", int32: "I32", bool: "BOOL" };
    for (const [name, tensor] of written) {
      const values = tensor.dataSync();
      expect(read[name]).to.deep.equal([dtypes[tensor.dtype], tensor.shape, hexadecimal(values)]);
    }
    tf.dispose([...written.values()]);
  });

  it("reads here what is written there, exactly, whatever the type", () => {
    const path = folder.path("theirs.safetensors");
    const described: Described = {
      single: ["float32", [2, 2], hexadecimal(Float32Array.of(1.5, -0, 3e38, 1e-45))],
      integers: ["int32", [3], hexadecimal(Int32Array.of(-(2 ** 31), 0, 2 ** 31 - 1))],
      long: ["int64", [1, 2], hexadecimal(BigInt64Array.of(-(2n ** 31n), 512n))],
      bytes: ["uint8", [3], hexadecimal(Uint8Array.of(0, 128, 255))],
      flags: ["bool", [2], hexadecimal(Uint8Array.of(1, 0))],
      half: ["float16", [5], hexadecimal(Uint16Array.of(0x3c00, 0xc500, 0x0001, 0x7bff, 0xfc00))],
      brain: ["bfloat16", [4], hexadecimal(Uint16Array.of(0x3f80, 0xc0a0, 0x0001, 0x7f80))],
      double: ["float64", [1], hexadecimal(Float64Array.of(0.1))],
      empty: ["float32", [3, 0], ""],
      "Ġ \u{1f600}": ["float32", [], hexadecimal(Float32Array.of(7))],
    };
    python(writing, [path, JSON.stringify({ format: "pt", __proto__x: "Ġ" })], JSON.stringify(described));
    const before = tensorCount();
    const file = openSafetensors(path);
    expect(Object.entries(file.metadata).sort()).to.deep.equal([
      ["__proto__x", "Ġ"],
      ["format", "pt"],
    ]);
    const read = (name: string) => {
      const tensor = readTensor(file, name);
      return [tensor.dtype, tensor.shape, take(tensor)];
    };
    expect(read("single")).to.deep.equal(["float32", [2, 2], [1.5, -0, Math.fround(3e38), Math.fround(1e-45)]]);
    expect(read("integers")).to.deep.equal(["int32", [3], [-(2 ** 31), 0, 2 ** 31 - 1]]);
    expect(read("long")).to.deep.equal(["int32", [1, 2], [-(2 ** 31), 512]]);
    expect(read("bytes")).to.deep.equal(["int32", [3], [0, 128, 255]]);
    expect(read("flags")).to.deep.equal(["bool", [2], [1, 0]]);
    expect(read("half")).to.deep.equal(["float32", [5], [1, -5, 2 ** -24, 65504, Number.NEGATIVE_INFINITY]]);
    expect(read("brain")).to.deep.equal(["float32", [4], [1, -5, 2 ** -133, Number.POSITIVE_INFINITY]]);
    expect(read("empty")).to.deep.equal(["float32", [3, 0], []]);
    expect(read("Ġ \u{1f600}")).to.deep.equal(["float32", [], [7]]);
    expect(() => readTensor(file, "double")).to.throw("its numbers are F64");
    expect(tensorCount(), "tensors left behind").to.equal(before);
  });

  it("writes the same file, byte by byte", () => {
    const [ours, theirs] = [folder.path("a.safetensors"), folder.path("b.safetensors")];
    const described: Described = {
      "layer.weight": ["float32", [2, 2], hexadecimal(Float32Array.of(1, 2, 3, 4))],
      mask: ["bool", [3], "010001"],
      Zeta: ["float32", [1], hexadecimal(Float32Array.of(5))],
      "\u{1f600}": ["int32", [], hexadecimal(Int32Array.of(9))],
      "\uffee": ["int32", [1], hexadecimal(Int32Array.of(8))],
      'a "quoted" \t name': ["float32", [0, 2], ""],
    };
    python(writing, [theirs, JSON.stringify({ format: "ours" })], JSON.stringify(described));
    const file = openSafetensors(theirs);
    const tensors = new Map([...file.tensors.keys()].reverse().map((name) => [name, readTensor(file, name)]));
    writeSafetensors(ours, tensors, file.metadata);
    tf.dispose([...tensors.values()]);
    expect(readFileSync(ours).equals(readFileSync(theirs))).to.equal(true);
  });

  it("accepts no file that the package refuses, and reads the same from every other: 600 mutated files", () => {
    mkdirSync(folder.path("mutated"));
    const whole = folder.path("whole.safetensors");
    tf.tidy(() =>
      writeSafetensors(
        whole,
        new Map<string, tf.Tensor>([
          ["weight", tf.tensor2d([1, 2, 3, 4, 5, 6], [2, 3])],
          ["ids", tf.tensor1d([7, 8], "int32")],
          ["none", tf.zeros([0, 3])],
        ]),
      ),
    );
    const bytes = readFileSync(whole);
    const random = createRandom(6).stream("mutations");
    for (let count = 0; count < 600; count++) {
      writeFileSync(folder.path("mutated", `${count}`), mutate(bytes, random));
    }
    const verdicts: Record<string, Described | null> = JSON.parse(python(judging, [folder.path("mutated")]));
    let agreed = 0;
    for (const [name, theirs] of Object.entries(verdicts)) {
      const path = folder.path("mutated", name);
      const ours = openOrUndefined(path);
      if (ours !== undefined) {
        const content = readFileSync(path);
        const read = [...ours.tensors].map(([tensor, { dtype, shape, start, length }]) => [
          tensor,
          [dtype, shape, content.subarray(start, start + length).toString("hex")],
        ]);
        expect(Object.fromEntries(read), `file ${name}`).to.deep.equal(theirs);
        agreed++;
      }
    }
    // We refuse a little more: an entry with a key of its own, the same key twice.
    const accepted = Object.values(verdicts).filter((verdict) => verdict !== null).length;
    expect(agreed).to.be.within(0.9 * accepted, accepted);
    expect(accepted).to.be.greaterThan(60);
  });
});

function openOrUndefined(path: string): SafetensorsFile | undefined {
  try {
    return openSafetensors(path);
  } catch {
    return undefined;
  }
}
