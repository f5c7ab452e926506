import { maybe, oneOf, type Plot } from "../plot.ts";

export const race: Plot = {
  name: "race",
  beats: [
    "[Once a year there was a race around the lake.|The school held a sports day in spring.|All children of the town could take part in the big run.] {hero} wanted to win[ it more than anything| for once|].",
    oneOf(
      ["{hero} was [fast|strong], but {other} was [faster|stronger] and had won [three times|every year]."],
      [
        '{hero} was [small|slow], and {other} laughed. "[You will be the last|A snail is faster than you]," {other.he} said.',
      ],
    ),
    "So {hero} [trained every morning|ran to school and back each day|ran up the hill every evening], even when it [rained|was cold]. [{hero}'s {relative} held the watch.|{friend} ran with {hero.him}.|A dog ran along and barked.]",
    '\nOn the day of the race [the sun was hot|a strong wind blew|the path was wet]. "[Ready, steady, go|Three, two, one, go]!" called {teacher}, and off they went.',
    oneOf(
      [
        "{hero} and {other} were [side by side|in front]. Then {other} [slipped on the wet leaves|fell over a root] and [cried out|held {other.his} foot].",
        "{hero} could have run on. But {hero.he} stopped, because [{other} was hurt|nobody else was near], and helped {other.him} up. Together they [walked|limped] to the end.",
        'They were the last to arrive, and [everybody clapped louder than for the winner|yet everyone cheered]. "Why did you stop?" {other} asked. "[A race comes back every year|I could not leave you there]," said {hero}.',
        "{other} never laughed at anyone again.",
      ],
      [
        "{other} started [too fast|like a rocket], and after the bridge {other.he} had no breath left. {hero} ran [slowly at first|at {hero.his} own speed], as {hero.he} had learned.",
        "On the last hill {hero} [passed {other}|came closer and closer, and then passed {other}] and won by [one step|two steps|a nose].",
        '"[How did you do that|Will you train with me]?" asked {other}. {hero} laughed and [told {other.him}|said yes].',
      ],
      [
        "Half way round {hero} fell and [cut {hero.his} knee|lost a shoe]. [One after the other they|All the others] ran past. {hero} wanted to give up.",
        '"[Get up|You can do it|Do not stop]!" called {friend}. So {hero} stood up and ran on, [slowly at first, then faster|one step after the other].',
        "{hero} was only [seventh|ninth|tenth], but [{hero.he} had never been so proud|{teacher} gave {hero.him} a prize for courage].",
      ],
      [
        "{hero} came in second. {hero} was sad for a moment. Then {hero.he} looked at the watch: {hero.he} had never been so fast.",
        '"[Next year you will beat me|You made me run faster than ever]," said {other} and [shook {hero.his} hand|gave {hero.him} some water].',
      ],
    ),
    maybe("\n<glad>"),
    "[<lessonTry>|<home>|]",
  ],
};
