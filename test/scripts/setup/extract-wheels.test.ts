import { type SpawnSyncReturns, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import { filesBelow } from "../../../scripts/setup/hash.mjs";
import { somePython, tensorflowFiles, writeWheel } from "../support/fake-wheels.ts";
import { useTemporaryFolder } from "../support/temporary-folder.ts";

const script = fileURLToPath(new URL("../../../scripts/setup/extract_wheels.py", import.meta.url));

describe("extracting wheels", () => {
  const folder = useTemporaryFolder();
  const extract = (...patterns: string[]): SpawnSyncReturns<string> =>
    spawnSync(somePython(), [script, folder.path("wheels"), folder.path("out"), ...patterns], { encoding: "utf8" });
  beforeEach(() => {
    mkdirSync(folder.path("wheels"));
  });

  it("takes what matches from every wheel, and deletes the wheels", () => {
    writeWheel(folder.path("wheels", "one.whl"), tensorflowFiles);
    writeWheel(folder.path("wheels", "two.whl"), { "nvidia/cublas/lib/libcublas.so.12": "cuda" });
    const { status, stdout } = extract("tensorflow/libtensorflow_*", "tensorflow/include/*", "nvidia/*/lib/*.so*");
    expect(status).to.equal(0);
    expect(stdout).to.equal("4 files\n");
    const found = filesBelow(folder.path("out")).map((path) => path.slice(folder.path("out").length + 1));
    expect(found.sort()).to.deep.equal([
      "nvidia/cublas/lib/libcublas.so.12",
      "tensorflow/include/tensorflow/c/c_api.h",
      "tensorflow/libtensorflow_cc.so.2",
      "tensorflow/libtensorflow_framework.so.2",
    ]);
    expect(filesBelow(folder.path("wheels"))).to.deep.equal([]);
  });

  it("keeps programs executable", () => {
    writeWheel(folder.path("wheels", "nvcc.whl"), { "nvidia/cuda_nvcc/bin/ptxas": "" });
    expect(extract("nvidia/*").status).to.equal(0);
    expect(statSync(folder.path("out", "nvidia", "cuda_nvcc", "bin", "ptxas")).mode & 0o111).to.not.equal(0);
  });

  it("fails on a wheel that is damaged", () => {
    const wheel = folder.path("wheels", "one.whl");
    writeWheel(wheel, tensorflowFiles);
    const bytes = readFileSync(wheel);
    bytes.write("THE", bytes.indexOf("the library"));
    writeFileSync(wheel, bytes);
    const { status, stderr } = extract("tensorflow/*");
    expect(status).to.equal(1);
    expect(stderr).to.include("Bad CRC-32");
    expect(existsSync(wheel)).to.equal(true);
  });

  it("fails when nothing matches, rather than leave an empty folder", () => {
    writeWheel(folder.path("wheels", "one.whl"), tensorflowFiles);
    const { status, stderr } = extract("torch/*");
    expect(status).to.equal(1);
    expect(stderr).to.match(/^Cannot extract torch\/\*: no wheel in .* has such a file/);
  });
});
