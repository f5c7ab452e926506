import { readFileSync } from "node:fs";
import { expect } from "chai";
import type { Variant } from "../../../scripts/setup/context.mjs";
import { downloadArguments } from "../../../scripts/setup/fetch-tensorflow.mjs";
import { tensorflowVersion, tensorflowWheel } from "../../../scripts/setup/tensorflow-wheel.mjs";

const machine = (platform: NodeJS.Platform, architecture: string, variant: Variant = "cpu", glibc = "2.36") =>
  tensorflowWheel({ platform, architecture, variant, glibc: () => glibc });

const pinned = (requirements: string) =>
  readFileSync(new URL(`../../../scripts/setup/wheels/${requirements}`, import.meta.url), "utf8");

describe("the choice of TensorFlow's wheel", () => {
  it("takes the lean wheel on Linux x86-64, and the general one on Arm", () => {
    const chosen = [machine("linux", "x64"), machine("linux", "arm64"), machine("darwin", "arm64")].map(({ wheel }) => [
      wheel?.requirements,
      wheel?.tags,
      wheel?.folder,
    ]);
    expect(chosen).to.deep.equal([
      ["tensorflow-cpu.txt", ["manylinux_2_27_x86_64"], `tensorflow-${tensorflowVersion}-cpu-linux-x64`],
      ["tensorflow.txt", ["manylinux_2_27_aarch64"], `tensorflow-${tensorflowVersion}-cpu-linux-arm64`],
      ["tensorflow.txt", ["macosx_12_0_arm64"], `tensorflow-${tensorflowVersion}-cpu-darwin-arm64`],
    ]);
  });

  it("names the libraries as each system does", () => {
    expect(machine("linux", "arm64").wheel?.libraries[0]).to.equal("libtensorflow_cc.so.2");
    expect(machine("darwin", "arm64").wheel?.libraries[0]).to.equal("libtensorflow_cc.2.dylib");
  });

  it("keeps the GPU's libraries apart from the CPU's", () => {
    expect(machine("linux", "x64", "gpu").wheel?.folder).to.equal(`tensorflow-${tensorflowVersion}-gpu-linux-x64`);
  });

  it("says why there is none", () => {
    const none = [
      machine("win32", "x64"),
      machine("darwin", "x64"),
      machine("darwin", "arm64", "gpu"),
      machine("linux", "x64", "cpu", "2.17"),
    ];
    expect(none.map(({ wheel, ...absence }) => [wheel, "reason" in absence && absence.reason])).to.deep.equal([
      [undefined, `there is no TensorFlow ${tensorflowVersion} for win32-x64`],
      [undefined, `there is no TensorFlow ${tensorflowVersion} for darwin-x64`],
      [undefined, "TensorFlow with CUDA exists for linux-x64 only, and this is darwin-arm64"],
      [undefined, `TensorFlow ${tensorflowVersion} needs glibc 2.27 or newer, and this system has glibc 2.17`],
    ]);
  });

  it("has none for a Linux without glibc, such as Alpine", () => {
    const found = tensorflowWheel({ platform: "linux", architecture: "x64", variant: "cpu", glibc: () => undefined });
    expect(found).to.have.property("reason").that.includes("another C library");
  });

  it("asks pip for exactly the pinned files, whatever Python runs it", () => {
    const { wheel } = machine("linux", "x64");
    if (wheel === undefined) throw new Error("no wheel");
    const line = downloadArguments(wheel, "/to").join(" ");
    expect(line).to.include("--no-deps --only-binary=:all: --require-hashes");
    expect(line).to.include("--python-version 3.11 --implementation cp --abi cp311");
    expect(line).to.include("--platform manylinux_2_27_x86_64 --dest /to --requirement");
    expect(line).to.match(/wheels\/tensorflow-cpu\.txt$/);
  });

  for (const file of ["tensorflow-cpu.txt", "tensorflow.txt", "tensorflow-cuda.txt"]) {
    it(`pins everything in ${file} by version and checksum`, () => {
      const text = pinned(file);
      expect(text).to.match(new RegExp(`^tensorflow(-cpu)?==${tensorflowVersion.replaceAll(".", "\\.")} `, "m"));
      const entries = text
        .replace(/^#.*\n/gm, "")
        .replaceAll("\\\n", " ")
        .trim()
        .split("\n");
      for (const entry of entries) expect(entry).to.match(/^[a-z0-9-]+==[0-9.]+ +(--hash=sha256:[0-9a-f]{64} *)+$/);
    });
  }
});
