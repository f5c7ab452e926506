import type { Random } from "../../random/index.ts";
import type { Action, Clause, Location, Meaning, Phrase, Subject } from "./meaning.ts";
import {
  type Adjective,
  adjectives,
  type Determiner,
  determiners,
  type GrammaticalNumber,
  type Noun,
  names,
  nouns,
  prepositions,
  type Sense,
  verbs,
} from "./words.ts";

/** The kinds of sentences, the simplest first. */
export const translationShapes = [
  "state",
  "place",
  "role",
  "action",
  "question",
  "joined",
  "relative",
  "clauses",
] as const;
/** A kind of sentence; see `translationShapes`. */
export type TranslationShape = (typeof translationShapes)[number];

const pluralShare = 0.35;
const nameShare = 0.15;
const ownerShare = 0.12;
const negatedShare = 0.15;
const pastShare = 0.4;
const locationShare = 0.2;
const veryShare = 0.2;

/** Draws what a sentence of this shape means. */
export function drawMeaning(shape: TranslationShape, random: Random): Meaning {
  switch (shape) {
    case "state":
      return statement(stateOf(subjectOf(["thing", "readable", "openable", "person"], random), random));
    case "place":
      return statement(placeClause(random));
    case "role":
      return statement(roleClause(random));
    case "action":
      return statement(actionOf(subjectOf(["person"], random), random));
    case "question":
      return { kind: "question", clauses: [positive(simpleClause(random))] };
    case "joined": {
      const phrases = [phraseOf(["person"], random), phraseOf(["person"], random)] as const;
      return statement(actionOrState({ phrases }, random));
    }
    case "relative": {
      const phrase = phraseOf(["person"], random, { named: false });
      return statement(actionOrState({ phrases: [phrase], who: action(random) }, random));
    }
    case "clauses":
      return {
        kind: random.choice(["and", "but", "because"] as const),
        clauses: [simpleClause(random), simpleClause(random)],
      };
  }
}

function statement(clause: Clause): Meaning {
  return { kind: "statement", clauses: [clause] };
}

/** Questions are not negated: Spanish would ask them in another order. */
function positive(clause: Clause): Clause {
  return { ...clause, negated: false };
}

function simpleClause(random: Random): Clause {
  return random.uniform() < 0.3 ? placeClause(random) : actionOrState(subjectOf(["person"], random), random);
}

function actionOrState(subject: Subject, random: Random): Clause {
  return random.uniform() < 0.5 ? actionOf(subject, random) : stateOf(subject, random);
}

function actionOf(subject: Subject, random: Random): Clause {
  const at = random.uniform() < locationShare ? locationOf(["place"], random) : undefined;
  return { says: "action", subject, negated: isNegated(random), action: action(random), ...(at && { at }) };
}

function stateOf(subject: Subject, random: Random): Clause {
  const fits = adjectives.filter(
    ({ use, senses }) => use !== "noun" && subject.phrases.every(({ noun }) => shares(senses, noun.senses)),
  );
  const adjective = random.choice(fits);
  const canBeVery = adjective.order !== 4 && adjective.use === "both" && adjective.english !== "broken";
  const very = canBeVery && random.uniform() < veryShare;
  return { says: "state", subject, negated: isNegated(random), adjective, very };
}

function placeClause(random: Random): Clause {
  const subject = subjectOf(random.uniform() < 0.5 ? ["thing"] : ["person"], random);
  const at = locationOf(["place", "furniture"], random);
  return { says: "place", subject, negated: isNegated(random), at };
}

function roleClause(random: Random): Clause {
  const noun = random.choice(nouns.filter(({ feminine }) => feminine !== undefined));
  const subject = { phrases: [nameOf(random)] as const };
  const chosen = adjectivesOf(noun, false, random).slice(0, 1);
  return { says: "role", subject, negated: isNegated(random), noun, adjectives: chosen };
}

function action(random: Random): Action {
  const verb = random.choice(verbs);
  const tense = random.uniform() < pastShare && verb.hasPast ? "past" : "present";
  return { verb, tense, object: phraseOf(verb.senses, random) };
}

function locationOf(senses: readonly Sense[], random: Random): Location {
  const preposition = random.choice(prepositions.filter((each) => shares(each.senses, senses)));
  const place = phraseOf(
    preposition.senses.filter((sense) => senses.includes(sense)),
    random,
  );
  return { preposition, place };
}

function subjectOf(senses: readonly Sense[], random: Random): Subject {
  return { phrases: [phraseOf(senses, random)] };
}

function phraseOf(senses: readonly Sense[], random: Random, { named = true, owned = true } = {}): Phrase {
  if (named && senses.includes("person") && random.uniform() < nameShare) {
    return nameOf(random);
  }
  const noun = random.choice(nouns.filter((each) => shares(each.senses, senses)));
  const number: GrammaticalNumber = owned && random.uniform() < pluralShare ? "plural" : "singular";
  const isPlace = noun.senses.includes("place");
  if (owned && !isPlace && random.uniform() < ownerShare) {
    const owner = phraseOf(["person"], random, { owned: false });
    return { noun, number, adjectives: adjectivesOf(noun, true, random), owner };
  }
  const determiner = determinerOf(random);
  return { noun, number, determiner, adjectives: adjectivesOf(noun, determiner.definite, random) };
}

function nameOf(random: Random): Phrase {
  return { noun: random.choice(names), number: "singular", adjectives: [] };
}

/** "The" is as frequent as all others together. */
function determinerOf(random: Random): Determiner {
  const [the, ...others] = determiners;
  return the !== undefined && random.uniform() < 0.5 ? the : random.choice(others);
}

/** None, one or two adjectives, of different kinds and in English order. */
function adjectivesOf(noun: Noun, definite: boolean, random: Random): Adjective[] {
  const draw = random.uniform();
  const count = draw < 0.5 ? 0 : draw < 0.85 ? 1 : 2;
  const fits = adjectives.filter(
    ({ use, order, senses }) => use !== "be" && (definite || order !== 0) && shares(senses, noun.senses),
  );
  const chosen: Adjective[] = [];
  for (const adjective of random.shuffle(fits)) {
    if (chosen.length < count && chosen.every(({ order }) => order !== adjective.order)) {
      chosen.push(adjective);
    }
  }
  return chosen.sort((a, b) => a.order - b.order);
}

function isNegated(random: Random): boolean {
  return random.uniform() < negatedShare;
}

function shares(some: readonly Sense[], others: readonly Sense[]): boolean {
  return some.some((sense) => others.includes(sense));
}
