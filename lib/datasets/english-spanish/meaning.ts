import type { Adjective, Determiner, GrammaticalNumber, Noun, Preposition, Tense, Verb } from "./words.ts";

/** Who or what is spoken of: "my friend 's red books". Names have no determiner. */
export interface Phrase {
  noun: Noun;
  number: GrammaticalNumber;
  determiner?: Determiner;
  /** In English order. */
  adjectives: readonly Adjective[];
  /** Who it belongs to; it stands in the place of the determiner in English, and behind all else in Spanish. */
  owner?: Phrase;
}

/** Something done to someone or something. */
export interface Action {
  verb: Verb;
  tense: Tense;
  object: Phrase;
}

/** Who a clause is about: one phrase or two joined by "and", and what those do who are meant. */
export interface Subject {
  phrases: readonly [Phrase] | readonly [Phrase, Phrase];
  who?: Action;
}

/** Something said about someone or something. */
export type Clause =
  | { says: "action"; subject: Subject; negated: boolean; action: Action; at?: Location }
  | { says: "state"; subject: Subject; negated: boolean; adjective: Adjective; very: boolean }
  | { says: "place"; subject: Subject; negated: boolean; at: Location }
  | { says: "role"; subject: Subject; negated: boolean; noun: Noun; adjectives: readonly Adjective[] };

/** Where something is or happens. */
export interface Location {
  preposition: Preposition;
  place: Phrase;
}

/** What a sentence means, whichever language says it. */
export type Meaning =
  | { kind: "statement" | "question"; clauses: readonly [Clause] }
  | { kind: "and" | "but" | "because"; clauses: readonly [Clause, Clause] };

/** A word as it is said, and the parts of the meaning that it says: words of two languages that share one are linked. */
export interface Said {
  word: string;
  parts: readonly string[];
}

/** The number that a verb has to agree with. */
export function numberOf({ phrases: [first, second] }: Subject): GrammaticalNumber {
  return second === undefined ? first.number : "plural";
}
