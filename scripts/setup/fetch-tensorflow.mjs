import { mkdirSync, rmSync, statfsSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { privateFolder } from "./context.mjs";
import { filesBelow } from "./hash.mjs";
import { makeFolder } from "./make-folder.mjs";
import { formatBytes } from "./reporter.mjs";
import { explain, SetupError } from "./setup-error.mjs";
import { environmentProgram, pythonVariables } from "./virtual-environment.mjs";

const here = dirname(fileURLToPath(import.meta.url));

/** What the binding needs of a wheel, which also holds a whole Python package; and what the licences ask to keep. */
const patterns = [
  "tensorflow/libtensorflow_*",
  "tensorflow/include/tensorflow/c/*",
  "tensorflow/include/tensorflow/core/platform/ctstring*",
  "tensorflow/include/tsl/platform/ctstring*",
  "tensorflow/include/xla/tsl/c/*",
  "tensorflow/THIRD_PARTY_NOTICES.txt",
  // libtensorflow looks for CUDA's libraries at ../nvidia/*/lib, and XLA for its assembler in ../nvidia/cuda_nvcc.
  "nvidia/*/lib/*.so*",
  "nvidia/cuda_nvcc/bin/*",
  "nvidia/cuda_nvcc/nvvm/*",
  "*.dist-info/*LICENSE*",
  "*.dist-info/*License*",
];

/**
 * Downloads TensorFlow's wheel and keeps the libraries and headers in the cache. Whole or not at all: an interrupted
 * download or extraction leaves nothing that counts.
 *
 * @param {import("./context.mjs").Context} context
 * @param {import("./tensorflow-wheel.mjs").Wheel} wheel
 * @param {string} folder where to keep it
 * @param {(detail: () => string) => void} progress
 */
export async function fetchTensorflow(context, wheel, folder, progress) {
  const log = join(privateFolder(context), "logs", "tensorflow.log");
  const python = environmentProgram(context, "python");
  await makeFolder(folder, async (partial) => {
    checkSpace(partial, wheel);
    const downloads = join(partial, "downloads");
    mkdirSync(downloads);
    const total = formatBytes(wheel.downloadBytes);
    progress(() => `downloading, ${formatBytes(Math.min(sizeOf(partial), wheel.downloadBytes))} of ${total}`);
    const options = {
      // pip's temporary files then lie where we see them grow, and go when the partial folder goes.
      env: { ...pythonVariables(context.env), TMPDIR: partial },
      verbose: context.reporter.verbose,
      log,
    };
    try {
      await context.run(python, downloadArguments(wheel, downloads), options);
      progress(() => "extracting");
      await context.run(python, [join(here, "extract_wheels.py"), downloads, partial, ...patterns], options);
    } catch (error) {
      throw explain(error, {
        doing: `fetch TensorFlow (${total})`,
        log,
        remedies: ["npm run setup -- --verbose", "without it, slower: LLMLAB_BACKEND=wasm npm start"],
      });
    }
    rmSync(downloads, { recursive: true, force: true });
  });
}

/**
 * Asks pip for exactly the pinned files, whatever Python it runs on: the wheel's Python parts are never used.
 *
 * @param {Pick<import("./tensorflow-wheel.mjs").Wheel, "tags" | "requirements">} wheel
 * @param {string} destination
 */
export function downloadArguments({ tags, requirements }, destination) {
  return [
    ...["-m", "pip", "download", "--no-input", "--progress-bar=off", "--no-cache-dir"],
    ...["--no-deps", "--only-binary=:all:", "--require-hashes"],
    ...["--python-version", "3.11", "--implementation", "cp", "--abi", "cp311", "--abi", "none"],
    ...tags.flatMap((tag) => ["--platform", tag]),
    ...["--dest", destination, "--requirement", join(here, "wheels", requirements)],
  ];
}

/**
 * @param {string} folder
 * @param {import("./tensorflow-wheel.mjs").Wheel} wheel
 */
function checkSpace(folder, { downloadBytes, installedBytes }) {
  const { bavail, bsize } = statfsSync(folder);
  // pip copies each file once more from its temporary folder; later each wheel lies beside what comes out of it.
  const needed = downloadBytes + Math.max(downloadBytes, installedBytes);
  if (bavail * bsize >= needed) return;
  const free = formatBytes(bavail * bsize);
  throw new SetupError(
    `Cannot fetch TensorFlow into ${dirname(folder)}: ${free} free; ${formatBytes(needed)} are needed for the moment`,
    { remedies: ["LLMLAB_CACHE=/folder/on/another/disk npm run setup"] },
  );
}

/** @param {string} folder */
function sizeOf(folder) {
  return filesBelow(folder).reduce((sum, path) => sum + (statSync(path, { throwIfNoEntry: false })?.size ?? 0), 0);
}
