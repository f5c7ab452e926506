import { nameOfCell, tagsOf } from "../notebook.ts";
import { isRecord } from "../record.ts";
import { serializeNotebook } from "../serialize-notebook.ts";
import { prose } from "./headings.ts";
import type { Rule } from "./problem.ts";

const KERNEL = { display_name: "TypeScript (llmlab)", language: "typescript", name: "llmlab" };
const TAGS = ["nbval-ignore-output", "parameters", "raises-exception", "skip-execution"];
const MOST_BYTES = 1_000_000;

/** The notebook names llmlab's kernel; nbgrader finds its stubs by `language`. */
export const kernelRule: Rule = ({ metadata: { kernelspec } }) => {
  const wrong = Object.entries(KERNEL).filter(([key, value]) => !isRecord(kernelspec) || kernelspec[key] !== value);
  return wrong.map(([key, value]) => `the notebook's metadata lacks kernelspec.${key}; set it to "${value}"`);
};

/** One code cell is tagged `parameters` and sets the seed. */
export const parametersRule: Rule = (notebook) => {
  const tagged = notebook.cells.flatMap((cell, index) => (tagsOf(cell).includes("parameters") ? [index] : []));
  const [index, second] = tagged;
  if (index === undefined) return ["no cell is tagged parameters; tag the one that sets the seed and the sizes"];
  if (second !== undefined) return [`${nameOfCell(notebook, second)} is a second one tagged parameters; keep one`];
  const cell = notebook.cells[index];
  if (cell?.cell_type === "code" && /\bseed\b\s*(:[^=]+)?=/.test(cell.source)) return [];
  return [`${nameOfCell(notebook, index)} is tagged parameters but sets no seed; declare it, as in "const seed = 1;"`];
};

/** A tag that nothing honours is a misspelt one. */
export const tagRule: Rule = (notebook) =>
  notebook.cells.flatMap((cell, index) =>
    tagsOf(cell)
      .filter((tag) => !TAGS.includes(tag))
      .map(
        (tag) =>
          `${nameOfCell(notebook, index)} has the tag "${tag}", which nothing honours; known are ${TAGS.join(", ")}`,
      ),
  );

/** Cell ids are unique and of the form that nbformat asks for. */
export const idRule: Rule = ({ cells }) =>
  cells.flatMap(({ id }, index) => {
    const first = cells.findIndex((cell) => cell.id === id);
    if (first < index) return [`cell ${index + 1} has the id "${id}" of cell ${first + 1}; give it one of its own`];
    if (/^[a-zA-Z0-9_-]{1,64}$/.test(id)) return [];
    return [`cell ${index + 1} has the id "${id}"; use 1 to 64 letters, digits, - and _`];
  });

/** A notebook stays small enough to be read on the web. */
export const sizeRule: Rule = (notebook) => {
  const bytes = Buffer.byteLength(serializeNotebook(notebook));
  if (bytes < MOST_BYTES) return [];
  return [`the notebook has ${bytes} bytes; keep it under ${MOST_BYTES}: fewer or smaller figures, shorter outputs`];
};

/** Every picture in the text says what it shows. */
export const imageTextRule: Rule = (notebook) =>
  notebook.cells.flatMap((cell, index) => {
    if (cell.cell_type !== "markdown") return [];
    const text = prose(cell.source);
    const bare = /!\[\s*\][([]/.test(text);
    const bareTag = (text.match(/<img\b[^>]*>/gi) ?? []).some(
      (tag) => !/\balt\s*=\s*(["'])\s*[^\s"'][^"']*\1/i.test(tag),
    );
    if (!bare && !bareTag) return [];
    return [`${nameOfCell(notebook, index)} has a picture without alt text; write ![what it shows](...)`];
  });
