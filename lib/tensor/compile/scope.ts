import type { Attribute } from "../native/attributes.ts";
import type { RecordedNode, Source } from "./recording.ts";
import { inputName } from "./recording.ts";

/** The operations of a step, or of a function within it, and where each of its tensors comes from. */
export class Scope<Input extends { type: number }> {
  readonly #nodes: RecordedNode[] = [];
  readonly #inputs: Input[] = [];
  /** By the tensors' numbers in the binding. */
  readonly #sources = new Map<number, { source: Source; type: number }>();

  /** Says where the tensor of this number comes from. */
  know(id: number, type: number, source: Source): void {
    this.#sources.set(id, { source, type });
  }

  find(id: number): { source: Source; type: number } | undefined {
    return this.#sources.get(id);
  }

  /** What has been recorded so far. */
  parts(): { nodes: RecordedNode[]; inputs: Input[] } {
    return { nodes: this.#nodes, inputs: this.#inputs };
  }

  addInput(input: Input): Source {
    this.#inputs.push(input);
    return { node: inputName(this.#inputs.length - 1) };
  }

  addNode(operation: string, inputs: Source[], attributes: Attribute[], constant?: RecordedNode["constant"]): string {
    const name = `n${this.#nodes.length}`;
    this.#nodes.push({ name, operation, inputs, attributes, ...(constant && { constant }) });
    return name;
  }
}
