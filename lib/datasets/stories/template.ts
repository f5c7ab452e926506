import type { Random } from "../../random/index.ts";

/** A part of a template: plain text, a choice between wordings, a phrase of the phrase book, or a slot. */
type Part =
  | string
  | { kind: "choice"; wordings: Part[][] }
  | { kind: "phrase"; name: string }
  | { kind: "slot"; name: string };

/** What a template is filled from. */
export interface Filling {
  /** Phrases by name, each with its wordings, which are templates themselves. */
  phrases: Readonly<Record<string, readonly string[]>>;
  /** Gives the text of a slot. */
  slot: (name: string) => string;
  random: Random;
}

const parsed = new Map<string, Part[]>();

/**
 * Fills a template: `[a|b]` takes one of the wordings (which may hold others, or be empty), `<name>` a phrase of the
 * phrase book, `{name}` a slot.
 *
 * @throws Error for a phrase that the book does not hold, or a bracket that is not closed
 */
export function fillTemplate(template: string, filling: Filling): string {
  return fillParts(partsOf(template), filling);
}

/** Lists the names of the phrases that a template uses, whichever wording is taken. */
export function phrasesIn(template: string): string[] {
  const namesIn = (parts: readonly Part[]): string[] =>
    parts.flatMap((part) => {
      if (typeof part === "string" || part.kind === "slot") {
        return [];
      }
      return part.kind === "phrase" ? [part.name] : part.wordings.flatMap(namesIn);
    });
  return namesIn(partsOf(template));
}

function fillParts(parts: readonly Part[], filling: Filling): string {
  return parts.map((part) => (typeof part === "string" ? part : fillPart(part, filling))).join("");
}

function fillPart(part: Exclude<Part, string>, filling: Filling): string {
  switch (part.kind) {
    case "choice":
      return fillParts(filling.random.choice(part.wordings), filling);
    case "slot":
      return filling.slot(part.name);
    case "phrase": {
      const wordings = filling.phrases[part.name];
      if (wordings === undefined) {
        throw new Error(`Cannot fill <${part.name}>: the phrase book does not hold it`);
      }
      return fillTemplate(filling.random.choice(wordings), filling);
    }
  }
}

function partsOf(template: string): Part[] {
  const known = parsed.get(template);
  if (known !== undefined) {
    return known;
  }
  const tokens = template.match(/[[|\]]|<[^>]*>|\{[^}]*\}|[^[|\]<{]+/g) ?? [];
  let at = 0;

  function sequence(inside: boolean): Part[] {
    const parts: Part[] = [];
    for (; at < tokens.length; at++) {
      const token = tokens[at] ?? "";
      if (inside && (token === "|" || token === "]")) {
        return parts;
      }
      parts.push(token === "[" ? choice() : simplePart(token));
    }
    if (inside) {
      throw new Error(`Cannot read the template ${JSON.stringify(template)}: a "[" is not closed`);
    }
    return parts;
  }

  function choice(): Part {
    const wordings: Part[][] = [];
    do {
      at++;
      wordings.push(sequence(true));
    } while (tokens[at] === "|");
    return { kind: "choice", wordings };
  }

  const parts = sequence(false);
  parsed.set(template, parts);
  return parts;
}

function simplePart(token: string): Part {
  if (token.startsWith("<")) {
    return { kind: "phrase", name: token.slice(1, -1) };
  }
  return token.startsWith("{") ? { kind: "slot", name: token.slice(1, -1) } : token;
}
