/** A program of statements that need no semicolons between them, with its variables and places to cut it into cells. */
export interface RandomProgram {
  readonly statements: readonly string[];
  readonly names: readonly string[];
  readonly cuts: ReadonlySet<number>;
}

/** A small generator of numbers (mulberry32): the same for the same seed. */
function numbers(seed: number): () => number {
  let state = seed * 0x9e3779b9;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * Makes a program that ends, over variables that hold numbers, arrays of them, or functions of one number. Names are
 * used after the statement that declares them, as in a notebook, and inner scopes shadow them freely.
 */
export function randomProgram(seed: number): RandomProgram {
  const next = numbers(seed);
  const below = (limit: number) => Math.floor(next() * limit);
  const pick = <T>(choices: readonly T[]): T => choices[below(choices.length)] as T;
  const names = new Set<string>();
  const values: string[] = [];
  const constants: string[] = [];
  const arrays: string[] = [];
  const functions: string[] = [];
  let count = 0;
  let functionDepth = 0;
  const fresh = () => {
    const name = `${pick(["a", "b", "value", "$x", "_y", "n\u00e9"])}${count++}`;
    names.add(name);
    return name;
  };

  function expression(depth: number, locals: readonly string[] = []): string {
    const known = [...values, ...constants, ...locals];
    if (depth <= 0 || known.length === 0) return known.length > 0 && below(3) ? pick(known) : String(below(10));
    const part = () => expression(depth - 1, locals);
    const forms = [
      () => `${part()} ${pick(["+", "-", "*", "|", "&"])} ${part()}`,
      () => `(${part()}, ${part()})`,
      () => `(${part()} > ${part()} ? ${part()} : ${part()})`,
      () => `Math.min(99, ${part()})`,
      () => `\`\${${part()}}\`.length`,
      () => `((${pick(known)}) => ${part()})(${part()})`,
      () => `[${part()}, ${part()}].length`,
      () => `({ v: ${part()} }).v`,
      () => `({ ${pick(known)} } as any, ${part()})`,
      () => (functions.length > 0 ? `${pick(functions)}(${part()})` : part()),
      () => (functions.length > 0 ? `${pick(functions)}?.(${part()})` : part()),
      () => (arrays.length > 0 ? `(${pick(arrays)}[${below(3)}] ?? 0)` : part()),
      () => (values.length > 0 ? `(${pick(values)} ${pick(["=", "+=", "-=", "??=", "||="])} ${part()})` : part()),
      () => (values.length > 0 ? pick(["++@", "--@", "@++", "@--"]).replace("@", pick(values)) : part()),
      () => `(typeof ${pick(known)}).length`,
      () => `(${part()} as number)!`,
      () => `+!${part()}`,
    ];
    return `(${pick(forms)()})`;
  }

  function inFunction(make: () => string): string {
    functionDepth++;
    const text = make();
    functionDepth--;
    return text;
  }

  function simple(depth: number, locals: readonly string[] = []): string {
    const inner = () => simple(depth - 1, locals);
    const branch = () => inner().replace(/^;([\s\S]*)$/, "{ $1 }");
    const e = (d = 2) => expression(d, locals);
    if (depth <= 0)
      return pick([() => `logged.push(${e()})`, () => (values.length > 0 ? `${pick(values)} = ${e()} % 1000` : e())])();
    const local = `l${below(3)}`;
    const shadow = values.length > 0 ? pick(values) : local;
    return pick([
      () => `if (${e(1)}) ${branch()}\nelse ${branch()}`,
      () =>
        `for (let ${local} = 0; ${local} < ${1 + below(4)}; ${local}++) { ${simple(depth - 1, [...locals, local])} }`,
      () => `for (const ${local} of [${e(1)}, ${e(1)}]) { ${simple(depth - 1, [...locals, local])}\n${inner()} }`,
      () => `{ let ${shadow} = ${below(9)}; ${shadow}++; logged.push(${shadow}) }`,
      () =>
        `try { ${inner()}\nif (${e(1)}) throw ${e(1)}\n${inner()} } catch (${shadow}) { logged.push(${shadow}) } finally { ${inner()} }`,
      () => `{ ${inner()}\n${inner()} }`,
      () => `switch (${e(1)} % 3) { case 0: ${inner()}\ncase 1: ${inner()}; break\ndefault: ${inner()} }`,
      () => `;((${shadow}) => { ${inFunction(inner)} })(${e(1)})`,
      () => `;[${e(1)}].forEach((${local}) => { logged.push(${expression(1, [...locals, local])}) })`,
      () => `${functionDepth > 0 ? "void" : "await"} ${e(1)}`,
      () => `done${depth}: { ${inner()}\nif (${e(1)}) break done${depth}\n${inner()} }`,
    ])();
  }

  function declaration(): string {
    const form = below(11);
    const value = expression(2);
    const name = fresh();
    if (form < 3) {
      values.push(name);
      return `${pick(["let", "var"])} ${name}: number = ${value}`;
    }
    if (form === 3) {
      constants.push(name);
      return `const ${name} = ${value} as number`;
    }
    if (form === 4) {
      const second = expression(1);
      arrays.push(name);
      return `const ${name}: number[] = [${value}, ${second}]`;
    }
    if (form === 5) {
      const second = fresh();
      const parts = `q: [${second} = ${expression(1)}] } = { ${name}: ${value}, q: [${pick(["", "3"])}] } as any`;
      values.push(name, second);
      return `let { ${name}, ${parts}`;
    }
    if (form === 6) {
      const text = `function ${name}(p: number, q = p${values.length > 0 ? ` + ${pick(values)}` : ""}): number { const r = ${expression(2, ["p", "q"])}; return r % 100 }`;
      functions.push(name);
      return text;
    }
    if (form === 7) {
      const text = `const ${name} = (p: number) => ${expression(2, ["p"])} % 50`;
      functions.push(name);
      return text;
    }
    if (form === 8) {
      const made = fresh();
      const text = `class ${name} { v = ${value}; static s = ${expression(1)}; get g() { return this.v + ${expression(1)} } }`;
      constants.push(made);
      return `${text}\nconst ${made} = new ${name}().g + ${name}.s`;
    }
    if (form === 9) {
      const member = fresh();
      constants.push(member);
      return `enum ${name} { A = ${below(5)}, B, C = A + 2 }\nconst ${member} = ${name}.C + ${name}.B`;
    }
    // The body must not know the variable that ends the loop.
    const loop = `for (var ${name} = 0; ${name} < ${1 + below(5)}; ${name}++) { ${simple(1)} }`;
    values.push(name);
    return loop;
  }

  const statements: string[] = [];
  const cuts = new Set<number>();
  for (let index = 0; index < 12; index++) {
    if (below(3) === 0) cuts.add(index);
    statements.push(below(2) ? declaration() : simple(2));
  }
  if (below(4) === 0) statements.push(`throw new RangeError("end")`);
  return { statements, names: [...names], cuts };
}
