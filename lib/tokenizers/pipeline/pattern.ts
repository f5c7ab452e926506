import type { JsonObject } from "./parts.ts";

/** What to look for: a text as it stands, or a regular expression. */
export type Pattern = { readonly text: string } | { readonly expression: string };

/**
 * Compiles a pattern with the flags "gu".
 *
 * The expressions in tokenizer.json are Oniguruma's. JavaScript reads most of them alike; those that differ and occur
 * are rewritten: possessive quantifiers lose their "+", \A, \z and \Z become anchors, and "(?i:...)" is written out.
 *
 * @throws Error for an expression that JavaScript cannot read.
 */
export function compilePattern(pattern: Pattern): RegExp {
  if ("text" in pattern) {
    return new RegExp(escapePattern(pattern.text), "gu");
  }
  try {
    return new RegExp(translate(pattern.expression), "gu");
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`Cannot use the pattern ${JSON.stringify(pattern.expression)}: ${reason}`);
  }
}

/** Writes a text as a pattern that matches it as it stands. */
export function escapePattern(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
}

/** Describes a pattern as tokenizer.json does. */
export function patternToJson(pattern: Pattern): JsonObject {
  return "text" in pattern ? { String: pattern.text } : { Regex: pattern.expression };
}

/** The letters outside ASCII that are the same as one inside when case does not matter. */
const foldsTo: Readonly<Record<string, string>> = { s: "\u017f", k: "\u212a" };

/** Whether a character class is open matters: "+" after "+" is a quantifier only outside. */
function translate(expression: string): string {
  let result = "";
  let inClass = false;
  let caseless = 0;
  let depth = 0;
  for (let at = 0; at < expression.length; at++) {
    const rest = expression.slice(at);
    const character = expression.charAt(at);
    if (character === "\\") {
      const escaped = expression.charAt(at + 1);
      // White space is Unicode's in Oniguruma; JavaScript's \s lacks U+0085 and has the byte order mark.
      const same: Readonly<Record<string, string>> = { s: "\\p{White_Space}", A: "^", z: "$", Z: "$" };
      result += escaped === "S" ? (inClass ? "\\S" : "\\P{White_Space}") : (same[escaped] ?? character + escaped);
      at++;
    } else if (inClass) {
      if (character === "]") inClass = false;
      result += character;
    } else if (character === "[") {
      inClass = true;
      result += character;
    } else if (rest.startsWith("(?i:")) {
      depth++;
      caseless = depth;
      result += "(?:";
      at += 3;
    } else if (character === "(") {
      depth++;
      result += character;
    } else if (character === ")") {
      if (caseless === depth) caseless = 0;
      depth--;
      result += character;
    } else if (character === "+" && /(?:^|[^\\])(?:[+*?]|\{\d+,?\d*\})$/.test(result)) {
      // Possessive: takes as much as it can and gives nothing back; in the patterns that occur that changes no match.
    } else if (caseless > 0 && /[a-z]/i.test(character)) {
      result += `[${character.toLowerCase()}${character.toUpperCase()}${foldsTo[character.toLowerCase()] ?? ""}]`;
    } else {
      result += character;
    }
  }
  return result;
}
