import { type Bert, type BertConfig, createBert } from "../bert/index.ts";
import type { PublishedConfig } from "./config.ts";
import { blank, fill } from "./fill.ts";
import { openFolder } from "./folder.ts";
import { linearRules, normRules, type Rule } from "./rules.ts";

/**
 * Loads BERT, of any size, as it was published: the body, the pooler, and the head that guesses hidden tokens.
 *
 * @param path a folder with config.json and model.safetensors, as `npm run fetch -- bert-base-uncased` makes it.
 * @returns the model with its weights, ready to go on being trained.
 * @throws Error that names what is missing, unexpected, or of another shape.
 *
 * @example
 * const folder = publishedFolder("bert-base-uncased");
 * const bert = folder === undefined ? undefined : loadBert(folder);
 */
export function loadBert(path: string): Bert {
  const folder = openFolder(path);
  const config = bertConfig(folder.config);
  return fill(folder, createBert(config, { random: blank }), {
    rules: bertRules(config),
    prefix: "bert.",
    // The second task, whether two sentences follow each other; the table of tokens a second time; and a list 0, 1, 2.
    unneeded: /^cls\.(seq_relationship\.|predictions\.decoder\.)|\.position_ids$/,
  });
}

function bertConfig(published: PublishedConfig): BertConfig {
  published.choice("model_type", { bert: true });
  published.choice("position_embedding_type", { absolute: true }, true);
  if (published.flag("is_decoder", false) || !published.flag("tie_word_embeddings", true)) {
    throw new Error(
      `Cannot load "${published.path}": it is a decoder, or has a second table of tokens, which this BERT does not`,
    );
  }
  return {
    vocabularySize: published.wholeNumber("vocab_size"),
    contextLength: published.wholeNumber("max_position_embeddings"),
    width: published.wholeNumber("hidden_size"),
    layers: published.wholeNumber("num_hidden_layers"),
    heads: published.wholeNumber("num_attention_heads"),
    feedForwardWidth: published.wholeNumber("intermediate_size"),
    segments: published.wholeNumber("type_vocab_size"),
    activation: published.choice("hidden_act", { gelu: "gelu-exact", gelu_new: "gelu" }),
    epsilon: published.number("layer_norm_eps", 1e-12),
    dropout: published.number("hidden_dropout_prob", 0.1),
  };
}

function bertRules({ layers }: BertConfig): Rule[] {
  const blocks = Array.from({ length: layers }, (_, layer) => {
    const [to, from] = [`blocks.${layer}`, `encoder.layer.${layer}`];
    return [
      ...linearRules(`${to}.attention.queries`, `${from}.attention.self.query`),
      ...linearRules(`${to}.attention.keys`, `${from}.attention.self.key`),
      ...linearRules(`${to}.attention.values`, `${from}.attention.self.value`),
      ...linearRules(`${to}.attention.output`, `${from}.attention.output.dense`),
      ...normRules(`${to}.attentionNorm`, `${from}.attention.output.LayerNorm`),
      ...linearRules(`${to}.feedForward.up`, `${from}.intermediate.dense`),
      ...linearRules(`${to}.feedForward.down`, `${from}.output.dense`),
      ...normRules(`${to}.feedForwardNorm`, `${from}.output.LayerNorm`),
    ];
  });
  return [
    { to: "tokens.weight", from: ["embeddings.word_embeddings.weight"] },
    { to: "positions.weight", from: ["embeddings.position_embeddings.weight"] },
    { to: "segments.weight", from: ["embeddings.token_type_embeddings.weight"] },
    ...normRules("norm", "embeddings.LayerNorm"),
    ...blocks.flat(),
    ...linearRules("pooler", "pooler.dense"),
    ...linearRules("head.dense", "cls.predictions.transform.dense"),
    ...normRules("head.norm", "cls.predictions.transform.LayerNorm"),
    { to: "head.bias", from: ["cls.predictions.bias"] },
  ];
}
