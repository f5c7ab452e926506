import { isAtLeast } from "./node-version.mjs";

/** The version that the binding is built against; the files in wheels/ pin it with its checksums. */
export const tensorflowVersion = "2.21.0";

/**
 * @typedef {object} Wheel
 * @property {string} requirements the file in wheels/ that names what to download
 * @property {string} folder its name in the cache
 * @property {readonly string[]} tags pip's names of the platforms that the files may be made for
 * @property {readonly string[]} libraries what the binding links to
 * @property {number} downloadBytes
 * @property {number} installedBytes
 */

// Asked for one platform, pip accepts exactly that one, and NVIDIA's wheels are made for several.
const cudaTags = ["manylinux2014_x86_64", ...[12, 17, 25, 27].map((minor) => `manylinux_2_${minor}_x86_64`)];
const linuxLibraries = ["libtensorflow_cc.so.2", "libtensorflow_framework.so.2"];
const macLibraries = ["libtensorflow_cc.2.dylib", "libtensorflow_framework.2.dylib"];

/** @type {Readonly<Record<string, Omit<Wheel, "folder">>>} */
const wheels = {
  "cpu-linux-x64": {
    requirements: "tensorflow-cpu.txt",
    tags: ["manylinux_2_27_x86_64"],
    libraries: linuxLibraries,
    downloadBytes: 273_829_956,
    installedBytes: 855e6,
  },
  "cpu-linux-arm64": {
    requirements: "tensorflow.txt",
    tags: ["manylinux_2_27_aarch64"],
    libraries: linuxLibraries,
    downloadBytes: 281_828_020,
    installedBytes: 885e6,
  },
  "cpu-darwin-arm64": {
    requirements: "tensorflow.txt",
    tags: ["macosx_12_0_arm64"],
    libraries: macLibraries,
    downloadBytes: 223_405_849,
    installedBytes: 743e6,
  },
  "gpu-linux-x64": {
    requirements: "tensorflow-cuda.txt",
    tags: cudaTags,
    libraries: linuxLibraries,
    downloadBytes: 3_379_649_224,
    installedBytes: 5.66e9,
  },
};

/** The wheels' Linux platform tags promise this much of the system's C library. */
const oldestGlibc = "2.27";

/**
 * Chooses the wheel for a machine, or says why there is none.
 *
 * @param {Pick<import("./context.mjs").Context, "platform" | "architecture" | "variant" | "glibc">} machine
 * @returns {{ wheel: Wheel } | { wheel: undefined, reason: string, remedy?: string }}
 */
export function tensorflowWheel({ platform, architecture, variant, glibc }) {
  const machine = `${platform}-${architecture}`;
  const found = wheels[`${variant}-${machine}`];
  if (found === undefined) {
    if (variant === "gpu") {
      const reason = `TensorFlow with CUDA exists for linux-x64 only, and this is ${machine}`;
      return { wheel: undefined, reason, remedy: "npm run setup -- --cpu" };
    }
    const reason = `there is no TensorFlow ${tensorflowVersion} for ${machine}`;
    return platform === "win32"
      ? { wheel: undefined, reason, remedy: "wsl --install, then work inside WSL" }
      : { wheel: undefined, reason };
  }
  if (platform === "linux") {
    const version = glibc();
    if (version === undefined || !isAtLeast(version, oldestGlibc)) {
      const has = version === undefined ? "another C library" : `glibc ${version}`;
      const reason = `TensorFlow ${tensorflowVersion} needs glibc ${oldestGlibc} or newer, and this system has ${has}`;
      return { wheel: undefined, reason };
    }
  }
  return { wheel: { ...found, folder: `tensorflow-${tensorflowVersion}-${variant}-${machine}` } };
}
