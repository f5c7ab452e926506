import { readFileSync } from "node:fs";
import type { Attribute } from "../native/attributes.ts";

let table: Map<string, string> | undefined;

/** What the script scripts/tensorflow/operation_outputs.py took from TensorFlow; read at the first recording. */
function definitions(): Map<string, string> {
  table ??= new Map(
    Object.entries(JSON.parse(readFileSync(new URL("operation-outputs.json", import.meta.url), "utf8"))),
  );
  return table;
}

/** Operations whose outputs have as many elements as the values of their inputs say. */
const changingShapes = new Set([
  "BooleanMask",
  "Where",
  "Unique",
  "UniqueV2",
  "UniqueWithCounts",
  "UniqueWithCountsV2",
  "ListDiff",
  "NonMaxSuppression",
  "NonMaxSuppressionV2",
  "NonMaxSuppressionV3",
  "NonMaxSuppressionV4",
  "NonMaxSuppressionV5",
  "DynamicPartition",
]);

/**
 * Names the outputs of an operation, as the graph of a function refers to them: "output:0", "output:1".
 *
 * @throws Error if the operation cannot be recorded.
 */
export function outputNames(operation: string, attributes: readonly Attribute[]): string[] {
  if (changingShapes.has(operation)) {
    throw new Error(
      `Cannot record ${operation}: the shape of its result changes with the values, and a compiled step has fixed shapes; use a mask of fixed shape, or mode "eager"`,
    );
  }
  const definition = definitions().get(operation);
  if (definition === undefined) {
    throw new Error(
      `Cannot record ${operation}: there is no definition for it, because it keeps state, draws random numbers by itself or handles texts; call it outside of the step, or use mode "eager"`,
    );
  }
  return definition.split(",").flatMap((output) => {
    const [name = "", counter] = output.split("*");
    const count = counter === undefined ? 1 : Number(attributes.find((each) => each.name === counter)?.value);
    return Array.from({ length: count }, (_, at) => `${name}:${at}`);
  });
}
