import { namedParameters } from "../../../../lib/nn/parameters.ts";
import { compile, tf } from "../../../../lib/tensor/index.ts";
import type { TaskOrder } from "../task.ts";
import { BatchFile } from "./batch-file.ts";
import type { Learner } from "./learners.ts";
import type { Work } from "./work.ts";

/** Trains a model as our training loop does: loss, gradients, clipping and update compiled into one step. */
export function startTraining(order: TaskOrder, { model, mode, loss }: Learner): Work {
  const parameters = namedParameters(model);
  const batches = new BatchFile(order.batches, order.inputs);
  const vs = [...parameters.values()];
  const ms = vs.map((v) => tf.variable(tf.zerosLike(v)));
  const us = vs.map((v) => tf.variable(tf.zerosLike(v)));
  const count = tf.variable(tf.scalar(0));
  const step = compile(
    (rate: tf.Tensor, ...batch: tf.Tensor[]) => {
      const { value, grads } = tf.variableGrads(() => loss(batch), vs);
      const t = tf.add(count, 1);
      count.assign(t as tf.Scalar);
      const c1 = tf.sub(1, tf.pow(order.beta1, t));
      const c2 = tf.sub(1, tf.pow(order.beta2, t));
      vs.forEach((v, i) => {
        const g = grads[v.name];
        const m = ms[i];
        const u = us[i];
        if (!g || !m || !u) throw new Error("x");
        const nm = tf.add(tf.mul(m, order.beta1), tf.mul(g, 1 - order.beta1));
        const nu = tf.add(tf.mul(u, order.beta2), tf.mul(tf.mul(g, g), 1 - order.beta2));
        m.assign(nm);
        u.assign(nu);
        const update = tf.div(tf.div(nm, c1), tf.add(tf.sqrt(tf.div(nu, c2)), 1e-8));
        const decayed = v.rank >= 2 ? tf.add(update, tf.mul(v, order.weightDecay)) : update;
        v.assign(tf.sub(v, tf.mul(decayed, rate)));
      });
      return value;
    },
    { mode, name: "step" },
  );
  return {
    parameters,
    step: (rate) =>
      tf.tidy(() => {
        const value = step(tf.scalar(rate), ...batches.next());
        return value.dataSync()[0] ?? Number.NaN;
      }),
    evaluate: (path) => {
      const validation = new BatchFile(path, order.inputs);
      const evaluateLoss = compile((...batch: tf.Tensor[]) => loss(batch), { mode, name: "evaluation" });
      let sum = 0;
      for (let at = 0; at < validation.count; at++) {
        sum += tf.tidy(() => evaluateLoss(...validation.next()).dataSync()[0] ?? Number.NaN);
      }
      return sum / validation.count;
    },
  };
}
