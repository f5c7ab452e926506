import type { Random } from "../../random/index.ts";
import type { Role } from "./cast.ts";

interface Person {
  name: string;
  he: string;
  his: string;
  mention: RegExp;
}

/** People without a role, of whom a story may speak. */
const passersBy = [person("man", "he", "his"), person("brother", "he", "his"), person("woman", "she", "her")];

/** How often a name gives way to a pronoun where nobody can be mistaken. */
const pronounShare = 0.75;

/**
 * Puts a pronoun for a name at the beginning of a sentence where it is plain who is meant: the sentence before speaks
 * of that person and of nobody else of the same gender. Most of the time, not always, as people write.
 *
 * @param text paragraphs parted by line breaks; each begins anew with names
 * @param people who may be spoken of; a role without a pronoun is left alone
 */
export function withPronouns(text: string, people: readonly Role[], random: Random): string {
  const persons = people.flatMap(({ name, he, his }) =>
    name === undefined || he === undefined || his === undefined ? [] : [person(name, he, his)],
  );
  persons.push(...passersBy);

  function paragraphWithPronouns(paragraph: string): string {
    let isQuoted = false;
    let spokenOf: string[] = [];
    return paragraph
      .split(/(?<=[.!?]"?) /)
      .map((sentence) => {
        const named = persons.filter(({ mention }) => mention.test(sentence)).map(({ name }) => name);
        const subject = persons.find(
          ({ name }) => sentence.startsWith(`${name} `) || sentence.startsWith(`${name}'s `),
        );
        const rivals = persons.filter(({ name, he }) => he === subject?.he && spokenOf.includes(name));
        const isPlain = !isQuoted && subject !== undefined && rivals.length === 1 && rivals[0]?.name === subject.name;
        // Who is meant stays the same through sentences that name nobody.
        spokenOf = named.length > 0 ? named : spokenOf;
        isQuoted = isQuoted !== (sentence.split('"').length % 2 === 0);
        return isPlain && random.uniform() < pronounShare ? withoutName(sentence, subject) : sentence;
      })
      .join(" ");
  }

  return text.split("\n").map(paragraphWithPronouns).join("\n");
}

function person(name: string, he: string, his: string): Person {
  return { name, he, his, mention: new RegExp(`\\b${name}\\b`) };
}

function withoutName(sentence: string, { name, he, his }: Person): string {
  const pronoun = sentence.startsWith(`${name}'s `) ? his : he;
  const rest = sentence.slice(name.length + (pronoun === his ? 2 : 0));
  return pronoun.charAt(0).toUpperCase() + pronoun.slice(1) + rest;
}
