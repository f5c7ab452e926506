import type { Random } from "../../random/index.ts";

/** Who or what fills a slot of a story: its name, and the words that agree with it. */
export type Role = Readonly<Record<string, string>>;

const girls = "Mia Anna Zoe Lena Nora Ruby Ada Ines Sara Tara Lucy Emma Maya Rosa Clara Aisha Yuki Priya Hana Eva";
const boys = "Tom Ben Leo Max Sam Omar Finn Noah Paul Hugo Ravi Kofi Luca Ivan Jack Theo Amir Dan Nico Oscar";
const surnames = "Bell Kato Rossi Green Stone Patel Moreno Fisher Okafor Lind Wood Hill Novak Ross Silva Berg";
const women = "mother grandmother aunt sister";
const men = "father grandfather uncle brother";
const colours = "red blue green yellow white brown";
const animalLooks = "small grey brown white little young thin black";
const qualities = "old new little small big lovely";

/** Things that one child may own, with "+" before those that come in the plural. */
const belongings =
  "scarf pencil-case notebook kite watch ball umbrella hat lunch-box bag cap ruler paint-box jacket flute whistle " +
  "+gloves +boots +crayons +marbles +keys +socks";
/** Things that break. */
const fragile = "globe vase cup lamp clock jar plate mirror window teapot flower-pot model-ship telescope";
/** Things that children build. */
const buildable = "bridge boat kite tower rocket bird-house robot wagon tent windmill raft cart";
const animals = "kitten puppy sparrow rabbit hedgehog squirrel turtle duckling";
const plants = "bean sunflower tomato pumpkin rose tulip pea lemon-tree";
const foods = "bread soup rice cake pie pancakes noodles stew dumplings porridge biscuits";
const lessons = "maths spelling science history music reading geography drawing";
const skills = "swim skate juggle dive climb";
const trips = "museum zoo farm castle harbour forest lake theatre";

const feminine = { he: "she", him: "her", his: "her", himself: "herself", boy: "girl" };
const masculine = { he: "he", him: "him", his: "his", himself: "himself", boy: "boy" };

/** Draws everyone and everything that a story may speak of. Nobody has the name of another. */
export function drawCast(random: Random): Readonly<Record<string, Role>> {
  const children = random.shuffle([
    ...words(girls).map((name) => ({ name, ...feminine })),
    ...words(boys).map((name) => ({ name, ...masculine })),
  ]);
  const [hero = {}, friend = {}, other = {}] = children;
  return {
    hero,
    friend,
    other,
    teacher: pick(random, words(surnames), (name) =>
      random.uniform() < 0.5 ? { name: `Ms ${name}`, ...feminine } : { name: `Mr ${name}`, ...masculine },
    ),
    relative: pick(random, [...words(women), ...words(men)], (name) => ({
      name,
      ...(words(women).includes(name) ? feminine : masculine),
    })),
    thing: pick(random, words(belongings), (noun) => thing(noun, random)),
    fragile: pick(random, words(fragile), (noun) => thing(noun, random)),
    building: pick(random, words(buildable), (noun) => thing(noun, random)),
    animal: pick(random, words(animals), (noun) => thing(noun, random, words(animalLooks))),
    plant: pick(random, words(plants), plainThing),
    food: pick(random, words(foods), (name) => ({ name })),
    lesson: pick(random, words(lessons), (name) => ({ name })),
    skill: pick(random, words(skills), (name) => ({ name })),
    trip: pick(random, words(trips), (name) => ({ name })),
  };
}

/**
 * Reads a slot such as "hero", "hero.his" or "a thing": a name, a word that agrees with it, or the name with its
 * article. A form with a capital, as in "hero.He", gets a capital.
 *
 * @throws Error if the cast has no such role or form
 */
export function readSlot(cast: Readonly<Record<string, Role>>, slot: string): string {
  const withArticle = slot.startsWith("a ");
  const [role = "", form = "name"] = (withArticle ? slot.slice(2) : slot).split(".");
  const lower = form.charAt(0).toLowerCase() + form.slice(1);
  const text = cast[role]?.[withArticle ? "one" : lower];
  if (text === undefined) {
    throw new Error(`Cannot fill {${slot}}: the cast has no such role or form`);
  }
  return lower === form ? text : text.charAt(0).toUpperCase() + text.slice(1);
}

/** A thing with an adjective, and what agrees with it in number. */
function thing(written: string, random: Random, looks?: readonly string[]): Role {
  const isPlural = written.startsWith("+");
  const noun = written.replace("+", "").replaceAll("-", " ");
  const adjective = random.choice(looks ?? words(random.uniform() < 0.5 ? colours : qualities));
  const name = `${adjective} ${noun}`;
  return isPlural
    ? { name, noun, one: `some ${name}`, it: "they", them: "them", was: "were", is: "are", this: "these" }
    : { name, noun, one: `${articleOf(name)} ${name}`, it: "it", them: "it", was: "was", is: "is", this: "this" };
}

/** A thing of which the kind alone is told. */
function plainThing(written: string): Role {
  const noun = written.replace("-", " ");
  return { name: noun, noun, one: `${articleOf(noun)} ${noun}` };
}

function articleOf(phrase: string): string {
  return /^[aeiou]/.test(phrase) ? "an" : "a";
}

function pick<T>(random: Random, items: readonly string[], make: (item: string) => T): T {
  return make(random.choice(items));
}

function words(text: string): string[] {
  return text.split(" ");
}
