import { type Action, type Clause, type Meaning, numberOf, type Phrase, type Said, type Subject } from "./meaning.ts";
import type { GrammaticalNumber } from "./words.ts";

/** Says a meaning in English, word by word. */
export function sayInEnglish({ kind, clauses: [first, second] }: Meaning): Said[] {
  if (kind === "question") {
    return [...question(first, "first"), say("?", "end")];
  }
  const rest = second === undefined ? [] : [say(kind, "joint"), ...statement(second, "second")];
  return [...statement(first, "first"), ...rest, say(".", "end")];
}

function say(word: string, ...parts: string[]): Said {
  return { word, parts };
}

function statement(clause: Clause, path: string): Said[] {
  const number = numberOf(clause.subject);
  return [...subject(clause.subject, path), ...predicate(clause, number, path)];
}

function question(clause: Clause, path: string): Said[] {
  const number = numberOf(clause.subject);
  const who = subject(clause.subject, path);
  if (clause.says !== "action") {
    const [be, ...rest] = predicate(clause, number, path);
    return be === undefined ? who : [be, ...who, ...rest];
  }
  const { action } = clause;
  return [
    say(helper(action, number), `${path} verb`),
    ...who,
    say(action.verb.english.base, `${path} verb`),
    ...rest(clause, path),
  ];
}

function predicate(clause: Clause, number: GrammaticalNumber, path: string): Said[] {
  const not = clause.negated ? [say("not", `${path} not`)] : [];
  if (clause.says === "action") {
    const { action } = clause;
    const verb = clause.negated
      ? [say(helper(action, number), `${path} verb`), ...not, say(action.verb.english.base, `${path} verb`)]
      : [say(verbForm(action, number), `${path} verb`)];
    return [...verb, ...rest(clause, path)];
  }
  return [say(number === "singular" ? "is" : "are", `${path} be`), ...not, ...rest(clause, path)];
}

/** What follows the verb. */
function rest(clause: Clause, path: string): Said[] {
  switch (clause.says) {
    case "action":
      return [...phrase(clause.action.object, `${path} object`), ...location(clause, path)];
    case "place":
      return location(clause, path);
    case "state":
      return [
        ...(clause.very ? [say("very", `${path} very`)] : []),
        say(clause.adjective.english, `${path} adjective`),
      ];
    case "role": {
      const words = [
        ...clause.adjectives.map(({ english }, i) => say(english, `${path} role adjective ${i}`)),
        say(clause.noun.english.singular, `${path} role noun`),
      ];
      return [say(article(words[0]?.word ?? ""), `${path} role determiner`), ...words];
    }
  }
}

function location(clause: Clause, path: string): Said[] {
  return "at" in clause && clause.at !== undefined
    ? [say(clause.at.preposition.english, `${path} preposition`), ...phrase(clause.at.place, `${path} place`)]
    : [];
}

function subject({ phrases, who }: Subject, path: string): Said[] {
  const [first, second] = phrases;
  const said = phrase(first, `${path} subject`);
  if (second !== undefined) {
    said.push(say("and", `${path} and`), ...phrase(second, `${path} other subject`));
  }
  if (who !== undefined) {
    said.push(say("who", `${path} who`), say(verbForm(who, first.number), `${path} who verb`));
    said.push(...phrase(who.object, `${path} who object`));
  }
  return said;
}

function phrase({ noun, number, determiner, adjectives, owner }: Phrase, path: string): Said[] {
  const words = [
    ...adjectives.map(({ english }, i) => say(english, `${path} adjective ${i}`)),
    say(noun.english[number], `${path} noun`),
  ];
  if (owner !== undefined) {
    return [...phrase(owner, `${path} owner`), say("'s", `${path} of`), ...words];
  }
  if (determiner === undefined) {
    return words;
  }
  const word = determiner.english[number];
  return [say(word === "a" ? article(words[0]?.word ?? "") : word, `${path} determiner`), ...words];
}

function article(next: string): string {
  return /^[aeiou]/.test(next) ? "an" : "a";
}

function verbForm({ verb, tense }: Action, number: GrammaticalNumber): string {
  if (tense === "past") {
    return verb.english.past;
  }
  return number === "singular" ? verb.english.singular : verb.english.base;
}

function helper({ tense }: Action, number: GrammaticalNumber): string {
  if (tense === "past") {
    return "did";
  }
  return number === "singular" ? "does" : "do";
}
