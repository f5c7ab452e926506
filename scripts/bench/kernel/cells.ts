/** The same cells for every kernel, as far as its language and its display functions allow. */
export interface Cells {
  /** One of many small cells: it declares, computes with earlier cells' names, prints, and has a result. */
  small(index: number): string;
  /** A top-level loop of 1e7 steps that prints how many milliseconds it took. */
  readonly loop: string;
  /** The same inside a function. */
  readonly loopInFunction: string;
  /** Cells that never end, by what they are at when they are interrupted. */
  readonly endless: Readonly<Record<"tight loop" | "loop after an await" | "promise that never settles", string>>;
  /** Keeps the kernel busy for three seconds without a pause. */
  readonly busy: string;
  /** An unfinished name that any kernel can complete. */
  readonly unfinished: string;
  /** Writes the numbers below 100,000, a line each. */
  readonly lines: string;
  /** Displays the numbers below 1,000, each in place of the one before. */
  readonly updates: string;
  /** Sets `kept` to 2 and then throws. */
  readonly throwing: string;
  readonly kept: string;
  readonly unparsable: string;
  /** Two cells that declare one name as different kinds; the second has the result 7. */
  readonly redeclare: readonly [string, string];
  /** A cell that prints "ran", and has a type error after that. */
  readonly typeError?: string;
  readonly tensors?: {
    readonly import: string;
    /** A small cell that uses a type of tfjs. */
    cell(index: number): string;
  };
}

const steps = `for (let i = 0; i < 1e7; i++) {
  sum += i;
}`;

const typescript: Omit<Cells, "updates"> = {
  small: (index) => `const total${index}: number = [1, 2, 3].reduce((sum, value) => sum + value, ${earlier(index)});
console.log("the total is", total${index});
total${index} * 2`,
  loop: `const start = performance.now();
let sum = 0;
${steps}
console.log(performance.now() - start);`,
  loopInFunction: `function timed(): number {
  const start = performance.now();
  let sum = 0;
  ${steps}
  return performance.now() - start;
}
console.log(timed());`,
  endless: {
    "tight loop": "for (;;) {}",
    "loop after an await": "await new Promise((resolve) => setTimeout(resolve, 10));\nfor (;;) {}",
    "promise that never settles": "await new Promise(() => {});",
  },
  busy: "const until = Date.now() + 3000;\nwhile (Date.now() < until) {}",
  unfinished: "Math.flo",
  lines: "for (let i = 0; i < 100000; i++) console.log(i);",
  throwing: 'let kept = 1;\nkept = 2;\nthrow new Error("on purpose");',
  kept: "kept",
  unparsable: "const = 3;",
  redeclare: ["class Thing {}", "const Thing = 3;\nThing + 4"],
};

const withTslab = `import * as tslab from "tslab";
const entry = tslab.newDisplay();
for (let i = 0; i < 1000; i++) entry.text(String(i));`;

/** Cells for a TypeScript kernel that checks types and has tslab's display functions: ours, and tslab. */
export const checkedCells: Cells = {
  ...typescript,
  updates: withTslab,
  typeError: 'console.log("ran");\nconst wrong: number = "text";',
  tensors: {
    import: 'import * as tf from "@tensorflow/tfjs";',
    cell: (index) => `const row${index}: tf.Tensor2D = tf.tensor2d([[1, 2, ${index}]]);
const scaled${index} = row${index}.mul(2).reshape([3, 1]);
scaled${index}.shape.length`,
  },
};

export const denoCells: Cells = {
  ...typescript,
  typeError: 'console.log("ran");\nconst wrong: number = "text";',
  updates: `for (let i = 0; i < 1000; i++) {
  await Deno.jupyter.broadcast(i === 0 ? "display_data" : "update_display_data", {
    data: { "text/plain": String(i) },
    metadata: {},
    transient: { display_id: "entry" },
  });
}`,
};

export const pythonCells: Cells = {
  small: (index) => `total${index} = sum([1, 2, 3], ${earlier(index)})
print("the total is", total${index})
total${index} * 2`,
  loop: `import time
start = time.perf_counter()
total = 0
for i in range(10_000_000):
    total += i
print((time.perf_counter() - start) * 1000)`,
  loopInFunction: `import time
def timed():
    start = time.perf_counter()
    total = 0
    for i in range(10_000_000):
        total += i
    return (time.perf_counter() - start) * 1000
print(timed())`,
  endless: {
    "tight loop": "while True: pass",
    "loop after an await": "import asyncio\nawait asyncio.sleep(0.01)\nwhile True: pass",
    "promise that never settles": "import asyncio\nawait asyncio.Future()",
  },
  busy: "import time\nuntil = time.time() + 3\nwhile time.time() < until: pass",
  unfinished: "import math; math.flo",
  lines: "for i in range(100000): print(i)",
  updates: `from IPython.display import display, update_display
display({"text/plain": "0"}, raw=True, display_id="entry")
for i in range(1, 1000): update_display({"text/plain": str(i)}, raw=True, display_id="entry")`,
  throwing: 'kept = 1\nkept = 2\nraise Exception("on purpose")',
  kept: "kept",
  unparsable: "= 3",
  redeclare: ["class Thing: pass", "Thing = 3\nThing + 4"],
};

/** The name that the cell before declared; a number in the first. */
function earlier(index: number): string {
  return index === 0 ? "0" : `total${index - 1} % 100`;
}
