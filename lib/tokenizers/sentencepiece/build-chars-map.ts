import { encodeUtf8 } from "../bytes/utf8.ts";
import { buildByteTree } from "./byte-tree.ts";

/**
 * Rules for characters by name: "identity" has none, "nfkc" brings them into NFKC, "nmt_nfkc" also removes control
 * characters and makes all white space, and what does not show, spaces.
 */
export type NormalisationRules = "identity" | "nfkc" | "nmt_nfkc";

const built = new Map<NormalisationRules, Uint8Array>();

/**
 * Makes the character rules of this name as a `.model` file holds them, from what this JavaScript knows of Unicode.
 *
 * @example
 * buildCharsMap("identity").length // 0
 */
export function buildCharsMap(rules: NormalisationRules): Uint8Array {
  if (rules === "identity") return new Uint8Array();
  let map = built.get(rules);
  if (map === undefined) {
    map = compileRules(rules === "nfkc" ? nfkcRules() : new Map([...nfkcRules(), ...nmtRules()]));
    built.set(rules, map);
  }
  return map;
}

/**
 * Compiles rules: what each text becomes.
 *
 * @throws Error for a rule that begins nowhere, or with U+0000 in it, which ends texts there.
 */
export function compileRules(rules: ReadonlyMap<string, string>): Uint8Array {
  const entries = Array.from(rules, ([text, becomes]) => {
    if (text === "" || text.includes("\0") || becomes.includes("\0")) {
      throw new Error(`Cannot compile the rule for ${JSON.stringify(text)}: it is empty, or holds U+0000`);
    }
    return { key: encodeUtf8(text), becomes };
  });
  entries.sort((first, second) => Buffer.compare(first.key, second.key));
  const offsets = new Map<string, number>();
  const texts: Uint8Array[] = [];
  let size = 0;
  for (const { becomes } of entries) {
    if (offsets.has(becomes)) continue;
    offsets.set(becomes, size);
    const bytes = encodeUtf8(`${becomes}\0`);
    texts.push(bytes);
    size += bytes.length;
  }
  const tree = buildByteTree(
    entries.map(({ key }) => key),
    entries.map(({ becomes }) => offsets.get(becomes) ?? 0),
  );
  const blob = new Uint8Array(4 + 4 * tree.length + size);
  const view = new DataView(blob.buffer);
  view.setUint32(0, 4 * tree.length, true);
  tree.forEach((unit, at) => {
    view.setUint32(4 + 4 * at, unit, true);
  });
  let at = 4 + 4 * tree.length;
  for (const text of texts) {
    blob.set(text, at);
    at += text.length;
  }
  return blob;
}

/** Every character that NFKC changes, and the sequences that it makes one character of. */
function nfkcRules(): Map<string, string> {
  const rules = new Map<string, string>();
  // Characters of half and full width, by what they become: they take marks as the others do.
  const widths = new Map<string, string[]>();
  for (let point = 0xff00; point < 0xfff0; point++) {
    const character = String.fromCodePoint(point);
    const normal = character.normalize("NFKC");
    if (normal !== character) widths.set(normal, [...(widths.get(normal) ?? []), character]);
  }
  for (let point = 1; point < 0x30000; point++) {
    if (point >= 0xd800 && point < 0xe000) continue;
    const character = String.fromCodePoint(point);
    const normal = character.normalize("NFKC");
    if (normal !== character) rules.set(character, normal);
    const [first = "", ...marks] = character.normalize("NFD");
    if (marks.length === 0) continue;
    const isSyllable = point >= 0xac00 && point <= 0xd7a3;
    for (const start of isSyllable ? [first] : [first, ...(widths.get(first) ?? [])]) {
      rules.set(start + marks.join(""), normal);
      for (const mark of isSyllable ? [] : (widths.get(marks[0] ?? "") ?? [])) {
        rules.set(start + mark + marks.slice(1).join(""), normal);
      }
    }
  }
  return rules;
}

/** What neural machine translation at Google did before NFKC; the wave dash of full width stays. */
function nmtRules(): Map<string, string> {
  const ranges = (...pairs: (readonly [number, number])[]) =>
    pairs.flatMap(([first, last]) => Array.from({ length: last - first + 1 }, (_, at) => first + at));
  const gone = [...ranges([0x1, 0x8], [0xe, 0x1f]), 0xb, 0x7f, 0x8f, 0x9f];
  const spaces = [
    ...ranges([0x9, 0xa], [0xc, 0xd], [0x200b, 0x200c], [0x200e, 0x200f], [0x2028, 0x2029]),
    ...[0x61c, 0x1680, 0x2581, 0xfeff, 0xfffd],
  ];
  return new Map([
    ...gone.map((point) => [String.fromCodePoint(point), ""] as const),
    ...spaces.map((point) => [String.fromCodePoint(point), " "] as const),
    ["\uff5e", "\uff5e"] as const,
  ]);
}
