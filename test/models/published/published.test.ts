import { cpSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import { bertHidden, bertLogits, bertPooled, gptLogits, t5Logits } from "../../../lib/models/index.ts";
import { loadBert, loadGpt2, loadT5 } from "../../../lib/models/published/index.ts";
import { openSafetensors, readTensor, writeSafetensors } from "../../../lib/models/safetensors/index.ts";
import { createT5 } from "../../../lib/models/t5/index.ts";
import { namedParameters, parametersOf } from "../../../lib/nn/index.ts";
import { createRandom } from "../../../lib/random/index.ts";
import { startBackend, tensorCount, tf } from "../../../lib/tensor/index.ts";
import { useTemporaryFolder } from "../../scripts/support/temporary-folder.ts";
import { type GoldenArray, readGolden } from "../../support/golden.ts";
import { errorOf } from "../../support/printed.ts";
import { take, worstDifference } from "../../support/tensors.ts";

// transformers computed in float64; two blocks of float32 products around 1 are good to a few 1e-6.
const tolerance = 2e-5;

interface Case {
  name: "gpt2" | "bert" | "t5";
  ids: GoldenArray;
  logits: GoldenArray;
  segments?: GoldenArray;
  mask?: GoldenArray;
  written?: GoldenArray;
  pooled?: GoldenArray;
}

const golden = (name: string) => fileURLToPath(new URL(`../../golden/published/${name}`, import.meta.url));

describe("published weights", () => {
  const folder = useTemporaryFolder();
  before(() => startBackend());

  function caseOf(name: Case["name"]): Case {
    const found = readGolden<Case>("published").find((one) => one.name === name);
    if (found === undefined) {
      throw new Error(`Cannot find the case ${name} in published.json`);
    }
    return found;
  }

  function matrix(array: GoldenArray | undefined, type: tf.DataType): tf.Tensor2D {
    const { shape: [rows = 0, columns = 0] = [], values } = array ?? { values: [] };
    return tf.tensor2d(values, [rows, columns], type);
  }

  /** Copies a golden folder to where a test may change it. */
  function copyOf(name: string): string {
    const copy = folder.path(name);
    rmSync(copy, { recursive: true, force: true });
    cpSync(golden(name), copy, { recursive: true });
    return copy;
  }

  /** Changes values of a folder's config.json. */
  function configure(path: string, values: Record<string, unknown>): void {
    const file = join(path, "config.json");
    writeFileSync(file, JSON.stringify({ ...JSON.parse(readFileSync(file, "utf8")), ...values }));
  }

  /** Writes a folder's weights anew, under other names or without some. */
  function rename(path: string, change: (name: string) => string | undefined): void {
    const file = join(path, "model.safetensors");
    const read = openSafetensors(file);
    const tensors = new Map<string, tf.Tensor>();
    for (const name of read.tensors.keys()) {
      const changed = change(name);
      if (changed !== undefined) {
        tensors.set(changed, readTensor(read, name));
      }
    }
    writeSafetensors(file, tensors);
    tf.dispose([...tensors.values()]);
  }

  /** Checks that loading fails with all of these words, and leaves nothing behind. */
  async function expectFailure(load: () => object, ...says: string[]): Promise<void> {
    const before = tensorCount();
    const { message } = await errorOf(load);
    for (const words of says) {
      expect(message).to.contain(words);
    }
    expect(tensorCount(), "tensors left behind").to.equal(before);
  }

  it("of GPT-2, in several files, give the logits of transformers", () => {
    const { ids, logits } = caseOf("gpt2");
    const before = tensorCount();
    const gpt2 = loadGpt2(golden("gpt2"));
    expect(tensorCount() - before, "new tensors").to.equal(parametersOf(gpt2).length);
    const input = matrix(ids, "int32");
    expect(worstDifference(take(gptLogits(gpt2, input)), logits.values)).to.be.below(tolerance);
    tf.dispose([input, ...parametersOf(gpt2)]);
    expect(tensorCount()).to.equal(before);
  });

  it("of BERT give the logits and the pooled vectors of transformers", () => {
    const { ids, segments, mask, logits, pooled } = caseOf("bert");
    const before = tensorCount();
    const bert = loadBert(golden("bert"));
    expect(tensorCount() - before, "new tensors").to.equal(parametersOf(bert).length);
    const input = matrix(ids, "int32");
    const more = { segments: matrix(segments, "int32"), mask: matrix(mask, "bool") };
    expect(worstDifference(take(bertLogits(bert, input, more)), logits.values)).to.be.below(tolerance);
    const hidden = bertHidden(bert, input, more);
    expect(worstDifference(take(bertPooled(bert, hidden)), pooled?.values ?? [])).to.be.below(tolerance);
    tf.dispose([input, hidden, more, ...parametersOf(bert)]);
    expect(tensorCount()).to.equal(before);
  });

  it("of T5, in float16, give the logits of transformers", () => {
    const { ids, written, mask, logits } = caseOf("t5");
    const before = tensorCount();
    const t5 = loadT5(golden("t5-float16"));
    expect(tensorCount() - before, "new tensors").to.equal(parametersOf(t5).length);
    const [input, output, open] = [matrix(ids, "int32"), matrix(written, "int32"), matrix(mask, "bool")];
    expect(worstDifference(take(t5Logits(t5, input, output, { mask: open })), logits.values)).to.be.below(tolerance);
    tf.dispose([input, output, open, ...parametersOf(t5)]);
    expect(tensorCount()).to.equal(before);
  });

  it("load under the older names, with what was saved beside them at first", () => {
    const [bert, again] = [loadBert(golden("bert")), copyOf("bert")];
    rename(again, (name) =>
      name.replace("LayerNorm.weight", "LayerNorm.gamma").replace("LayerNorm.bias", "LayerNorm.beta"),
    );
    const renamed = loadBert(again);
    expect(parametersOf(renamed).map((variable) => take(variable))).to.deep.equal(
      parametersOf(bert).map((variable) => take(variable)),
    );

    const gpt2 = loadGpt2(golden("gpt2"));
    const old = copyOf("gpt2");
    const tensors = new Map<string, tf.Tensor>([["h.0.attn.bias", tf.ones([1, 1, 16, 16])]]);
    const index: { weight_map: Record<string, string> } = JSON.parse(
      readFileSync(join(old, "model.safetensors.index.json"), "utf8"),
    );
    for (const [name, part] of Object.entries(index.weight_map)) {
      tensors.set(name.replace("transformer.", ""), readTensor(openSafetensors(join(old, part)), name));
    }
    writeSafetensors(join(old, "model.safetensors"), tensors);
    const single = loadGpt2(old);
    expect(parametersOf(single).map((variable) => take(variable))).to.deep.equal(
      parametersOf(gpt2).map((variable) => take(variable)),
    );
    tf.dispose([...tensors.values()]);
  });

  it("of T5 1.1, with gates and a table of its own for writing, find their places", () => {
    const path = copyOf("t5-float16");
    configure(path, { feed_forward_proj: "gated-gelu", tie_word_embeddings: false, scale_decoder_outputs: false });
    const config = { vocabularySize: 61, width: 16, layers: 2, decoderLayers: 3, heads: 2, headSize: 6, buckets: 8 };
    const ours = createT5(
      { ...config, feedForwardWidth: 24, maximumDistance: 12, activation: "geglu", tiedEmbedding: false },
      { random: createRandom(3) },
    );
    const file = join(path, "model.safetensors");
    const read = openSafetensors(file);
    const tensors = new Map<string, tf.Tensor>();
    for (const name of read.tensors.keys()) {
      const tensor = readTensor(read, name);
      if (name.endsWith(".wi.weight")) {
        tensors.set(name.replace("wi", "wi_0"), tensor);
        tensors.set(name.replace("wi", "wi_1"), tf.mul(tensor, 2));
      } else {
        tensors.set(name, tensor);
      }
    }
    tensors.set("lm_head.weight", tf.mul(tensors.get("shared.weight") ?? 0, 3));
    writeSafetensors(file, tensors);
    const loaded = loadT5(path);
    expect([...namedParameters(loaded).keys()]).to.deep.equal([...namedParameters(ours).keys()]);
    const { gate, up } = loaded.decoder.blocks[2]?.feedForward ?? {};
    expect(gate && up && worstDifference(up.weight.dataSync(), tf.mul(gate.weight, 2).dataSync())).to.equal(0);
    const { output, tokens } = loaded;
    expect(output && Array.from(tf.transpose(output.weight).dataSync())).to.deep.equal(
      Array.from(tf.mul(tokens.weight, 3).dataSync()),
    );
    tf.disposeVariables();
  });

  it("are refused when some are missing, and all of them are named", async () => {
    const path = copyOf("bert");
    rename(path, (name) => (name.includes("layer.1.output.dense") ? undefined : name));
    await expectFailure(
      () => loadBert(path),
      `Cannot load the weights in "${path}"`,
      '"encoder.layer.1.output.dense.weight" is missing, "encoder.layer.1.output.dense.bias" is missing',
    );
    rename(path, (name) => name.replace("pooler.dense", "pooler.conv"));
    await expectFailure(
      () => loadBert(path),
      '"pooler.dense.bias" is missing',
      '"bert.pooler.conv.bias" is unexpected',
    );
  });

  it("are refused when config.json is another model's", async () => {
    const path = copyOf("t5-float16");
    configure(path, { d_ff: 25 });
    await expectFailure(
      () => loadT5(path),
      '"encoder.block.0.layer.1.DenseReluDense.wi.weight" of [24, 16] does not become encoder.blocks.0.feedForward.up.weight of [16, 25]',
    );
    configure(path, { d_ff: 24, num_layers: 1 });
    await expectFailure(() => loadT5(path), '"encoder.block.1.layer.0.SelfAttention.k.weight" is unexpected', "and ");
    await expectFailure(() => loadBert(golden("gpt2")), '"model_type"', 'it is "gpt2" and should be bert');
  });

  it("are refused when they are of a variant that would compute something else", async () => {
    const gpt2 = copyOf("gpt2");
    for (const [values, says] of [
      [{ scale_attn_by_inverse_layer_idx: true }, '"scale_attn_by_inverse_layer_idx" is true'],
      [{ activation_function: "silu" }, 'is "silu" and should be one of gelu_new, gelu_pytorch_tanh, gelu, relu'],
      [{ n_layer: 0 }, '"n_layer" in'],
      [{ n_layer: "2" }, 'it is "2" and should be a whole number from 1 up'],
      [{ n_embd: null }, '"n_embd" in'],
      [{ layer_norm_epsilon: -1 }, "it is -1 and should be a number from 0 up"],
    ] as const) {
      rmSync(gpt2, { recursive: true });
      copyOf("gpt2");
      configure(gpt2, values);
      await expectFailure(() => loadGpt2(gpt2), says);
    }
    const bert = copyOf("bert");
    configure(bert, { position_embedding_type: "relative_key" });
    await expectFailure(() => loadBert(bert), 'is "relative_key" and should be absolute');
    const t5 = copyOf("t5-float16");
    configure(t5, { scale_decoder_outputs: false });
    await expectFailure(() => loadT5(t5), '"scale_decoder_outputs" differs');
  });

  it("are refused when a file is missing, cut off, or outside of the folder", async () => {
    await expectFailure(() => loadGpt2(folder.path("nothing")), "config.json", "there is no such file");
    const path = copyOf("gpt2");
    const index = join(path, "model.safetensors.index.json");
    const text = readFileSync(index, "utf8");
    for (const place of ["../elsewhere.safetensors", "/etc/passwd", "a/b.safetensors", 3]) {
      writeFileSync(index, JSON.stringify({ weight_map: { "wte.weight": place } }));
      await expectFailure(() => loadGpt2(path), "should be the name of a safetensors file in the same folder");
    }
    writeFileSync(index, text.replace("model-00003", "model-00002"));
    await expectFailure(() => loadGpt2(path), "is not in model-00002-of-00003.safetensors, as it says");
    writeFileSync(index, "[]");
    await expectFailure(() => loadGpt2(path), "it should hold an object");
    writeFileSync(index, text);
    rmSync(join(path, "model-00003-of-00003.safetensors"));
    await expectFailure(() => loadGpt2(path), "model-00003-of-00003.safetensors", "there is no such file");
    rmSync(index);
    await expectFailure(() => loadGpt2(path), "model.safetensors", "there is no such file");
    writeFileSync(join(path, "config.json"), "{");
    await expectFailure(() => loadGpt2(path), `Cannot read "${join(path, "config.json")}"`);
  });
});
