import type { Loop, Reference } from "./analysis.ts";
import { isTop, property, type Rewriting } from "./rewrite-cell.ts";
import type { Node } from "./tree.ts";

/** What stands for the names that Node gives CommonJS modules, unless a cell declares them. */
const nodeNames: Readonly<Record<string, string>> = {
  require: "require",
  __filename: "meta.filename",
  __dirname: "meta.dirname",
};

/**
 * Makes every use of a top-level name one of its property. Returns what closes the blocks of and in loops, to be called
 * when everything else that belongs behind a statement is there.
 */
export function rewriteReferences(rewriting: Rewriting): () => void {
  const { text, analysis, names } = rewriting;
  for (const meta of analysis.metas) text.update(meta.start, meta.end, `${names.scope}.meta`);
  const locals = loopLocals(rewriting);
  for (const reference of analysis.references) {
    const { name, value, declared, start, end, loop } = reference;
    if (!value) continue;
    const nodeName = Object.hasOwn(nodeNames, name) ? nodeNames[name] : undefined;
    if (isTop(rewriting, name)) {
      const local = loop && locals.get(loop)?.get(name);
      if (local) rewriteLocal(rewriting, reference, local);
      else text.update(start, end, use(reference, property(rewriting, name)));
    } else if (nodeName && !declared) {
      text.update(start, end, use(reference, `${names.scope}.${nodeName}`));
    }
  }
  for (const { start } of analysis.imports) text.update(start, start + "import".length, `${names.scope}.import`);
  for (const node of analysis.awaits) rewriteAwait(rewriting, node);
  for (const { name, start, end } of analysis.namings) {
    if (!isTop(rewriting, name)) continue;
    const key = name === "__proto__" ? '["__proto__"]' : name;
    text.prependRight(start, `{ ${key}: `);
    text.appendLeft(end, ` }.${name}`);
  }
  for (const decorator of analysis.decorators) {
    if (decorator.type !== "CallExpression" || decorator.callee.type !== "Identifier") continue;
    text.prependRight(decorator.start, "(");
    text.appendLeft(decorator.end, ")");
  }
  return () => {
    for (const node of analysis.awaits) if (node.type === "ForOfStatement") text.appendLeft(node.body.end, " }");
    for (const [loop, inLoop] of locals) {
      const kept = [...inLoop].map(([name, local]) => `${local} = ${property(rewriting, name)}`);
      text.prependRight(loop.start, `{ let ${[...kept, oldValue(rewriting)].join(", ")}; `);
      text.appendLeft(loop.end, " }");
    }
  };
}

/** Lets code that was interrupted while it waited go no further. */
function rewriteAwait({ text, names }: Rewriting, node: Node): void {
  const { scope } = names;
  if (node.type === "AwaitExpression") {
    text.prependRight(node.start, "[");
    text.appendLeft(node.end, `, ${scope}.stopped() && await ${scope}.forever][0]`);
  } else if (node.type === "ForOfStatement") {
    text.prependRight(node.body.start, `{ if (${scope}.stopped()) await ${scope}.forever; `);
  }
}

function use({ name, shorthand, called }: Reference, expression: string): string {
  if (shorthand) return `${name}: ${expression}`;
  return called ? `(0, ${expression})` : expression;
}

/**
 * Finds the names that loops may read from a local variable, which V8 keeps in a register: a loop over properties takes
 * three times as long. Every assignment still goes to the property too, so that a throw, an interrupt and other code
 * see the same as ever; and a name qualifies only where no other code can assign it while the loop runs. The loop must
 * not wait, no function of this cell may use the name, and where functions of earlier cells do, the loop must not run
 * code that is not its own: no call, nothing that could be a getter or an iterator.
 */
function loopLocals(rewriting: Rewriting): Map<Loop, Map<string, string>> {
  const { analysis, captured } = rewriting;
  const inFunctions = new Set(analysis.references.filter(({ closure }) => closure).map(({ name }) => name));
  const barred = new Map<Loop, Set<string>>();
  const locals = new Map<Loop, Map<string, string>>();
  for (const { name, value, access, loop } of analysis.references) {
    if (!loop || loop.waits || !value || !isTop(rewriting, name)) continue;
    if (access === "pattern" || inFunctions.has(name) || (captured.has(name) && loop.foreign)) {
      barred.set(loop, (barred.get(loop) ?? new Set()).add(name));
    } else {
      locals.set(loop, (locals.get(loop) ?? new Map()).set(name, localName(rewriting, name)));
    }
  }
  for (const [loop, names] of barred) for (const name of names) locals.get(loop)?.delete(name);
  for (const [loop, names] of locals) {
    if (names.size === 0 || isTop(rewriting, "Math")) locals.delete(loop);
  }
  return locals;
}

function rewriteLocal(rewriting: Rewriting, reference: Reference, local: string): void {
  const { text } = rewriting;
  const { name, access, update, start, end } = reference;
  const place = property(rewriting, name);
  if (access === "read") text.update(start, end, use({ ...reference, called: false }, local));
  else if (access === "assign") text.update(start, end, `${place} = ${local}`);
  else if (update) {
    const { node, used } = update;
    const old = oldValue(rewriting);
    const plain = `${place} = ${node.operator}${local}`;
    const postfix = `(${old} = ${local}${node.operator}, ${place} = ${local}, ${old})`;
    text.update(node.start, node.end, !used ? plain : node.prefix ? `(${plain})` : postfix);
  }
}

const localName = (rewriting: Rewriting, name: string) => unused(rewriting, `$local_${name}`);
const oldValue = (rewriting: Rewriting) => unused(rewriting, "$old");

function unused({ analysis, names }: Rewriting, wanted: string): string {
  let name = wanted;
  while (analysis.identifiers.has(name) || Object.values(names).includes(name)) name += "_";
  return name;
}
