import { createGpt, type Gpt, type GptConfig } from "../gpt/index.ts";
import type { PublishedConfig } from "./config.ts";
import { blank, fill } from "./fill.ts";
import { openFolder } from "./folder.ts";
import { linearRules, normRules, type Rule } from "./rules.ts";

/**
 * Loads GPT-2, of any size, as it was published.
 *
 * @param path a folder with config.json and model.safetensors, as `npm run fetch -- gpt2` makes it.
 * @returns the model with its weights, ready to go on being trained.
 * @throws Error that names what is missing, unexpected, or of another shape.
 *
 * @example
 * const folder = publishedFolder("gpt2");
 * const gpt2 = folder === undefined ? undefined : loadGpt2(folder);
 */
export function loadGpt2(path: string): Gpt {
  const folder = openFolder(path);
  const config = gpt2Config(folder.config);
  return fill(folder, createGpt(config, { random: blank }), {
    rules: gpt2Rules(config),
    prefix: "transformer.",
    // The causal mask, which was saved with the weights at first; and the table of tokens a second time.
    unneeded: config.tiedEmbedding === false ? /\.attn\.(masked_)?bias$/ : /\.attn\.(masked_)?bias$|^lm_head\.weight$/,
  });
}

function gpt2Config(published: PublishedConfig): GptConfig {
  published.choice("model_type", { gpt2: true });
  checkAttention(published);
  const width = published.wholeNumber("n_embd");
  return {
    vocabularySize: published.wholeNumber("vocab_size"),
    contextLength: published.wholeNumber("n_positions"),
    width,
    layers: published.wholeNumber("n_layer"),
    heads: published.wholeNumber("n_head"),
    feedForwardWidth: published.wholeNumber("n_inner", 4 * width),
    activation: published.choice("activation_function", {
      gelu_new: "gelu",
      gelu_pytorch_tanh: "gelu",
      gelu: "gelu-exact",
      relu: "relu",
    }),
    epsilon: published.number("layer_norm_epsilon", 1e-5),
    tiedEmbedding: published.flag("tie_word_embeddings", true),
    dropout: published.number("resid_pdrop", 0.1),
  };
}

/** Variants that are no GPT-2 of 2019: to run them like one would give other numbers without a word. */
function checkAttention(published: PublishedConfig): void {
  for (const [name, usual] of [
    ["scale_attn_weights", true],
    ["scale_attn_by_inverse_layer_idx", false],
    ["add_cross_attention", false],
  ] as const) {
    if (published.flag(name, usual) !== usual) {
      throw new Error(`Cannot load "${published.path}": "${name}" is ${!usual}, which this GPT does not do`);
    }
  }
}

/** GPT-2's linear layers are [in, out], as ours are: it calls them one-dimensional convolutions. */
function gpt2Rules({ layers, tiedEmbedding }: GptConfig): Rule[] {
  const convolution = (to: string, from: string, change?: 0 | 1 | 2): Rule[] =>
    ["weight", "bias"].map((part) => ({
      to: `${to}.${part}`,
      from: [`${from}.${part}`],
      ...(change !== undefined && { change }),
    }));
  const blocks = Array.from({ length: layers }, (_, layer) => {
    const [to, from] = [`blocks.${layer}`, `h.${layer}`];
    return [
      ...normRules(`${to}.attentionNorm`, `${from}.ln_1`),
      ...convolution(`${to}.attention.queries`, `${from}.attn.c_attn`, 0),
      ...convolution(`${to}.attention.keys`, `${from}.attn.c_attn`, 1),
      ...convolution(`${to}.attention.values`, `${from}.attn.c_attn`, 2),
      ...convolution(`${to}.attention.output`, `${from}.attn.c_proj`),
      ...normRules(`${to}.feedForwardNorm`, `${from}.ln_2`),
      ...convolution(`${to}.feedForward.up`, `${from}.mlp.c_fc`),
      ...convolution(`${to}.feedForward.down`, `${from}.mlp.c_proj`),
    ];
  });
  return [
    { to: "tokens.weight", from: ["wte.weight"] },
    { to: "positions.weight", from: ["wpe.weight"] },
    ...blocks.flat(),
    ...normRules("norm", "ln_f"),
    ...(tiedEmbedding === false ? linearRules("output", "lm_head", { bias: false }) : []),
  ];
}
