import type { Way } from "../finite-state/language.ts";
import { type Dialect, tasteOf, type Weighted, zipf } from "./tastes.ts";
import {
  adverbs,
  degrees,
  determiners,
  type Forms,
  type GrammaticalNumber,
  type Kind,
  kinds,
  numbers,
  objectAdjectives,
  places,
  prepositions,
  subjectAdjectives,
  subjects,
  times,
  type Verb,
  verbs,
} from "./words.ts";

/** What the verb must agree with: who or what the sentence is about, and whether one or several. */
interface Agreement {
  kind: Kind;
  number: GrammaticalNumber;
}

/** Where a sentence stands, and what has to be remembered until the end. */
export type Place =
  | { at: "start" | "subject" | "subject noun" | "tail" | "place determiner" | "place" | "time" | "end" }
  | ({ at: "between"; left: number } & Agreement)
  | { at: "object determiner" | "object" | "object noun"; kind: Kind; verb: number };

/** The choices of a language, as `createSchool` takes them. */
export interface Settings extends Dialect {
  distance: number;
  reliability: number;
}

const kindShare: Readonly<Record<Kind, number>> = { teacher: 0.4, student: 0.4, book: 0.2 };
const pluralShare = 0.4;
const adjectiveShare = 0.25;
const placeShare = 0.3;
const timeShare = 0.2;
/** Words in "near the books": three, so that distances in between are filled up by adverbs. */
const phraseLength = 3;

const agreements = kinds.flatMap((kind) => numbers.map((number): Agreement => ({ kind, number })));
const everySubject = agreements.flatMap(({ kind, number }) =>
  zipf(subjects[kind]).map(({ item, probability }) => ({
    word: item[number],
    agreement: { kind, number },
    probability: probability * shareOf({ kind, number }),
  })),
);

/** Makes the grammar of school: the ways on from each place of a sentence. */
export function schoolGrammar({ distance, reliability, dialect, drift }: Settings): (place: Place) => Way<Place>[] {
  const inAdverbs = distance % phraseLength;

  /** The words between subject and verb: phrases, whose nouns may mislead, then up to two adverbs. */
  function between(place: Agreement & { left: number }): Way<Place>[] {
    const next: Place = { ...place, at: "between", left: place.left - 1 };
    if (place.left <= inAdverbs) {
      return toAll(place.left === 2 ? degrees : adverbs, next);
    }
    switch ((place.left - inAdverbs) % phraseLength) {
      case 0:
        return toAll(prepositions, next);
      case 2:
        return toAll(determiners, next);
      default:
        return everySubject.map(({ word, probability }) => ({ word, probability, next }));
    }
  }

  /** With probability `reliability` the verb agrees; otherwise it is drawn as if nobody had heard the subject. */
  function verb(subject: Agreement): Way<Place>[] {
    return agreements.flatMap(({ kind, number }) => {
      const agrees = kind === subject.kind && number === subject.number;
      const share = reliability * Number(agrees) + (1 - reliability) * shareOf({ kind, number });
      return zipf(verbs[kind]).map(({ item, probability }, index) => ({
        word: item.forms[number],
        probability: probability * share,
        next: { at: "object determiner", kind, verb: index } as const,
      }));
    });
  }

  function object(spoken: Verb): Way<Place>[] {
    return bothNumbers(tasteOf(spoken, { dialect, drift }), { at: "tail" });
  }

  return (place) => {
    switch (place.at) {
      case "start":
        return toAll(determiners, { at: "subject" });
      case "subject":
      case "subject noun": {
        const nouns = everySubject.map(({ word, probability, agreement }) => ({
          word,
          probability,
          next: { ...agreement, at: "between", left: distance } as const,
        }));
        return place.at === "subject" ? afterAdjective(subjectAdjectives, { at: "subject noun" }, nouns) : nouns;
      }
      case "between":
        return place.left === 0 ? verb(place) : between(place);
      case "object determiner":
        return toAll(determiners, { ...place, at: "object" });
      case "object":
      case "object noun": {
        const spoken = verbs[place.kind][place.verb];
        const nouns = spoken === undefined ? [] : object(spoken);
        return place.at === "object" ? afterAdjective(objectAdjectives, { ...place, at: "object noun" }, nouns) : nouns;
      }
      case "tail":
        return [{ word: "in", probability: placeShare, next: { at: "place determiner" } }, ...ending(1 - placeShare)];
      case "place determiner":
        return toAll(determiners, { at: "place" });
      case "place":
        return toAll(places, { at: "time" });
      case "time":
        return ending(1);
      case "end":
        return [{ word: ".", probability: 1, next: { at: "start" } }];
    }
  };
}

function shareOf({ kind, number }: Agreement): number {
  return kindShare[kind] * (number === "plural" ? pluralShare : 1 - pluralShare);
}

/** Any of these words, the first the most frequent, and then on to `next`. */
function toAll(words: readonly string[], next: Place): Way<Place>[] {
  return zipf(words).map(({ item, probability }) => ({ word: item, probability, next }));
}

/** An adjective first, now and then, or one of the nouns at once. */
function afterAdjective(adjectives: readonly string[], next: Place, nouns: readonly Way<Place>[]): Way<Place>[] {
  return [...scaled(toAll(adjectives, next), adjectiveShare), ...scaled(nouns, 1 - adjectiveShare)];
}

/** A word of time, now and then, or the end at once. */
function ending(share: number): Way<Place>[] {
  const stop: Way<Place> = { word: ".", probability: 1 - timeShare, next: { at: "start" } };
  return scaled([...scaled(toAll(times, { at: "end" }), timeShare), stop], share);
}

function bothNumbers(nouns: readonly Weighted<Forms>[], next: Place): Way<Place>[] {
  return nouns.flatMap(({ item, probability }) => [
    { word: item.singular, probability: probability * (1 - pluralShare), next },
    { word: item.plural, probability: probability * pluralShare, next },
  ]);
}

function scaled(ways: readonly Way<Place>[], factor: number): Way<Place>[] {
  return ways.map((way) => ({ ...way, probability: way.probability * factor }));
}
