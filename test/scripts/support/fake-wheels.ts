import { spawnSync } from "node:child_process";
import { findProgram } from "../../../scripts/setup/find-program.mjs";

/** A Python of this machine, to make and to unpack wheels with. */
export function somePython(): string {
  const python = findProgram("python3", process) ?? findProgram("python", process);
  if (python === undefined) throw new Error("Cannot test without Python: there is no python3 on the PATH");
  return python;
}

const script = `
import json, sys, zipfile
with zipfile.ZipFile(sys.argv[1], "w") as wheel:
    for name, text in json.loads(sys.argv[2]).items():
        info = zipfile.ZipInfo(name)
        info.external_attr = (0o755 if name.endswith("ptxas") else 0o644) << 16
        wheel.writestr(info, text)
`;

/** Writes a small wheel with these files. */
export function writeWheel(path: string, files: Record<string, string>): void {
  const { status, stderr } = spawnSync(somePython(), ["-c", script, path, JSON.stringify(files)], { encoding: "utf8" });
  if (status !== 0) throw new Error(`Cannot make the wheel ${path}: ${stderr}`);
}

/** What a wheel of TensorFlow holds, as far as it matters. */
export const tensorflowFiles = {
  "tensorflow/libtensorflow_cc.so.2": "the library",
  "tensorflow/libtensorflow_framework.so.2": "the framework",
  "tensorflow/include/tensorflow/c/c_api.h": "a header",
  "tensorflow/python/much.py": "not needed",
  "tensorflow/THIRD_PARTY_NOTICES.txt": "licences",
};
