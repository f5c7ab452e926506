import type { TaskOrder } from "../task.ts";
import type { Work } from "./work.ts";

export function startDecoding(order: TaskOrder): Work {
  throw new Error(`Cannot decode "${order.kind}" yet`);
}
