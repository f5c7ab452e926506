import { maybe, oneOf, type Plot } from "../plot.ts";

export const homeworkLie: Plot = {
  name: "homework lie",
  beats: [
    "[The sun had shone all weekend|There had been a fair in town|{hero} had got {a thing} on Saturday], and so {hero} had not done the {lesson} homework.",
    '<when>, {teacher} collected the notebooks. "Where is yours, {hero}?"',
    oneOf(
      [
        '"[A goat ate it|The wind took it out of my hand|It fell into the river]," said {hero}. [A few children giggled.|It was out before {hero} had thought about it.]',
      ],
      [
        '"[My {relative} is ill|I had to look after my {relative}]," said {hero}, and looked at the floor. {teacher} [was sorry to hear that|put a hand on {hero.his} shoulder].',
      ],
      ['"I left it at home," said {hero}. "[Then please fetch it at noon|Bring it tomorrow morning]," said {teacher}.'],
    ),
    "\nBut one lie needs another. [Soon {friend} asked how it had happened.|{teacher} wanted to know more.|At lunch everybody asked about it.] {hero} had to invent [a time, a place and a witness|more and more], and in the end {hero.he} no longer knew what {hero.he} had said to whom.",
    maybe("[<worry>|The lie sat in {hero.his} stomach like a cold potato.]"),
    oneOf(
      [
        "\nIn the afternoon {teacher} met {hero}'s {relative} at the [market|baker's|bus stop]. The two of them talked for a while, and the truth came out.",
        "When {hero} came home, the whole family was waiting. {hero} [burst into tears|did not even try to explain].",
      ],
      [
        "\n{friend} believed every word and was so sorry that {friend.he} gave {hero} {friend.his} own homework to copy. That was too much for {hero}.",
        '{hero} gave it back. "[It was all made up|None of it is true]," {hero.he} said. "[I was lazy, and then I was a coward|I just wanted to play]." [They went to {teacher} together.|And {hero.he} went to tell {teacher} as well.]',
      ],
      [
        "\nThat night {hero} could not sleep. At six {hero.he} got up, sat down at the kitchen table and did the whole homework, [three pages of it|and the next one too].",
        '{hero} was the first at school. "[I lied to you|It was not true]," {hero.he} said, and put the pages on the desk.',
      ],
    ),
    '{teacher} [listened to the end|said nothing for a while]. "[Homework I can forgive|I have heard better stories than that]. [But how shall I believe you next time?|What matters is that you came.]"',
    oneOf(
      ["It took [weeks|until spring] before everybody believed {hero} again. <lessonTruth>"],
      [
        "Then {teacher} gave {hero} a new piece of homework: a story about a lie that grew and grew. It was the best story {hero} ever wrote.",
      ],
      ["<lessonTruth> <home>"],
    ),
  ],
};
