import { inflect } from "./inflect.ts";
import { type Action, type Clause, type Meaning, numberOf, type Phrase, type Said, type Subject } from "./meaning.ts";
import { determiners, forms, type Gender, type GrammaticalNumber } from "./words.ts";

/** Says a meaning in Spanish, word by word. */
export function sayInSpanish({ kind, clauses: [first, second] }: Meaning): Said[] {
  if (kind === "question") {
    return contract([say("¿", "end"), ...question(first, "first"), say("?", "end")]);
  }
  const joints = { statement: "", and: "y", but: "pero", because: "porque" };
  const rest = second === undefined ? [] : [say(joints[kind], "joint"), ...statement(second, "second")];
  return contract([...statement(first, "first"), ...rest, say(".", "end")]);
}

function say(word: string, ...parts: string[]): Said {
  return { word, parts };
}

/** "de el" becomes "del", and "a el" becomes "al". */
function contract(said: readonly Said[]): Said[] {
  const joined: Said[] = [];
  for (const each of said) {
    const before = joined.at(-1);
    if (each.word === "el" && (before?.word === "de" || before?.word === "a")) {
      joined.pop();
      joined.push({ word: before.word === "de" ? "del" : "al", parts: [...before.parts, ...each.parts] });
    } else {
      joined.push(each);
    }
  }
  return joined;
}

function statement(clause: Clause, path: string): Said[] {
  return [...subject(clause.subject, path), ...verb(clause, path), ...rest(clause, path)];
}

/** The verb comes first in a question, then who it is about. */
function question(clause: Clause, path: string): Said[] {
  return [...verb(clause, path), ...subject(clause.subject, path), ...rest(clause, path)];
}

function verb(clause: Clause, path: string): Said[] {
  const number = numberOf(clause.subject);
  const not = clause.negated ? [say("no", `${path} not`)] : [];
  if (clause.says === "action") {
    return [...not, say(verbForm(clause.action, number), `${path} verb`)];
  }
  const be = clause.says === "role" ? "ser" : clause.says === "place" ? "estar" : clause.adjective.be;
  return [...not, say(forms[be][number], `${path} be`)];
}

/** What follows the verb. */
function rest(clause: Clause, path: string): Said[] {
  const gender = genderOf(clause.subject);
  switch (clause.says) {
    case "action":
      return [...object(clause.action, `${path} verb`, `${path} object`), ...location(clause, path)];
    case "place":
      return location(clause, path);
    case "state": {
      const word = inflect(clause.adjective, gender, numberOf(clause.subject));
      return [...(clause.very ? [say("muy", `${path} very`)] : []), say(word, `${path} adjective`)];
    }
    case "role": {
      const { noun, adjectives } = clause;
      // "es profesora", but "es una buena profesora"
      const determiner = adjectives.length > 0 ? determiners[1] : undefined;
      const said = { noun, number: "singular" as const, adjectives, ...(determiner && { determiner }) };
      return phrase(said, `${path} role`, gender);
    }
  }
}

function location(clause: Clause, path: string): Said[] {
  return "at" in clause && clause.at !== undefined
    ? [
        ...clause.at.preposition.spanish.map((word) => say(word, `${path} preposition`)),
        ...phrase(clause.at.place, `${path} place`),
      ]
    : [];
}

/** People who something is done to have "a" before them. */
function object({ object }: Action, verb: string, path: string): Said[] {
  const isPerson = object.noun.senses.some((sense) => sense === "person" || sense === "name");
  return [...(isPerson ? [say("a", verb)] : []), ...phrase(object, path)];
}

function subject({ phrases, who }: Subject, path: string): Said[] {
  const [first, second] = phrases;
  const said = phrase(first, `${path} subject`);
  if (second !== undefined) {
    said.push(say("y", `${path} and`), ...phrase(second, `${path} other subject`));
  }
  if (who !== undefined) {
    said.push(say("que", `${path} who`), say(verbForm(who, first.number), `${path} who verb`));
    said.push(...object(who, `${path} who verb`, `${path} who object`));
  }
  return said;
}

/** The gender is the noun's unless it is somebody's whose gender is known. */
function phrase(
  { noun, number, determiner, adjectives, owner }: Phrase,
  path: string,
  gender: Gender = noun.gender,
): Said[] {
  const word = gender === "feminine" && noun.feminine !== undefined ? noun.feminine : noun.spanish[number];
  const before: Said[] = [];
  const after: Said[] = [];
  adjectives.forEach((adjective, i) => {
    const part = `${path} adjective ${i}`;
    if (adjective.before === undefined) {
      after.unshift(say(inflect(adjective, gender, number), part)); // the last in English is the nearest to the noun
    } else {
      const short = gender === "masculine" && number === "singular";
      before.push(say(short ? adjective.before : inflect(adjective, gender, number), part));
    }
  });
  const chosen = owner === undefined ? determiner : determiners[0];
  const [masculine, feminine] = chosen?.spanish[number] ?? [];
  const article = gender === "masculine" ? masculine : feminine;
  return [
    ...(article === undefined ? [] : [say(article, owner === undefined ? `${path} determiner` : `${path} of`)]),
    ...before,
    say(word, `${path} noun`),
    ...after,
    ...(owner === undefined ? [] : [say("de", `${path} of`), ...phrase(owner, `${path} owner`)]),
  ];
}

/** Feminine only if all are. */
function genderOf({ phrases }: Subject): Gender {
  return phrases.every(({ noun }) => noun.gender === "feminine") ? "feminine" : "masculine";
}

function verbForm({ verb, tense }: Action, number: GrammaticalNumber): string {
  return verb.spanish[tense][number];
}
