import { maybe, oneOf, type Plot } from "../plot.ts";

export const hardTest: Plot = {
  name: "hard test",
  beats: [
    "[{hero} was good at many things, but not at {lesson}.|{hero} did not like {lesson}.|For {hero}, {lesson} was the hardest lesson of all.]",
    '<when>, {teacher} said, "[There will be a test on Friday|Next week we write a test|The test is in three days]."',
    "[{hero} went pale.|{hero} wished to be ill on that day.|{hero} looked at the board and understood nothing.] <worry>",
    oneOf(
      [
        '\n<askFriend> {friend} was good at {lesson}. "[I can show you how|It is easier than you think|I did not understand it at first either]," {friend.he} said.',
        "So they met every afternoon [in the library|in {friend}'s kitchen|under the big tree]. {friend} [drew pictures|used apples and nuts|made up a song], so that {hero} could see how it worked.",
        "[In return|To say thank you], {hero} taught {friend} how to [whistle|swim|draw a horse|juggle].",
      ],
      [
        '\nAt home {hero.his} {relative} sat down with {hero.him}. "Do not learn it all at once," {hero.his} {relative} said. "[A little every day|One page a day|Step by step]."',
        "So {hero} [got up early|worked for half an hour|learned one page] each day. [At first it was hard.|The first day was awful.] By the third day it was [easier|almost fun].",
      ],
      [
        '\n"I will just copy from {other}," {hero} thought. But {other} [had it all wrong|was ill on that day|covered the page with one arm].',
        'So {hero} handed in [an empty page|a page full of mistakes]. {teacher} did not shout. "[Come to me after school|Let us try again together]," {teacher.he} said.',
        "They worked for a week, and [for the first time|slowly] {hero} began to understand, because now {hero.he} dared to ask.",
        "Then {teacher} gave {hero.him} a second chance.",
      ],
    ),
    "\n[On the day of the test|When the day came,] {hero}'s [pen shook|knees shook], but then {hero.he} read the first question and [knew the answer|smiled].",
    oneOf(
      ["{hero} [got nine out of ten|made only one mistake|was among the best]. <glad>"],
      ["{hero} did not get the best mark, but it was [much better than the last one|good enough]. <glad>"],
      ["There was one question that {hero} could not answer. All the others were right, so {hero.he} passed. <glad>"],
    ),
    maybe('"[Well done|I knew you could do it|You worked hard for this]," {teacher} said.'),
    "[<lessonTry>|<home>]",
  ],
};
