import type { Output } from "./notebook.ts";

/** Joins neighbouring pieces of the same stream: how a kernel cuts its text is chance. */
export function joinStreams(outputs: Output[]): Output[] {
  const joined: Output[] = [];
  for (const output of outputs) {
    const last = joined.at(-1);
    if (output.output_type === "stream" && last?.output_type === "stream" && last.name === output.name) {
      joined[joined.length - 1] = { ...last, text: last.text + output.text };
    } else {
      joined.push(output);
    }
  }
  return joined;
}

/** Names the kind of an output: `stdout`, `error`, or its MIME types, as in `display_data (image/png, text/plain)`. */
export function kindOfOutput(output: Output): string {
  switch (output.output_type) {
    case "stream":
      return output.name;
    case "error":
      return "error";
    default:
      return `${output.output_type} (${Object.keys(output.data).sort().join(", ")})`;
  }
}

/** Returns the text of an output as a terminal would show it; a figure's is its description. */
export function textOfOutput(output: Output): string {
  switch (output.output_type) {
    case "stream":
      return output.text;
    case "error":
      return `${output.ename}: ${output.evalue}`;
    default: {
      const text = output.data["text/plain"];
      return typeof text === "string" ? text : "";
    }
  }
}
