import { expect } from "chai";
import type { RecurrentConfig } from "../../../lib/nn/index.ts";
import {
  countParameters,
  createGru,
  createLstm,
  createRnn,
  gru,
  lstm,
  namedParameters,
  parametersOf,
  pytorchParameters,
  rnn,
} from "../../../lib/nn/index.ts";
import { createRandom } from "../../../lib/random/index.ts";
import { compile, createTensorRandom, randomNormal, startBackend, tf } from "../../../lib/tensor/index.ts";
import { expectNewTensors, worstDifference } from "../../support/tensors.ts";

const random = () => createRandom(1);
const config = (more: Partial<RecurrentConfig> = {}): RecurrentConfig => ({
  inputSize: 3,
  hiddenSize: 4,
  random: random(),
  ...more,
});
const deep = { layers: 2, bidirectional: true };

type Options = { lengths?: number[] | tf.Tensor1D; dropped?: boolean };

/** Each kind, run over x: outputs, then last states. */
const kinds = [
  {
    name: "RNN",
    create: (more?: Partial<RecurrentConfig>) => createRnn(config(more)),
    run: (model: object, x: tf.Tensor3D, options: Options = {}) =>
      Object.values(rnn(model as ReturnType<typeof createRnn>, x, given(options))),
  },
  {
    name: "LSTM",
    create: (more?: Partial<RecurrentConfig>) => createLstm(config(more)),
    run: (model: object, x: tf.Tensor3D, options: Options = {}) =>
      Object.values(lstm(model as ReturnType<typeof createLstm>, x, given(options))),
  },
  {
    name: "GRU",
    create: (more?: Partial<RecurrentConfig>) => createGru(config(more)),
    run: (model: object, x: tf.Tensor3D, options: Options = {}) =>
      Object.values(gru(model as ReturnType<typeof createGru>, x, given(options))),
  },
];

const seed = () => tf.tensor1d([1, 2], "int32");
const given = ({ lengths, dropped }: Options) => ({
  lengths,
  random: dropped === true ? createTensorRandom(seed()) : undefined,
});
const numbers = (shape: [number, number, number]) => randomNormal<tf.Rank.R3>(shape, createRandom(2));

describe("recurrent layers", () => {
  before(() => startBackend());
  beforeEach(() => tf.engine().startScope());
  afterEach(() => tf.engine().endScope());

  it("do what their docstrings show", () => {
    const x: tf.Tensor3D = tf.ones([2, 5, 3]);
    expect(rnn(createRnn({ inputSize: 3, hiddenSize: 4, random: random() }), x).outputs.shape).to.deep.equal([2, 5, 4]);
    const both = createGru({ inputSize: 3, hiddenSize: 4, bidirectional: true, random: random() });
    expect(gru(both, x).outputs.shape).to.deep.equal([2, 5, 8]);
    const two = createLstm({ inputSize: 3, hiddenSize: 4, layers: 2, random: random() });
    expect(lstm(two, x).cell.shape).to.deep.equal([2, 2, 4]);
    const small = createGru({ inputSize: 2, hiddenSize: 3, random: random() });
    expect([...pytorchParameters(small).keys()]).to.deep.equal([
      "weight_ih_l0",
      "weight_hh_l0",
      "bias_ih_l0",
      "bias_hh_l0",
    ]);
  });

  it("name their parameters by the way to them, as PyTorch has them one to one", () => {
    const model = createLstm(config(deep));
    const names = [...namedParameters(model).keys()];
    expect(names).to.have.lengthOf(16);
    expect(names).to.include.members(["layers.0.forward.inputWeight", "layers.1.backward.hiddenBias"]);
    const theirs = pytorchParameters(model);
    expect(new Set(theirs.values())).to.deep.equal(new Set(parametersOf(model)));
    expect(theirs.get("weight_ih_l1_reverse")?.shape).to.deep.equal([8, 16]);
    // PyTorch: sum(p.numel() for p in nn.LSTM(3, 4, 2, bidirectional=True).parameters())
    expect(countParameters(model)).to.equal(736);
  });

  it("start between -1 and 1 over the root of the hidden size", () => {
    const model = createRnn({ inputSize: 100, hiddenSize: 25, random: random() });
    const values = model.layers[0]?.forward.inputWeight.dataSync() ?? [];
    expect(Math.max(...values)).to.be.within(0.19, 0.2);
    expect(Math.min(...values)).to.be.within(-0.2, -0.19);
  });

  for (const { name, create, run } of kinds) {
    describe(`of kind ${name}`, () => {
      it("give padding no part in anything: outputs 0, states those of the sequence alone", () => {
        const model = create(deep);
        const x = numbers([2, 5, 3]);
        const [outputs, ...last] = run(model, x, { lengths: [5, 2] });
        const alone = run(model, tf.slice(x, [1, 0, 0], [1, 2, 3]));
        const short = [
          outputs && tf.slice(outputs, [1, 0, 0], [1, 2, 8]),
          ...last.map((state) => tf.slice(state, [0, 1, 0], [4, 1, 4])),
        ];
        for (const [at, tensor] of short.entries()) {
          expect(worstDifference(tensor?.dataSync() ?? [], alone[at]?.dataSync() ?? [])).to.be.below(1e-6);
        }
        const padding = outputs && tf.slice(outputs, [1, 2, 0], [1, 3, 8]).dataSync();
        expect(padding?.every((value: number) => value === 0)).to.equal(true);
      });

      it("take lengths as numbers or as a tensor", () => {
        const [model, x] = [create(), numbers([2, 4, 3])];
        const [here] = run(model, x, { lengths: [1, 3] });
        const [there] = run(model, x, { lengths: tf.tensor1d([1, 3], "int32") });
        expect(here?.dataSync()).to.deep.equal(there?.dataSync());
      });

      it("keep the state of a sequence that is all padding", () => {
        const last = run(create(), numbers([1, 3, 3]), { lengths: [0] }).at(-1);
        expect(last?.dataSync().every((value: number) => value === 0)).to.equal(true);
      });

      it("drop out between layers, and only in training", () => {
        const [x, model] = [numbers([2, 4, 3]), create({ layers: 2, dropout: 0.5 })];
        const outputs = (options?: Options) => run(model, x, options)[0]?.dataSync();
        expect(outputs({ dropped: true })).not.to.deep.equal(outputs());
        expect(outputs({ dropped: true })).to.deep.equal(outputs({ dropped: true }));
        const single = create({ dropout: 0.5 });
        expect(run(single, x, { dropped: true })[0]?.dataSync()).to.deep.equal(run(single, x)[0]?.dataSync());
      });

      for (const mode of ["graph", "xla"] as const) {
        it(`learn the same compiled as ${mode}`, function () {
          this.timeout(60_000);
          const model = create({ bidirectional: true });
          const parameters = parametersOf(model);
          const step = (x: tf.Tensor3D, lengths: tf.Tensor1D) => {
            const loss = () => tf.addN(run(model, x, { lengths }).map((part) => tf.sum(tf.square(part)))).asScalar();
            const { value, grads } = tf.variableGrads(loss, parameters);
            return [value, ...parameters.map((parameter) => grads[parameter.name] ?? tf.scalar(Number.NaN))];
          };
          const compiled = compile(step, { mode });
          const [x, lengths] = [numbers([3, 6, 3]), tf.tensor1d([6, 1, 4], "int32")];
          const eager = step(x, lengths).map((tensor) => tensor.dataSync());
          for (const [at, tensor] of compiled(x, lengths).entries()) {
            expect(worstDifference(tensor.dataSync(), eager[at] ?? []), `result ${at}`).to.be.below(1e-5);
          }
          // Other lengths are another argument, not another form.
          const others = tf.tensor1d([2, 6, 3], "int32");
          const [again] = compiled(x, others);
          expect(again?.arraySync()).to.be.closeTo(Number(step(x, others)[0]?.arraySync()), 1e-4);
          expect(compiled.forms()).to.have.lengthOf(1);
          compiled.dispose();
        });
      }

      it("leave nothing behind but their results", () => {
        const [model, x] = [create(deep), numbers([2, 4, 3])];
        expectNewTensors(name === "LSTM" ? 3 : 2, () => run(model, x, { lengths: [4, 1] }));
        const gradients = () =>
          tf.tidy(() => tf.grad((x: tf.Tensor) => tf.sum(run(model, x as tf.Tensor3D)[0] ?? x))(x));
        expectNewTensors(1, gradients);
        expectNewTensors(16, () => parametersOf(create(deep)));
      });

      it("refuse what does not fit, by name", () => {
        const model = create(deep);
        expect(() => run(model, numbers([2, 5, 4]))).to.throw(
          `Cannot run ${name === "GRU" ? "a" : "an"} ${name} over [2, 5, 4]: it takes [B, T, 3]`,
        );
        const x = numbers([2, 5, 3]);
        expect(() => run(model, x, { lengths: [5] })).to.throw("with lengths [1] of type int32");
        expect(() => run(model, x, { lengths: [5, 6] })).to.throw(RangeError, "over 6 positions of a sequence");
        expect(() => run(model, x, { lengths: tf.tensor1d([5, -1], "int32") })).to.throw(RangeError, "over -1");
        expect(() => run(model, x, { lengths: tf.tensor1d([5, 1]) })).to.throw("of type float32");
        expect(() => create({ hiddenSize: 0 })).to.throw(RangeError, "with 0 numbers of state");
        expect(() => create({ layers: 1.5 })).to.throw(RangeError, "with 1.5 layers");
        expect(() => create({ dropout: 1 })).to.throw(RangeError, "with a dropout of 1");
      });
    });
  }

  it("start from the states that they are given, of the right shape", () => {
    const [model, x] = [createLstm(config()), numbers([2, 6, 3])];
    const whole = lstm(model, x);
    const first = lstm(model, tf.slice(x, [0, 0, 0], [2, 4, 3]));
    const rest = lstm(model, tf.slice(x, [0, 4, 0], [2, 2, 3]), { hidden: first.hidden, cell: first.cell });
    expect(worstDifference(rest.cell.dataSync(), whole.cell.dataSync())).to.be.below(1e-6);
    expect(() => lstm(model, x, { hidden: tf.zeros([1, 3, 4]) })).to.throw(
      "Cannot run an LSTM from an initial state [1, 3, 4]: it must be [1, 2, 4]",
    );
  });
});
