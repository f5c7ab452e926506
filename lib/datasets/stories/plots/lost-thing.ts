import { maybe, oneOf, type Plot } from "../plot.ts";

export const lostThing: Plot = {
  name: "lost thing",
  beats: [
    oneOf(
      [
        "<when>, {hero} came to school with {a thing}.",
        "{hero}'s {relative} had [given {hero.him} the {thing.noun}|brought the {thing.noun} from far away|saved up for the {thing.noun}], so {hero} loved {thing.them} [very much|more than anything].",
      ],
      [
        "{hero} had {a thing}. [It was a present from {hero.his} {relative}.|{hero}'s {relative} had found {thing.them} at a market.|{hero} had wished for {thing.them} for a whole year.]",
        "<when>, {hero} took {thing.them} to school to show {thing.them} to {friend}.",
      ],
    ),
    maybe("<weather>"),
    "[But after the break|But when the lesson was over,|But at lunch time|Then, after games,] the {thing.noun} {thing.was} [gone|nowhere to be seen|not in {hero.his} bag].",
    "{hero} looked [under every table|in every room|in the hall and in the yard|behind every door], but {hero.he} could not find {thing.them}.",
    maybe("[<sad>|<worry>]"),
    "\n<askFriend>",
    "<helpOffer>",
    oneOf(
      [
        'They asked {teacher}, who remembered something. "[Look in the box of lost things|Somebody brought something to the office this morning]," {teacher.he} said.',
        "[There, between old hats and single socks,|In a big brown box by the door] lay the {thing.noun}.",
        "The cleaner had put {thing.them} there, because {thing.it} {thing.was} [lying in the rain|lying on the stairs].",
      ],
      [
        "They followed [wet footprints|a trail of mud|small muddy paw prints] across the yard.",
        "The prints led them [behind the gym|under the stairs|to the garden shed|around the corner|to the kitchen door], and there [sat|slept] a [dog|puppy|cat] on top of the {thing.noun}.",
        "It had [been cold|been lonely|wanted to play], so it had [carried {thing.them} away|taken {thing.them} for a bed].",
        "{friend} [gave the animal some bread|called it softly|held out a piece of cheese], and so it [let go|came out|stood up].",
      ],
      [
        "[Then|In the corridor] they met {other}, who was [holding|looking at] the {thing.noun}.",
        '"[Sorry|Oh no]," {other} said. "I thought {thing.it} {thing.was} mine. Mine {thing.is} the same!"',
        "{other} gave {thing.them} back at once, and because everyone had been [honest|friendly], nobody was angry.",
      ],
      [
        '"Where were you when you had {thing.them} last?" asked {friend}. {hero} closed {hero.his} eyes and [went back in {hero.his} mind|thought hard].',
        '"I was <spot>!" {hero.he} cried. They ran there, and there {thing.it} {thing.was}.',
        "{hero} had put {thing.them} down to [tie a shoe|help a small child|look at a beetle] and had [then forgotten {thing.them}|walked away without {thing.them}].",
      ],
    ),
    "\n<glad> <thank>",
    oneOf(
      [
        "Because {hero} did not want to lose {thing.them} again, {hero.he} [wrote {hero.his} name on {thing.them}|sewed a name tag on {thing.them}|kept {thing.them} in {hero.his} bag from then on].",
      ],
      ["<lessonHelp>"],
      ["<home>"],
    ),
  ],
};
