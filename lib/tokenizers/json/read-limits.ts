import type { Padding } from "../pipeline/padding.ts";
import type { JsonObject } from "../pipeline/parts.ts";
import type { Truncation } from "../pipeline/truncation.ts";
import type { JsonReader } from "./json-reader.ts";

const strategies = { LongestFirst: "longest", OnlyFirst: "first", OnlySecond: "second" } as const;

/** Reads how a tokenizer.json truncates. */
export function readTruncation(reader: JsonReader): Truncation {
  const strategy = reader.at("strategy").or((value) => value.text(), "LongestFirst");
  const [, of] = Object.entries(strategies).find(([name]) => name === strategy) ?? [];
  if (of === undefined) throw reader.at("strategy").error(Object.keys(strategies).join(", "));
  return {
    length: reader.at("max_length").number(),
    stride: reader.at("stride").or((value) => value.number(), 0),
    side: readSide(reader.at("direction")),
    of,
  };
}

/** Reads how a tokenizer.json pads. */
export function readPadding(reader: JsonReader): Padding {
  const strategy = reader.at("strategy");
  const number = (value: JsonReader) => value.number();
  const length = strategy.value === "BatchLongest" ? undefined : strategy.at("Fixed").number();
  const multipleOf = reader.at("pad_to_multiple_of").or(number, undefined);
  return {
    token: reader.at("pad_token").text(),
    id: reader.at("pad_id").number(),
    typeId: reader.at("pad_type_id").or(number, 0),
    side: readSide(reader.at("direction")),
    ...(length === undefined ? {} : { length }),
    ...(multipleOf === undefined ? {} : { multipleOf }),
  };
}

/** Describes a truncation as tokenizer.json does. */
export function truncationToJson({ length, stride = 0, side = "right", of = "longest" }: Truncation): JsonObject {
  const [strategy = ""] = Object.entries(strategies).find(([, name]) => name === of) ?? [];
  return { direction: side === "right" ? "Right" : "Left", max_length: length, strategy, stride };
}

/** Describes a padding as tokenizer.json does. */
export function paddingToJson(padding: Padding): JsonObject {
  return {
    strategy: padding.length === undefined ? "BatchLongest" : { Fixed: padding.length },
    direction: padding.side === "left" ? "Left" : "Right",
    pad_to_multiple_of: padding.multipleOf ?? null,
    pad_id: padding.id,
    pad_type_id: padding.typeId ?? 0,
    pad_token: padding.token,
  };
}

function readSide(reader: JsonReader): "left" | "right" {
  return reader.or((value) => value.text(), "Right") === "Left" ? "left" : "right";
}
