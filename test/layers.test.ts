import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "chai";

const lib = fileURLToPath(new URL("../lib", import.meta.url));

/** The layers of the library from top to bottom. A folder may import from its own layer and from those below. */
const layers = [
  ["course", "applications"],
  ["alignment", "pretraining", "training", "models"],
  ["nn"],
  ["tensor"],
  ["random", "tokenizers", "generation", "evaluation", "datasets", "display"],
];

const layerOf = (folder: string) => layers.findIndex((layer) => layer.includes(folder));
const lowest = layers.length - 1;

/** What a source file imports, statically, dynamically or by re-export. */
function importsIn(source: string): string[] {
  return [...source.matchAll(/(?:\bfrom|\bimport|\brequire|\bimport\()\s*\(?\s*["']([^"']+)["']/g)].map(
    (match) => match[1] ?? "",
  );
}

/** Says what is wrong with one import of a file, or nothing. Paths are relative to lib/. */
function faultOfImport(file: string, specifier: string): string | undefined {
  const folder = file.split(sep)[0] ?? "";
  if (folder !== "kernel" && layerOf(folder) === -1) {
    return `lib/${file}: the folder "${folder}" has no layer; give it one in test/layers.test.ts`;
  }
  if (!specifier.startsWith(".")) {
    const usesTensors = specifier.startsWith("@tensorflow/") || specifier.startsWith("llmlab/");
    return usesTensors && layerOf(folder) === lowest
      ? `lib/${file} imports "${specifier}", but ${folder} works without tensors`
      : undefined;
  }
  const target = relative(lib, resolve(lib, dirname(file), specifier)).split(sep)[0] ?? "";
  if (target === folder) {
    return undefined;
  }
  if (folder === "kernel" || target === "kernel") {
    return `lib/${file} imports "${specifier}", but the kernel stands apart`;
  }
  if (layerOf(target) === -1) {
    return `lib/${file} imports "${specifier}", which is outside the layers`;
  }
  return layerOf(target) < layerOf(folder)
    ? `lib/${file} imports "${specifier}" upwards: ${target} stands above ${folder}`
    : undefined;
}

describe("the layers of the library", () => {
  const files = readdirSync(lib, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".ts"));

  it("exist", () => {
    expect(files.length).to.be.greaterThan(10);
  });

  for (const file of files) {
    it(`hold in lib/${file}`, () => {
      const imports = importsIn(readFileSync(join(lib, file), "utf8"));
      expect(imports.map((specifier) => faultOfImport(file, specifier)).filter(Boolean)).to.deep.equal([]);
    });
  }
});

describe("the test of the layers", () => {
  const inNn = join("nn", "linear.ts");
  const inDisplay = join("display", "table.ts");

  it("finds every way to import", () => {
    const source = `import { a } from "./a.ts"; export * from './b.ts'; import "./c.ts"; await import("./d.ts"); require("./e.ts");`;
    expect(importsIn(source)).to.deep.equal(["./a.ts", "./b.ts", "./c.ts", "./d.ts", "./e.ts"]);
  });

  it("lets a folder import from below and from itself", () => {
    expect(faultOfImport(inNn, "../tensor/index.ts")).to.equal(undefined);
    expect(faultOfImport(inNn, "./embedding.ts")).to.equal(undefined);
    expect(faultOfImport(inDisplay, "../random/index.ts")).to.equal(undefined);
  });

  it("reports an import that points up", () => {
    expect(faultOfImport(inNn, "../training/index.ts")).to.contain("training stands above nn");
    expect(faultOfImport(inDisplay, "../tensor/index.ts")).to.contain("tensor stands above display");
  });

  it("reports tensors where there must be none", () => {
    expect(faultOfImport(inDisplay, "@tensorflow/tfjs")).to.contain("display works without tensors");
  });

  it("keeps the kernel apart, both ways", () => {
    expect(faultOfImport(join("kernel", "wire", "header.ts"), "../../display/index.ts")).to.contain("stands apart");
    expect(faultOfImport(inDisplay, "../kernel/index.ts")).to.contain("stands apart");
  });

  it("reports an import from outside the library", () => {
    expect(faultOfImport(inNn, "../../scripts/setup.mjs")).to.contain("outside the layers");
    expect(faultOfImport(join("misc", "a.ts"), "./b.ts")).to.contain("has no layer");
  });
});
