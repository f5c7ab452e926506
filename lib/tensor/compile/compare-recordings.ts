import { shapeText } from "../shape.ts";
import type { RecordedNode, Recording } from "./recording.ts";

/**
 * Checks that two runs of the same step did the same: what differs was drawn, counted or read in JavaScript, and a
 * replay would repeat the first run's value for ever.
 *
 * @throws Error that names the first difference.
 */
export function checkSameRecording(first: Recording<unknown>, second: Recording<unknown>): void {
  const [nodes, others] = [nodesOf(first), nodesOf(second)];
  const at = nodes.findIndex((node, position) => !sameNode(node, others[position]));
  const node = nodes[at];
  if (node === undefined && nodes.length === others.length) {
    return;
  }
  const what =
    node?.constant === undefined
      ? `the operation ${(node ?? others[nodes.length])?.operation}`
      : `a constant of shape ${shapeText(node.constant.shape)}`;
  throw new Error(
    `Cannot record a step that does something else each time it runs: ${what} differed between two runs on the same inputs; pass what changes (random draws, step numbers, times) as an argument`,
  );
}

function nodesOf({ nodes, functions }: Recording<unknown>): RecordedNode[] {
  return [...functions.flatMap((each) => each.nodes), ...nodes];
}

function sameNode(a: RecordedNode, b: RecordedNode | undefined): boolean {
  return (
    b !== undefined &&
    a.operation === b.operation &&
    Buffer.compare(a.constant?.bytes ?? new Uint8Array(), b.constant?.bytes ?? new Uint8Array()) === 0 &&
    JSON.stringify([a.inputs, a.attributes, a.constant?.shape]) ===
      JSON.stringify([b.inputs, b.attributes, b.constant?.shape])
  );
}
