import { ContentReader, type JsonObject, WireFault } from "./json.ts";

/** The content of a `history_request`: which entries are wanted. */
export type HistoryQuery = { readonly output: boolean } & (
  | {
      readonly access: "range";
      /** The number of a session; 0 is the running one, -1 the one before it. */
      readonly session: number;
      readonly start: number;
      /** The first line that is not wanted; undefined up to the last. */
      readonly stop: number | undefined;
    }
  | { readonly access: "tail"; readonly count: number }
  | {
      readonly access: "search";
      /** A glob: `*` and `?` stand for any text and any character, `[a-z]` for one of a set. */
      readonly pattern: string;
      /** At most so many, the last ones. */
      readonly count: number;
      readonly unique: boolean;
    }
);

/** One entry: session, line, and the input, alone or with the output. */
export type HistoryTuple = readonly [number, number, string | readonly [string, string | null]];

/** @throws WireFault if the way of access is none of range, tail and search. */
export function readHistoryRequest(content: JsonObject): HistoryQuery {
  const request = new ContentReader("history_request", content);
  const output = request.flag("output", false);
  const access = request.text("hist_access_type", "tail");
  switch (access) {
    case "range":
      return {
        access,
        output,
        session: request.integer("session", 0),
        start: request.integer("start", 0),
        stop: request.has("stop") ? request.integer("stop") : undefined,
      };
    case "tail":
      return { access, output, count: request.integer("n", 10) };
    case "search":
      return {
        access,
        output,
        pattern: request.text("pattern", "*"),
        count: request.integer("n", Number.MAX_SAFE_INTEGER),
        unique: request.flag("unique", false),
      };
    default:
      throw new WireFault(`Cannot look up history by "${access}"; "range", "tail" and "search" work`);
  }
}
