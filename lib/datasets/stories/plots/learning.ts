import { maybe, oneOf, type Plot } from "../plot.ts";

export const learning: Plot = {
  name: "learning",
  beats: [
    "[Everyone in the class could {skill}, only {hero} could not.|{hero} wished to {skill}, but {hero.he} did not dare.|All summer {friend} had tried to teach {hero} to {skill}.]",
    oneOf(
      [
        "Once, when {hero} was small, {hero.he} had [hurt {hero.himself}|had a bad fall], and since then {hero} had been afraid.",
      ],
      ["{hero} always said that {hero.he} had [a cold|a sore foot|no time]. It was not true, but it was easier."],
      ["{other} often laughed about it. {hero} laughed too, but inside {hero.he} did not feel like laughing."],
    ),
    '\n<when>, {hero}\'s {relative} said, "[Today we try|Come, I will show you something]." "[I cannot do it|I am too afraid]," said {hero}. "[Not yet|You cannot do it yet]," said {hero.his} {relative}. "That is a small word, but an important one."',
    "They began with something [tiny|very easy]. [On the first day {hero} only watched.|At first {hero.his} {relative} held {hero.him} tight.|They practised where nobody could see them.] [The next day it was a little more.|Each day they went one step further.]",
    oneOf(
      [
        '[Three times|More than once] {hero} wanted to stop. {hero} was cold, tired and cross. "[One more time, then we eat cake|Just once more]," said {hero.his} {relative}, and {hero} tried once more.',
      ],
      [
        'Once it went wrong, and {hero} cried. {hero}\'s {relative} did not say that it was nothing. "[That hurt, I know|I was afraid too when I learned it]," {relative.he} said and waited until the tears were dry.',
      ],
    ),
    "\nAnd then, on [a Sunday|a quiet evening|the last day of summer], {hero}'s {relative} let go, and {hero} did not notice. {hero} did it alone!",
    '"[Look at me|I can do it]!" {hero} shouted[ so loudly that the birds flew up|]. <glad>',
    maybe(
      '{friend} [stared|clapped]. "[Since when can you do that|How did you learn it]?" asked {friend}. "[Since today|Step by step]," said {hero}.',
    ),
    '[<lessonTry>|Some weeks later {hero} saw a small child who did not dare. {hero} sat down beside the child and said, "Not yet is a small word, but an important one."|<home>]',
  ],
};
