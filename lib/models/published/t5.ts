import { createT5, type T5, type T5Config } from "../t5/index.ts";
import type { PublishedConfig } from "./config.ts";
import { blank, fill } from "./fill.ts";
import { openFolder } from "./folder.ts";
import { linearRules, type Rule } from "./rules.ts";

/**
 * Loads T5, of any size, as it was published.
 *
 * @param path a folder with config.json and model.safetensors, as `npm run fetch -- t5-small` makes it.
 * @returns the model with its weights, ready to go on being trained.
 * @throws Error that names what is missing, unexpected, or of another shape.
 *
 * @example
 * const folder = publishedFolder("t5-small");
 * const t5 = folder === undefined ? undefined : loadT5(folder);
 */
export function loadT5(path: string): T5 {
  const folder = openFolder(path);
  const config = t5Config(folder.config);
  // The table of tokens again, for each half; and positions that the first T5 was saved with and never used.
  const repeated = /^(en|de)coder\.embed_tokens\.weight$|EncDecAttention\.relative_attention_bias\.weight$/;
  return fill(folder, createT5(config, { random: blank }), {
    rules: t5Rules(config),
    prefix: "",
    unneeded: config.tiedEmbedding === false ? repeated : new RegExp(`${repeated.source}|^lm_head\\.weight$`),
  });
}

function t5Config(published: PublishedConfig): T5Config {
  published.choice("model_type", { t5: true });
  const layers = published.wholeNumber("num_layers");
  const tiedEmbedding = published.flag("tie_word_embeddings", true);
  if (published.flag("scale_decoder_outputs", tiedEmbedding) !== tiedEmbedding) {
    throw new Error(
      `Cannot load "${published.path}": its "scale_decoder_outputs" differs from "tie_word_embeddings", which this T5 does not do`,
    );
  }
  return {
    vocabularySize: published.wholeNumber("vocab_size"),
    width: published.wholeNumber("d_model"),
    layers,
    decoderLayers: published.wholeNumber("num_decoder_layers", layers),
    heads: published.wholeNumber("num_heads"),
    headSize: published.wholeNumber("d_kv"),
    feedForwardWidth: published.wholeNumber("d_ff"),
    activation: published.choice("feed_forward_proj", { relu: "relu", "gated-gelu": "geglu" }, "relu"),
    tiedEmbedding,
    buckets: published.wholeNumber("relative_attention_num_buckets", 32),
    maximumDistance: published.wholeNumber("relative_attention_max_distance", 128),
    startToken: published.number("decoder_start_token_id", 0),
    epsilon: published.number("layer_norm_epsilon", 1e-6),
    dropout: published.number("dropout_rate", 0.1),
  };
}

function t5Rules(config: T5Config): Rule[] {
  const { layers, decoderLayers = layers } = config;
  return [
    { to: "tokens.weight", from: ["shared.weight"] },
    ...stackRules(config, "encoder", layers),
    ...stackRules(config, "decoder", decoderLayers),
    ...(config.tiedEmbedding === false ? linearRules("output", "lm_head", { bias: false }) : []),
  ];
}

/** A block has two parts in the encoder and three in the decoder, each with the norm before it. */
function stackRules({ activation }: T5Config, stack: "encoder" | "decoder", layers: number): Rule[] {
  const linear = (to: string, from: string) => linearRules(to, from, { bias: false });
  const norm = (to: string, from: string): Rule => ({ to: `${to}.scale`, from: [`${from}.weight`] });
  const attention = (to: string, from: string) => [
    ...linear(`${to}.queries`, `${from}.q`),
    ...linear(`${to}.keys`, `${from}.k`),
    ...linear(`${to}.values`, `${from}.v`),
    ...linear(`${to}.output`, `${from}.o`),
  ];
  const feedForward = (to: string, from: string) => [
    ...(activation === "geglu"
      ? [...linear(`${to}.gate`, `${from}.wi_0`), ...linear(`${to}.up`, `${from}.wi_1`)]
      : linear(`${to}.up`, `${from}.wi`)),
    ...linear(`${to}.down`, `${from}.wo`),
  ];
  const last = stack === "encoder" ? 1 : 2;
  const blocks = Array.from({ length: layers }, (_, layer) => {
    const [to, from] = [`${stack}.blocks.${layer}`, `${stack}.block.${layer}.layer`];
    return [
      norm(`${to}.attentionNorm`, `${from}.0.layer_norm`),
      ...attention(`${to}.attention`, `${from}.0.SelfAttention`),
      ...(stack === "decoder"
        ? [norm(`${to}.crossNorm`, `${from}.1.layer_norm`), ...attention(`${to}.cross`, `${from}.1.EncDecAttention`)]
        : []),
      norm(`${to}.feedForwardNorm`, `${from}.${last}.layer_norm`),
      ...feedForward(`${to}.feedForward`, `${from}.${last}.DenseReluDense`),
    ];
  });
  const positions = `${stack}.block.0.layer.0.SelfAttention.relative_attention_bias.weight`;
  return [
    { to: `${stack}.positions.weight`, from: [positions] },
    ...blocks.flat(),
    norm(`${stack}.norm`, `${stack}.final_layer_norm`),
  ];
}
