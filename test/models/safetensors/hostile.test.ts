import { mkdirSync, truncateSync, writeFileSync } from "node:fs";
import { expect } from "chai";
import { openSafetensors, readTensor } from "../../../lib/models/safetensors/index.ts";
import { startBackend, tensorCount, tf } from "../../../lib/tensor/index.ts";
import { useTemporaryFolder } from "../../scripts/support/temporary-folder.ts";
import { errorOf } from "../../support/printed.ts";
import { take } from "../../support/tensors.ts";
import { entry, rawFile } from "./raw-file.ts";

/** What is wrong with a file of 16 bytes of data under this header. */
const wrongHeaders: [fault: string, header: string, says: string][] = [
  ["nothing in the header", "", 'should have "{" at character 0 and has its end'],
  ["no JSON", "tensors!", 'should have "{" at character 0'],
  ["a list", "[]", 'should have "{" at character 0'],
  ["an object that does not end", `{"a":${entry()}`, 'should have "}" at character'],
  ["a string that does not end", `{"a`, "should have the name of a tensor at character 1"],
  ["a comma too many", `{"a":${entry()},}`, "should have the name of a tensor"],
  ["something after the object", `{"a":${entry()}} x`, "nothing but spaces after its last brace"],
  ["a name with a raw line break", `{"a\n":${entry()}}`, "should have the name of a tensor"],
  ["a name with half a surrogate pair", `{"\\ud800":${entry()}}`, "should have the name of a tensor"],
  ["a byte order mark", `\ufeff{"a":${entry()}}`, 'should have "{" at character 0'],
  ["the same tensor twice", `{"a":${entry()},"a":${entry()}}`, 'has "a" twice'],
  ["the same tensor twice, once in escapes", `{"a":${entry()},"\\u0061":${entry()}}`, 'has "a" twice'],
  ["the same key twice in an entry", `{"a":{"dtype":"F32","dtype":"F32"}}`, 'has "dtype" twice'],
  ["the metadata twice", `{"__metadata__":{},"__metadata__":{},"a":${entry()}}`, 'has "__metadata__" twice'],
  ["a number for an entry", `{"a":1}`, 'should have "{" at character 5'],
  ["null for an entry", `{"a":null}`, 'should have "{" at character 5'],
  ["an entry without a shape", `{"a":{"dtype":"F32","data_offsets":[0,16]}}`, "needs all of dtype, shape"],
  ["an entry with a key of its own", `{"a":{"colour":"F32"}}`, 'has a key "colour"'],
  ["one offset", `{"a":${entry({ data_offsets: [0] })}}`, "has 1 data_offsets"],
  ["three offsets", `{"a":${entry({ data_offsets: [0, 8, 16] })}}`, "has 3 data_offsets"],
  ["no offsets in the list", `{"a":${entry({ data_offsets: [] })}}`, "has 0 data_offsets"],
  [
    "a negative offset",
    `{"a":${entry({ data_offsets: [-16, 0] })}}`,
    "an offset, a whole number from 0 to 2^53 - 1, at",
  ],
  ["a fractional offset", `{"a":{"data_offsets":[0,15.5]}}`, "an offset, a whole number"],
  ["an offset with a fraction of 0", `{"a":{"data_offsets":[0,16.0]}}`, "an offset, a whole number"],
  ["an offset with an exponent", `{"a":{"data_offsets":[0,1e1]}}`, "an offset, a whole number"],
  ["an offset with a zero before it", `{"a":{"data_offsets":[0,016]}}`, "an offset, a whole number"],
  ["an offset above 2^53", `{"a":{"data_offsets":[0,9007199254740993]}}`, "an offset, a whole number"],
  ["an offset above 2^64", `{"a":{"data_offsets":[0,${"9".repeat(40)}]}}`, "an offset, a whole number"],
  ["an offset as a string", `{"a":{"data_offsets":["0","16"]}}`, "an offset, a whole number"],
  ["a negative axis", `{"a":${entry({ shape: [-4] })}}`, "an axis, a whole number"],
  ["a fractional axis", `{"a":${entry({ shape: [0.5, 8] })}}`, "an axis, a whole number"],
  ["axes in a list of their own", `{"a":${entry({ shape: [[4]] })}}`, "an axis, a whole number"],
  ["a shape that is no list", `{"a":${entry({ shape: 4 })}}`, 'should have "["'],
  ["a size beyond all numbers", `{"a":${entry({ shape: [2 ** 52, 2 ** 52] })}}`, "needs Infinity bytes"],
  ["sizes that overflow to what fits", `{"a":${entry({ shape: [2 ** 32, 2 ** 32, 4] })}}`, "needs Infinity bytes"],
  ["a shape that needs more", `{"a":${entry({ shape: [5] })}}`, "shape [5] needs 20 bytes, and its offsets give it 16"],
  ["a shape that needs less", `{"a":${entry({ shape: [] })}}`, "shape [] needs 4 bytes, and its offsets give it 16"],
  ["a type that there is not", `{"a":${entry({ dtype: "F33" })}}`, 'has the type "F33"'],
  ["a type out of a prototype", `{"a":${entry({ dtype: "constructor" })}}`, 'has the type "constructor"'],
  ["a type that is a number", `{"a":${entry({ dtype: 32 })}}`, "should have the name of a type"],
  ["an end before the start", `{"a":${entry({ data_offsets: [16, 0] })}}`, "lies at bytes 16 to 0 of the 16"],
  ["an end beyond the file", `{"a":${entry({ shape: [5], data_offsets: [0, 20] })}}`, "bytes 0 to 20 of the 16"],
  ["a start beyond the file", `{"a":${entry({ shape: [0], data_offsets: [99, 99] })}}`, "bytes 99 to 99 of the 16"],
  ["a gap at the start", `{"a":${entry({ shape: [3], data_offsets: [4, 16] })}}`, "at byte 4 and not at 0: a gap"],
  ["bytes of nobody at the end", `{"a":${entry({ shape: [3], data_offsets: [0, 12] })}}`, "end at byte 12 of 16"],
  ["bytes of nobody at all", "{}", "end at byte 0 of 16"],
  [
    "an overlap",
    `{"a":${entry({ shape: [3], data_offsets: [0, 12] })},"b":${entry({ shape: [2], data_offsets: [8, 16] })}}`,
    'tensor "b" starts at byte 8 and not at 12: it overlaps',
  ],
  ["two in one place", `{"a":${entry()},"b":${entry()}}`, "it overlaps the one before it"],
  ["metadata that is a text", `{"__metadata__":"x","a":${entry()}}`, 'should have "{"'],
  ["metadata that is a list", `{"__metadata__":[],"a":${entry()}}`, 'should have "{"'],
  ["metadata with a number", `{"__metadata__":{"steps":3},"a":${entry()}}`, 'a text under "steps" of __metadata__'],
  ["metadata in metadata", `{"__metadata__":{"a":{"b":"c"}},"a":${entry()}}`, 'a text under "a" of __metadata__'],
  ["objects without end", '{"a":'.repeat(100_000), 'has a key "a"'],
  ["lists without end", `{"a":{"shape":${"[".repeat(100_000)}`, "an axis, a whole number"],
  ["backslashes without end", `{"${"\\".repeat(100_001)}`, "should have the name of a tensor"],
];

describe("a safetensors file that is not as the format says", () => {
  const folder = useTemporaryFolder();
  before(() => startBackend());

  for (const [fault, header, says] of wrongHeaders) {
    it(`is refused by name for ${fault}`, async () => {
      const path = rawFile(folder.path("wrong.safetensors"), { header, data: 16 });
      const { message } = await errorOf(() => openSafetensors(path));
      expect(message).to.contain(`Cannot read "${path}": `).and.contain(says);
      expect(message.length).to.be.below(600);
    });
  }

  it("is refused when its header is no UTF-8", async () => {
    const header = Buffer.from(`{"a\u00e4":${entry()}}`, "latin1");
    const path = rawFile(folder.path("latin.safetensors"), { header, data: 16 });
    expect((await errorOf(() => openSafetensors(path))).message).to.contain("its header is no text in UTF-8");
  });

  for (const length of [24n, 2n ** 32n, 2n ** 53n + 1n, 2n ** 63n, 2n ** 64n - 1n]) {
    it(`is refused when its header claims ${length} bytes that are not there, and nothing is allocated`, async () => {
      const path = rawFile(folder.path("long.safetensors"), { header: "{}", headerLength: length });
      const before = process.memoryUsage().arrayBuffers;
      expect((await errorOf(() => openSafetensors(path))).message).to.contain(
        `its header should have ${length} bytes, and only 2 come after its length`,
      );
      expect(process.memoryUsage().arrayBuffers - before).to.be.below(1e6);
    });
  }

  it("is refused when its header has 200 MB that are there", async () => {
    const path = rawFile(folder.path("huge.safetensors"), { header: "{}", headerLength: 200_000_000n });
    truncateSync(path, 300_000_000); // Holes: it takes no room on the disk.
    const before = process.memoryUsage().arrayBuffers;
    expect((await errorOf(() => openSafetensors(path))).message).to.contain("no more than 100000000 are read");
    expect(process.memoryUsage().arrayBuffers - before).to.be.below(1e6);
  });

  it("is refused wherever it is cut off", async () => {
    const path = folder.path("cut.safetensors");
    const whole = rawFile(path, { header: `{"a":${entry()}}   `, data: 16 });
    const size = 8 + `{"a":${entry()}}   `.length + 16;
    expect(openSafetensors(whole).tensors.size).to.equal(1);
    for (let length = size - 1; length >= 0; length--) {
      truncateSync(path, length);
      expect((await errorOf(() => openSafetensors(path))).message, `${length} bytes`).to.contain(
        `Cannot read "${path}"`,
      );
    }
  });

  it("is named when it is absent, or a folder", async () => {
    const absent = folder.path("absent.safetensors");
    expect((await errorOf(() => openSafetensors(absent))).message).to.equal(
      `Cannot open "${absent}": there is no such file`,
    );
    mkdirSync(folder.path("a folder"));
    expect((await errorOf(() => openSafetensors(folder.path("a folder")))).message).to.contain("it is no file");
  });

  it("holds names out of a prototype like any other", () => {
    const names = ["__proto__", "constructor", "toString", "hasOwnProperty"];
    const header = `{"__metadata__":{"__proto__":"x"},${names
      .map((name, at) => `"${name}":${entry({ shape: [1], data_offsets: [4 * at, 4 * at + 4] })}`)
      .join(",")}}`;
    const file = openSafetensors(rawFile(folder.path("names.safetensors"), { header, data: 16 }));
    expect([...file.tensors.keys()]).to.deep.equal(names);
    expect(Object.entries(file.metadata)).to.deep.equal([["__proto__", "x"]]);
    expect(file.tensors.get("valueOf")).to.equal(undefined);
    expect(({} as Record<string, unknown>).x).to.equal(undefined);
    expect(take(readTensor(file, "__proto__"))).to.deep.equal([0]);
  });

  it("opens with a type that cannot be read, which is refused when it is asked for", async () => {
    const header = `{"a":${entry({ dtype: "F64", shape: [1], data_offsets: [0, 8] })},"b":${entry({ shape: [2], data_offsets: [8, 16] })}}`;
    const file = openSafetensors(rawFile(folder.path("double.safetensors"), { header, data: 16 }));
    expect(take(readTensor(file, "b"))).to.deep.equal([0, 0]);
    expect((await errorOf(() => readTensor(file, "a"))).message)
      .to.contain('Cannot read tensor "a" of ')
      .and.contain("its numbers are F64; what can be read is F32, F16, BF16, I32, I64, U8, BOOL");
  });

  it("opens with numbers that do not fit, which are refused when they are asked for", async () => {
    const before = tensorCount();
    const integers = Buffer.alloc(18);
    integers.writeBigInt64LE(2n ** 31n - 1n);
    integers.writeBigInt64LE(2n ** 31n, 8);
    integers.writeUInt8(2, 17);
    const header = `{"a":${entry({ dtype: "I64", shape: [2], data_offsets: [0, 16] })},"b":${entry({ dtype: "BOOL", shape: [2], data_offsets: [16, 18] })}}`;
    const file = openSafetensors(rawFile(folder.path("large.safetensors"), { header, data: integers }));
    expect((await errorOf(() => readTensor(file, "a"))).message).to.contain("2147483648 is in it");
    expect((await errorOf(() => readTensor(file, "b"))).message).to.contain("a byte of it is 2");
    expect(tensorCount() - before, "tensors left behind").to.equal(0);
  });

  it("opens with axes that no tensor has, which are refused when they are asked for", async () => {
    const header = `{"a":${entry({ shape: Array(300).fill(1), data_offsets: [0, 4] })},"b":${entry({ shape: [2 ** 40, 0], data_offsets: [4, 4] })}}`;
    const file = openSafetensors(rawFile(folder.path("axes.safetensors"), { header, data: 4 }));
    expect((await errorOf(() => readTensor(file, "a"))).message).to.contain("it has 300 axes");
    expect((await errorOf(() => readTensor(file, "b"))).message).to.contain("larger than the 2147483647 numbers");
  });

  it("is noticed when it changes between opening and reading", async () => {
    const path = rawFile(folder.path("changed.safetensors"), { header: `{"a":${entry()}}`, data: 16 });
    const file = openSafetensors(path);
    writeFileSync(path, "something else");
    expect((await errorOf(() => readTensor(file, "a"))).message).to.contain("the file has changed since it was opened");
    expect(tf.memory().numTensors).to.equal(tensorCount());
  });
});
