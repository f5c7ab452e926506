import type { Attribute } from "../native/attributes.ts";
import { attributeKinds, typeNumbers } from "../native/attributes.ts";
import { parts, splitNodes, type VariableInput, vector } from "./joined-vectors.ts";
import { bytesField, floatField, message, wholeField } from "./protobuf.ts";
import type { RecordedFunction, RecordedInput, RecordedNode, Recording, Source } from "./recording.ts";
import { inputName } from "./recording.ts";

/** The name of the one operation that a graph for XLA calls. */
const call = "call";
/** The version that graphs say they were made with: TensorFlow 2.21's. */
const graphVersion = 2490;

/** A graph with the names by which `runSavedModel` feeds and fetches it, separated by commas. */
export interface SavedModel {
  bytes: Uint8Array;
  feeds: string;
  fetches: string;
}

/**
 * Writes a recording as a SavedModel: its operations as they are, or, for XLA, as one function with one call of it.
 * The field numbers are those of tensorflow/core/protobuf and tensorflow/core/framework.
 *
 * @param options `joined` are the inputs of XLA's function that are fed as one vector, after all others.
 */
export function writeSavedModel(
  recording: Recording<unknown>,
  { xla, joined }: { xla: boolean; joined: readonly VariableInput[] },
): SavedModel {
  const { inputs } = recording;
  const alone = inputs.flatMap((input, position) => (joined.some((each) => each === input) ? [] : [position]));
  const feeds = [...alone.map(inputName), ...(joined.length > 0 ? [vector] : [])];
  const fetches = recording.outputs.map(({ source }, position) => (xla ? `${call}:${position}` : flatName(source)));
  const body = xla
    ? [
        ...splitNodes(joined).map((node) => bytesField(1, nodeDefinition(node, flatName))),
        functionCall(recording, joined),
      ]
    : recording.nodes.map((node) => bytesField(1, nodeDefinition(node, flatName)));
  const functions = xla ? [...recording.functions, { ...recording, name: "step", xla }] : recording.functions;
  const library = message(...functions.map((each) => bytesField(1, functionDefinition(each))));
  const graph = message(
    ...alone.map((position) => placeholder(inputName(position), inputs[position]?.type)),
    ...(joined.length > 0 ? [placeholder(vector)] : []),
    ...body,
    bytesField(2, library),
    bytesField(4, wholeField(1, graphVersion)),
  );
  const metaGraph = message(bytesField(1, bytesField(4, "serve")), bytesField(2, graph));
  return {
    bytes: message(wholeField(1, 1), bytesField(2, metaGraph)),
    feeds: feeds.map((name) => `${name}:0`).join(","),
    fetches: fetches.join(","),
  };
}

function placeholder(name: string, type: number = typeNumbers.float32): Uint8Array {
  return bytesField(
    1,
    message(bytesField(1, name), bytesField(2, "Placeholder"), attribute("dtype", wholeField(6, type))),
  );
}

/** NodeDef. In a graph an input is "node:1", in a function "node:name:0". */
function nodeDefinition({ name, operation, inputs, attributes, constant }: RecordedNode, nameOf: typeof flatName) {
  const fields = attributes.map((each) => attribute(each.name, attributeValue(each)));
  if (constant !== undefined) {
    const { type, shape, bytes } = constant;
    const tensor = message(wholeField(1, type), bytesField(2, shapeMessage(shape)), bytesField(4, bytes));
    fields.push(attribute("dtype", wholeField(6, type)), attribute("value", bytesField(8, tensor)));
  }
  const sources = inputs.map((source) => bytesField(3, nameOf(source)));
  return message(bytesField(1, name), bytesField(2, operation), ...sources, ...fields);
}

function functionCall({ inputs, outputs }: Recording<unknown>, joined: readonly RecordedInput[]): Uint8Array {
  const sources = inputs.map((input, position) => {
    const part = joined.indexOf(input);
    return part < 0 ? inputName(position) : `${parts}:${part}`;
  });
  return bytesField(
    1,
    message(
      bytesField(1, call),
      bytesField(2, "StatefulPartitionedCall"),
      ...sources.map((source) => bytesField(3, source)),
      attribute("Tin", typeList(inputs)),
      attribute("Tout", typeList(outputs)),
      attribute("f", bytesField(10, bytesField(1, "step"))),
      attribute("_XlaMustCompile", wholeField(5, true)),
    ),
  );
}

/** FunctionDef: the signature, the operations, and what is returned under which name. */
function functionDefinition({ name, nodes, inputs, outputs, xla = false }: RecordedFunction): Uint8Array {
  const argument = (name: string, type: number) => message(bytesField(1, name), wholeField(3, type));
  const signature = message(
    bytesField(1, name),
    ...inputs.map(({ type }, position) => bytesField(2, argument(inputName(position), type))),
    ...outputs.map(({ type }, position) => bytesField(3, argument(`o${position}`, type))),
  );
  return message(
    bytesField(1, signature),
    ...nodes.map((node) => bytesField(3, nodeDefinition(node, functionName))),
    ...outputs.map(({ source }, position) => bytesField(4, entry(`o${position}`, functionName(source)))),
    ...(xla ? [bytesField(5, entry("_XlaMustCompile", wholeField(5, true)))] : []),
  );
}

function flatName({ node, output }: Source): string {
  return `${node}:${output?.position ?? 0}`;
}

function functionName({ node, output }: Source): string {
  return output === undefined ? node : `${node}:${output.name}`;
}

function attribute(name: string, value: Uint8Array): Uint8Array {
  return bytesField(5, entry(name, value));
}

/** An entry of a map. */
function entry(key: string, value: Uint8Array | string): Uint8Array {
  return message(bytesField(1, key), bytesField(2, value));
}

function typeList(items: readonly { type: number }[]): Uint8Array {
  return bytesField(1, message(...items.map(({ type }) => wholeField(6, type))));
}

/** AttrValue, whose field is the kind of the attribute: a text 2, a whole number 3, ... in a list the same within 1. */
function attributeValue({ name, type, value }: Attribute): Uint8Array {
  if (type === attributeKinds.shape && Array.isArray(value)) {
    return bytesField(7, shapeMessage(value));
  }
  if (Array.isArray(value)) {
    return bytesField(1, message(...value.map((item) => attributeValue({ name, type, value: item }))));
  }
  if (type === attributeKinds.string && typeof value === "string") {
    return bytesField(2, value);
  }
  if (type === attributeKinds.function && typeof value === "string") {
    return bytesField(10, bytesField(1, value));
  }
  if (type === attributeKinds.float && typeof value === "number") {
    return floatField(4, value);
  }
  const field = new Map<number, number>([
    [attributeKinds.int, 3],
    [attributeKinds.bool, 5],
    [attributeKinds.type, 6],
  ]).get(type);
  if (field === undefined || (typeof value !== "number" && typeof value !== "boolean")) {
    throw new Error(`Cannot record the attribute "${name}" of kind ${type} with the value ${String(value)}`);
  }
  return wholeField(field, value);
}

/** TensorShapeProto. */
function shapeMessage(shape: readonly number[]): Uint8Array {
  return message(...shape.map((axis) => bytesField(2, wholeField(1, axis))));
}
