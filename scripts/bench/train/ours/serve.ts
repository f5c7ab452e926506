import { createInterface } from "node:readline";
import { startBackend, tf } from "../../../../lib/tensor/index.ts";
import { readOrder } from "./read-order.ts";
import { startWork, type Work } from "./work.ts";
import { writeWeights } from "./write-weights.ts";

/** Answers one request; what there is to ask for is the same as in torch/serve.py. */
async function answer(request: Readonly<Record<string, unknown>>): Promise<object> {
  switch (request.do) {
    case "start": {
      work = await startWork(readOrder(request.task));
      if (typeof request.save === "string") await writeWeights(work.parameters, request.save);
      return { parameters: [...work.parameters.values()].reduce((count, { size }) => count + size, 0) };
    }
    case "steps":
      return takeSteps(working(), numbers(request.rates));
    case "evaluate":
      return { loss: await working().evaluate(String(request.path)) };
    case "multiply":
      return multiply(Number(request.size), Number(request.count));
    case "memory":
      return { mebibytes: process.resourceUsage().maxRSS / 1024 };
    default:
      throw new Error(
        `Cannot do ${JSON.stringify(request.do)}: it is none of start, steps, evaluate, multiply, memory`,
      );
  }
}

/** Times each step, from its batch to its loss, which is read; the result of a decoding step is the largest logit. */
function takeSteps(work: Work, rates: readonly number[]): { milliseconds: number[]; results: number[] } {
  const milliseconds: number[] = [];
  const results: number[] = [];
  for (const rate of rates) {
    const start = performance.now();
    results.push(work.step(rate));
    milliseconds.push(performance.now() - start);
  }
  return { milliseconds, results };
}

/** Times products of two square float32 matrices. */
function multiply(size: number, count: number): { milliseconds: number[] } {
  return tf.tidy(() => {
    const a = tf.randomNormal([size, size]);
    const b = tf.randomNormal([size, size]);
    const milliseconds = Array.from({ length: count }, () => {
      const start = performance.now();
      // The operation has been done when the call returns.
      tf.matMul(a, b).dispose();
      return performance.now() - start;
    });
    return { milliseconds };
  });
}

let work: Work | undefined;

function working(): Work {
  if (work === undefined) throw new Error("Cannot take a step: nothing was started");
  return work;
}

function numbers(values: unknown): number[] {
  return Array.isArray(values) ? values.map(Number) : [];
}

await startBackend();
for await (const line of createInterface({ input: process.stdin })) {
  const request: Readonly<Record<string, unknown>> = JSON.parse(line);
  let result: object;
  try {
    result = await answer(request);
  } catch (error) {
    result = { error: error instanceof Error ? error.message : String(error) };
  }
  process.stdout.write(`${JSON.stringify(result)}\n`);
}
