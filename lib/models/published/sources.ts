/** A file of a published model. */
export interface SourceFile {
  name: string;
  /** How many bytes it has. */
  bytes: number;
  /** SHA-256, in hexadecimal. */
  sha256: string;
}

/** Where a published model comes from, and by what it is recognised. */
export interface Source {
  /** What it is, for a list of what can be fetched. */
  about: string;
  licence: string;
  repository: string;
  /** The commit of the repository, so that the files are the same for ever. */
  revision: string;
  files: readonly SourceFile[];
}

/** The names of the models that can be fetched. */
export type SourceName = "gpt2" | "bert-base-uncased" | "t5-small";

/** Where models are fetched from, unless LLMLAB_MODELS_URL or --mirror names another place with the same paths. */
export const modelsUrl = "https://huggingface.co";

export const sources: Readonly<Record<SourceName, Source>> = {
  gpt2: {
    about: "GPT-2, 124 million parameters (Radford et al., 2019)",
    licence: "MIT",
    repository: "openai-community/gpt2",
    revision: "607a30d783dfa663caf39e06633721c8d4cfcd7e",
    files: [
      {
        name: "config.json",
        bytes: 665,
        sha256: "0daed7749b4f02b8f76240d5444551d7b08712dab4d0adb8239c56ba823bb7b4",
      },
      {
        name: "tokenizer.json",
        bytes: 1_355_256,
        sha256: "8414cab924d8b9b33013f0d221c5862f365ee9be39c5c2bfae8a5a9e970478a6",
      },
      {
        name: "model.safetensors",
        bytes: 548_105_171,
        sha256: "248dfc3911869ec493c76e65bf2fcf7f615828b0254c12b473182f0f81d3a707",
      },
    ],
  },
  "bert-base-uncased": {
    about: "BERT base, lower case, 110 million parameters (Devlin et al., 2019)",
    licence: "Apache-2.0",
    repository: "google-bert/bert-base-uncased",
    revision: "86b5e0934494bd15c9632b12f734a8a67f723594",
    files: [
      {
        name: "config.json",
        bytes: 570,
        sha256: "7160e1553ad2ca51d8c1cb066be533db31826e12d173824c1bb0cb1a4f187d20",
      },
      {
        name: "tokenizer.json",
        bytes: 466_062,
        sha256: "ce64fce797c24f68df90b40a3f74f579b336a493db14bd583fd520ea0d8c9a98",
      },
      {
        name: "model.safetensors",
        bytes: 440_449_768,
        sha256: "68d45e234eb4a928074dfd868cead0219ab85354cc53d20e772753c6bb9169d3",
      },
    ],
  },
  "t5-small": {
    about: "T5 small, 60 million parameters (Raffel et al., 2020)",
    licence: "Apache-2.0",
    repository: "google-t5/t5-small",
    revision: "df1b051c49625cf57a3d0d8d3863ed4d13564fe4",
    files: [
      {
        name: "config.json",
        bytes: 1206,
        sha256: "530e25060e3a8d5f7b0fcf53bfea9f3601165161f3b1914676e98d97cf07bcf1",
      },
      {
        name: "tokenizer.json",
        bytes: 1_389_353,
        sha256: "d2acde0d8d71dd30a711834b07781b9c89feaac33fd332f60507699282740066",
      },
      {
        name: "model.safetensors",
        bytes: 242_043_056,
        sha256: "bd944e5f1b3ad9b70dd9d00010a517059e19265671076b8b0a4a58d9491842bc",
      },
    ],
  },
};

/** Tells whether a model of this name can be fetched. */
export function isSourceName(name: string): name is SourceName {
  return Object.hasOwn(sources, name);
}

/** How many bytes a model has in all. */
export function sizeOfSource({ files }: Source): number {
  return files.reduce((sum, { bytes }) => sum + bytes, 0);
}
