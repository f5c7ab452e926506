import { readFileSync } from "node:fs";
import type { Attribute } from "../native/attributes.ts";
import { attributeKinds } from "../native/attributes.ts";

/** How a graph refers to an operation's outputs, and the attributes that say the types of its inputs. */
export interface OperationDefinition {
  /** "output:0", "output:1", in order. */
  outputs: string[];
  /** For each input, the name of the attribute that says its type; absent where the type is fixed. */
  inputTypes: (string | undefined)[];
}

let table: Map<string, string> | undefined;

/** What scripts/tensorflow/operations.py took from TensorFlow; read at the first recording. */
function definitions(): Map<string, string> {
  table ??= new Map(Object.entries(JSON.parse(readFileSync(new URL("operations.json", import.meta.url), "utf8"))));
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
 * Looks up an operation.
 *
 * @param attributes those of the call, which say how many inputs and outputs a list has.
 * @throws Error if the operation cannot be recorded.
 */
export function defineOperation(operation: string, attributes: readonly Attribute[]): OperationDefinition {
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
  const [inputs = "", outputs = ""] = definition.split(" > ");
  return {
    inputTypes: expand(inputs, attributes).map(({ argument }) => argument.split(":")[1]),
    outputs: expand(outputs, attributes).map(({ argument, at }) => `${argument}:${at}`),
  };
}

/** "a, b*N" as one entry for each tensor: a, b, b, b where N is 3. */
function expand(list: string, attributes: readonly Attribute[]): { argument: string; at: number }[] {
  return list
    .split(", ")
    .filter((argument) => argument !== "")
    .flatMap((each) => {
      const [argument = "", counter] = each.split("*");
      const count = counter === undefined ? 1 : Number(attributes.find(({ name }) => name === counter)?.value);
      return Array.from({ length: count }, (_, at) => ({ argument, at }));
    });
}

/** The attributes of a call with the types that it leaves out: TensorFlow fills them in eagerly, but not in a graph. */
export function withInputTypes(
  attributes: Attribute[],
  { inputTypes }: OperationDefinition,
  types: readonly number[],
): Attribute[] {
  const complete = new Map(attributes.map((attribute) => [attribute.name, attribute]));
  for (const [at, name] of inputTypes.entries()) {
    const value = types[at];
    if (name !== undefined && value !== undefined && !complete.has(name)) {
      complete.set(name, { name, type: attributeKinds.type, value });
    }
  }
  return [...complete.values()];
}
