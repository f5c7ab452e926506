import type { PostProcessor } from "../pipeline/parts.ts";
import { bertProcessing } from "../post-processors/bert.ts";
import { byteLevelProcessing, robertaProcessing } from "../post-processors/byte-level.ts";
import { postProcessorSequence } from "../post-processors/sequence.ts";
import { type TemplatePiece, templateProcessor } from "../post-processors/template.ts";
import { byType, type JsonReader, readTokenAndId } from "./json-reader.ts";

const readers: Readonly<Record<string, (reader: JsonReader) => PostProcessor>> = {
  TemplateProcessing: readTemplate,
  BertProcessing: (reader) => bertProcessing(readTokenAndId(reader.at("sep")), readTokenAndId(reader.at("cls"))),
  RobertaProcessing: (reader) =>
    robertaProcessing(readTokenAndId(reader.at("sep")), readTokenAndId(reader.at("cls")), readTrimming(reader)),
  ByteLevel: (reader) => byteLevelProcessing(readTrimming(reader)),
  Sequence: (reader) => postProcessorSequence(reader.at("processors").list().map(readPostProcessor)),
};

/** Reads the post-processor of a tokenizer.json. */
export function readPostProcessor(reader: JsonReader): PostProcessor {
  return byType(reader, readers);
}

function readTrimming(reader: JsonReader) {
  const flag = (value: JsonReader) => value.flag();
  return {
    trimOffsets: reader.at("trim_offsets").or(flag, true),
    prefixSpace: reader.at("add_prefix_space").or(flag, true),
  };
}

function readTemplate(reader: JsonReader): PostProcessor {
  return templateProcessor({
    single: reader.at("single").list().map(readPiece),
    pair: reader.at("pair").list().map(readPiece),
    tokens: new Map(
      reader
        .at("special_tokens")
        .members()
        .map(([name, token]) => {
          const ids = token.at("ids").list();
          const names = token.at("tokens").list();
          return [name, ids.map((id, at) => [names[at]?.text() ?? name, id.number()] as const)];
        }),
    ),
  });
}

function readPiece(reader: JsonReader): TemplatePiece {
  const special = reader.at("SpecialToken");
  if (!special.isMissing()) return { token: special.at("id").text(), typeId: special.at("type_id").number() };
  const sequence = reader.at("Sequence");
  const id = sequence.at("id").text();
  if (id !== "A" && id !== "B") throw sequence.error("the text A or B");
  return { text: id, typeId: sequence.at("type_id").number() };
}
