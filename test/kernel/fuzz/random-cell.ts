import type { Chance } from "./chance.ts";

/** A few names, so that cells get in each other's way: some are also globals, or have a meaning in the kernel. */
const names = [
  "a",
  "b",
  "value",
  "Thing",
  "$",
  "_",
  "console",
  "Promise",
  "Array",
  "undefined",
  "arguments",
  "await",
  "async",
  "type",
  "ünï",
  "exports",
  "require",
  "globalThis",
] as const;

/** A cell of any kind: TypeScript that may be right, TypeScript that is broken, no TypeScript at all, and giants. */
export function randomCell(chance: Chance): string {
  const kind = chance.below(20);
  if (kind < 9) return statements(chance);
  if (kind < 15) return broken(chance, statements(chance));
  if (kind < 17) return chance.text(chance.below(200));
  if (kind < 19) return nested(chance, chance.pick([10, 100, 1000, 5000]));
  return huge(chance);
}

function statements(chance: Chance): string {
  return chance
    .times(1 + chance.below(5), () => statement(chance))
    .join(chance.pick(["\n", ";\n", ";", "\r\n", "\n\n"]));
}

function statement(chance: Chance): string {
  const name = chance.pick(names);
  const other = chance.pick(names);
  const value = expression(chance, 2);
  return chance.pick([
    () => `const ${name} = ${value}`,
    () => `let ${name}: any = ${value}`,
    () => `var ${name} = ${value}, ${other}`,
    () => `let ${name}: number`,
    () => `const { ${name}, x: ${other} = 2, ...rest } = { ${name}: 1, y: 3 } as any`,
    () => `const [${name}, , ...more] = [1, 2, 3, 4]`,
    () => `function ${name}<T>(${other}?: T, ...rest: T[]): T | undefined { return ${other} ?? rest[0] }`,
    () => `async function ${name}() { await null; return ${value} }`,
    () => `function* ${name}() { yield ${value} }`,
    () =>
      `class ${name} extends Map<string, number> { static #count = 1; accessor size2 = 2; get n() { return this.size } }`,
    () => `abstract class ${name} { abstract run(): void; constructor(readonly ${other}: string) {} }`,
    () => `enum ${name} { A = 1, B = A << 2, C = "c" as any }`,
    () => `const enum ${name} { A, B }`,
    () => `namespace ${name} { export const inner = ${value}; export type T = string }`,
    () => `interface ${name} { x: number; ${other}?: ${name} }`,
    () => `type ${name} = { [K in keyof ${other}]: ${other}[K] } | null`,
    () => `declare const ${name}: string`,
    () => `import ${name} from "node:fs"`,
    () => `import * as ${name} from "node:path"`,
    () => `import { join as ${name}, type ParsedPath } from "node:path"`,
    () => `import type { Stats } from "node:fs"`,
    () => `import "no-such-module"`,
    () => `export const ${name} = ${value}`,
    () => `export default ${value}`,
    () => `export * from "node:os"`,
    () => `for (const ${name} of [1, 2]) { console.log(${value}) }`,
    () => `for await (const ${name} of [${value}]) {}`,
    () => `${name}: for (let i = 0; i < 3; i++) { if (i) continue ${name}; break }`,
    () => `try { throw ${value} } catch ({ message }) { message } finally { ${value} }`,
    () => `switch (${value}) { case 1: let ${name} = 2; default: ${value} }`,
    () => `if (${value}) { var ${name} = 1 } else { function ${other}() {} }`,
    () => `throw ${value}`,
    () => `await ${value}`,
    () => `${value}`,
    () => `${name} = ${value}`,
    () => `${name}++`,
    () => `delete (${name} as any).x`,
    () => `setTimeout(() => { throw ${value} }, ${chance.below(20)})`,
    () => `Promise.reject(${value})`,
    () => `queueMicrotask(() => console.log(${value}))`,
    () => `@(target => target) class ${name} { @((_: unknown) => {}) method() {} }`,
    () => `return ${value}`,
    () => "debugger",
    () => `"use strict"`,
    () => `// @ts-nocheck`,
    () => `/* ${chance.text(10)} */`,
    () => `globalThis.${name} = ${value}`,
    () => `eval("var ${name} = 1")`,
  ])();
}

function expression(chance: Chance, depth: number): string {
  const deeper = () => (depth === 0 ? "1" : expression(chance, depth - 1));
  return chance.pick([
    () => String(chance.below(100)),
    () => JSON.stringify(chance.text(4)),
    () => `\`${chance.text(3).replace(/[`\\$]/g, "")}\${${deeper()}}\``,
    () => chance.pick(names),
    () => `${chance.below(9)}n`,
    () => `/${chance.pick(["a+", "(?<x>b)", "[^\\]]", "\\p{L}"])}/${chance.pick(["", "g", "u", "gu"])}`,
    () => `(${deeper()})`,
    () => `[${deeper()}, ...[${deeper()}]]`,
    () => `({ x: ${deeper()}, get y() { return ${deeper()} } })`,
    () => `(${deeper()} as unknown as number)`,
    () => `(${deeper()})!`,
    () => `(${deeper()} satisfies unknown)`,
    () => `((x: any) => ${deeper()})(${deeper()})`,
    () => `${deeper()} ${chance.pick(["+", "-", "**", "??", "||", "<", "in", "instanceof", ","])} ${deeper()}`,
    () => `typeof ${deeper()}`,
    () => `void ${deeper()}`,
    () => `await ${deeper()}`,
    () => `new Error(${deeper()} as any)`,
    () => `(${deeper()} as any)?.x?.[0]?.()`,
    () => `import("node:os")`,
    () => `import.meta.url`,
    () => `(function () { return this })()`,
    () => `Symbol("s")`,
    () => `new Proxy({}, { get() { throw 1 } })`,
    () => `Object.create(null)`,
    () => `(() => { const o: any = {}; o.o = o; return o })()`,
  ])();
}

/** Takes pieces out, doubles them, and puts others in between. */
function broken(chance: Chance, code: string): string {
  let text = code;
  for (let count = 1 + chance.below(4); count > 0; count--) {
    const start = chance.below(text.length + 1);
    const end = Math.min(text.length, start + chance.below(8));
    const piece = chance.pick([
      () => "",
      () => text.slice(start, end).repeat(2),
      () => chance.text(1 + chance.below(3)),
      () =>
        chance.pick([
          "{",
          "}",
          "(",
          ")",
          "`",
          '"',
          "/*",
          "*/",
          "//",
          "<",
          "${",
          "\\",
          "=>",
          "@",
          "#",
          "\0",
          "\ufeff",
          "\u2028",
        ]),
    ])();
    text = text.slice(0, start) + piece + text.slice(end);
  }
  return text;
}

function nested(chance: Chance, depth: number): string {
  const [open, middle, close] = chance.pick([
    ["(", "1", ")"],
    ["[", "", "]"],
    ["{", "", "}"],
    ["({ a: ", "1", " })"],
    ["() => ", "1", ""],
    ["!", "1", ""],
    ["1 + ", "1", ""],
    ["true ? ", "1", " : 2"],
    ["if (true) ", ";", ""],
    ["`${", "1", "}`"],
    ["a.", "a", ""],
    ["await ", "1", ""],
    ["function f() { ", "", " }"],
    ["class { static x = ", "1", " }"],
    ["(((", "", ""],
    ["`${", "", ""],
  ]);
  const prefix = chance.pick(["", "const a = ", "type T = ", "let x: "]);
  return `${prefix}${open.repeat(depth)}${middle}${close.repeat(depth)}`;
}

function huge(chance: Chance): string {
  return chance.pick([
    () => `const text = ${JSON.stringify("x".repeat(1_000_000))}; text.length`,
    () => chance.times(1000, () => statement(chance)).join(";\n"),
    () => `const list = [${chance.times(20_000, () => chance.below(1000)).join(", ")}]`,
    () => `// ${chance.text(5000).repeat(20)}`,
    () => "\n".repeat(100_000),
    () => `console.log("${"y".repeat(300_000)}")`,
    () => `"${"z".repeat(300_000)}"`,
    () => `const ${"n".repeat(50_000)} = 1`,
  ])();
}
