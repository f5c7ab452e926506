export type { TensorEntry } from "./check-layout.ts";
export type { Dtype } from "./dtypes.ts";
export type { SafetensorsFile } from "./open.ts";
export { openSafetensors } from "./open.ts";
export { loadParameters, saveParameters } from "./parameters.ts";
export { readTensor } from "./read-tensor.ts";
export { writeSafetensors } from "./write.ts";
