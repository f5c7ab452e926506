/** What is wrong with a header, to be completed with the file's name. */
export class HeaderFault extends Error {}

/** A tensor as a header describes it: well-formed, and no more is known of it. */
export interface RawEntry {
  dtype: string;
  shape: readonly number[];
  /** The first byte and the one after the last, counted from the end of the header. */
  offsets: readonly [number, number];
}

/** A header, read but not yet checked against its file. */
export interface RawHeader {
  metadata: Record<string, string>;
  entries: Map<string, RawEntry>;
}

/**
 * Parses the header of a safetensors file: a JSON object with an entry for each tensor, and perhaps a `__metadata__`
 * of strings.
 *
 * `JSON.parse` would do for an honest file. It lets a second entry of the same name replace the first, rounds numbers
 * above 2^53, and builds whatever is nested in one another; this reads only what the format has, names every fault
 * with its place, and goes no deeper than the format does.
 *
 * @throws HeaderFault if the text is anything else.
 */
export function parseHeader(text: string): RawHeader {
  let at = 0;

  function fault(expected: string): HeaderFault {
    const rest = text.slice(at, at + 24);
    const found = at >= text.length ? "its end" : `${JSON.stringify(rest)}${rest.length === 24 ? " ..." : ""}`;
    return new HeaderFault(`its header should have ${expected} at character ${at} and has ${found}`);
  }

  function skipSpace(): void {
    while (at < text.length && " \t\n\r".includes(text.charAt(at))) {
      at++;
    }
  }

  /** Goes past a sign of JSON's, if it comes next. */
  function accept(sign: string): boolean {
    skipSpace();
    const found = text.charAt(at) === sign;
    at += found ? 1 : 0;
    return found;
  }

  function expect(sign: string): void {
    if (!accept(sign)) {
      throw fault(`"${sign}"`);
    }
  }

  function string(what: string): string {
    skipSpace();
    if (text.charAt(at) !== '"') {
      throw fault(what);
    }
    let end = text.indexOf('"', at + 1);
    while (end !== -1 && isEscaped(text, end)) {
      end = text.indexOf('"', end + 1);
    }
    const parsed = end === -1 ? undefined : parseString(text.slice(at, end + 1));
    if (parsed === undefined) {
      throw fault(what);
    }
    at = end + 1;
    return parsed;
  }

  function wholeNumber(what: string): number {
    skipSpace();
    // More digits than a safe number has, and then whatever would go on with it: a fraction, an exponent, a word.
    const token = /^-?[0-9]{0,17}[\w.+-]?/.exec(text.slice(at, at + 19))?.[0] ?? "";
    const value = Number(token);
    if (!/^(0|[1-9][0-9]*)$/.test(token) || !Number.isSafeInteger(value)) {
      throw fault(`${what}, a whole number from 0 to 2^53 - 1,`);
    }
    at += token.length;
    return value;
  }

  function wholeNumbers(what: string): number[] {
    const numbers: number[] = [];
    expect("[");
    if (accept("]")) {
      return numbers;
    }
    do {
      numbers.push(wholeNumber(what));
    } while (accept(","));
    expect("]");
    return numbers;
  }

  /** Reads an object; `member` reads the value under each of its keys, of which no two are the same. */
  function object(what: string, member: (key: string) => void): void {
    const keys = new Set<string>();
    expect("{");
    if (accept("}")) {
      return;
    }
    do {
      const key = string(what);
      if (keys.has(key)) {
        throw new HeaderFault(`its header has ${quoted(key)} twice`);
      }
      keys.add(key);
      expect(":");
      member(key);
    } while (accept(","));
    expect("}");
  }

  function entry(name: string): RawEntry {
    const parts: { dtype?: string; shape?: number[]; offsets?: readonly number[] } = {};
    object("a key", (key) => {
      if (key === "dtype") {
        parts.dtype = string("the name of a type");
      } else if (key === "shape") {
        parts.shape = wholeNumbers("an axis");
      } else if (key === "data_offsets") {
        parts.offsets = wholeNumbers("an offset");
      } else {
        throw new HeaderFault(`the entry of tensor ${quoted(name)} has a key ${quoted(key)}, which the format lacks`);
      }
    });
    const { dtype, shape, offsets } = parts;
    const [start, end] = offsets ?? [];
    if (dtype === undefined || shape === undefined || offsets === undefined) {
      throw new HeaderFault(`the entry of tensor ${quoted(name)} needs all of dtype, shape and data_offsets`);
    }
    if (start === undefined || end === undefined || offsets.length !== 2) {
      throw new HeaderFault(`tensor ${quoted(name)} has ${offsets.length} data_offsets; they are two, start and end`);
    }
    return { dtype, shape, offsets: [start, end] };
  }

  // Without a prototype: a key "__proto__" is then a key like any other.
  const metadata: Record<string, string> = Object.create(null);
  const entries = new Map<string, RawEntry>();
  object("the name of a tensor", (name) => {
    if (name === "__metadata__") {
      object("a key", (key) => {
        metadata[key] = string(`a text under ${quoted(key)} of __metadata__`);
      });
    } else {
      entries.set(name, entry(name));
    }
  });
  skipSpace();
  if (at < text.length) {
    throw fault("nothing but spaces after its last brace");
  }
  return { metadata, entries };
}

/** Writes a name as messages show it; one that is made to be long is cut. */
export function quoted(name: string): string {
  return JSON.stringify(name.length > 80 ? `${name.slice(0, 80)}...` : name);
}

/** Tells whether a text is one that UTF-8 can hold: without half of a surrogate pair. */
export function isWellFormed(text: string): boolean {
  return !/\p{Surrogate}/u.test(text);
}

/** A quotation mark after an odd number of backslashes does not end its string. */
function isEscaped(text: string, mark: number): boolean {
  let first = mark;
  while (text.charAt(first - 1) === "\\") {
    first--;
  }
  return (mark - first) % 2 === 1;
}

function parseString(literal: string): string | undefined {
  try {
    const parsed: unknown = JSON.parse(literal);
    return typeof parsed === "string" && isWellFormed(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}
