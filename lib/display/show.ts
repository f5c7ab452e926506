import type { Displayable, MimeBundle, Output } from "./bundle.ts";
import { jupyterDisplay } from "./bundle.ts";
import { runningScreen } from "./kernel.ts";

/**
 * Shows a figure, a table or any other displayable value in the running cell, as one output with all its MIME types.
 * A figure is validated first. Outside a kernel, the words of the output go to standard output.
 *
 * In llmlab's kernel the value shows itself when it is the last expression of a cell; this shows it anywhere in one.
 *
 * @throws Error if a figure has a property that plotly does not know.
 *
 * @example
 * await show(table({ columns: ["token", "count"], rows: [["the", 3]], caption: "Counts" }));
 */
export async function show(item: Displayable): Promise<void> {
  const bundle = isOutput(item) ? await item.bundle() : { data: await item[jupyterDisplay](), metadata: {} };
  const screen = runningScreen();
  if (screen === undefined) {
    console.log(wordsOf(bundle));
  } else {
    screen.display(bundle);
  }
}

function isOutput(item: Displayable): item is Output {
  return "bundle" in item && typeof item.bundle === "function";
}

function wordsOf({ data }: MimeBundle): string {
  const text = data["text/plain"];
  return typeof text === "string" ? text : `(an output of ${Object.keys(data).join(", ")})`;
}
