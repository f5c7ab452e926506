import { maybe, oneOf, type Plot } from "../plot.ts";

export const brokenThing: Plot = {
  name: "broken thing",
  beats: [
    oneOf(
      [
        "In the [classroom|library|music room|hall] there was {a fragile}. {teacher} had [brought it from home|owned it since {teacher.he} was young|bought it on a long journey].",
        '["Please do not touch it," {teacher.he} had said.|Everybody knew that it was not a toy.]',
        "<when>, {hero} was [alone in the room|playing ball indoors|late and in a hurry|dancing between the tables].",
      ],
      [
        "<when>, {friend} brought {a fragile} to school. It belonged to {friend.his} [grandmother|grandfather|aunt].",
        "{hero} wanted to [see it closely|hold it just once|show it to {other}], so {hero.he} [took it from the table|reached for it].",
      ],
    ),
    maybe("<weather>"),
    "[Suddenly|Then|All at once] {hero.his} [foot slipped|elbow hit the table|hand shook|sleeve caught on something], and the {fragile.noun} fell [to the floor|down] and broke[ into three pieces| with a loud crash|].",
    "[Nobody had seen it.|The room was very quiet.|{hero} stood still like a tree.] <worry>",
    oneOf(
      [
        "\n{hero} hid the pieces <spot> and said nothing.",
        '<later>, {teacher} asked, "Who broke the {fragile.noun}?" Nobody answered. [Some looked at {other}, because {other} often broke things.|Everyone looked at {other}.]',
        '{other} went red. "It was not me," {other.he} said, but [few believed {other.him}|somebody laughed].',
        '{hero} saw this and felt [terrible|ashamed]. {hero} stood up. "It was me," {hero.he} said. "[I was afraid|I am sorry]. {other} did nothing."',
      ],
      [
        "\n{hero} wanted to run away, but {hero.he} [stayed|did not].",
        '{hero} [picked up the pieces|swept up the pieces] and went to {teacher}. "I broke the {fragile.noun}," {hero.he} said. "I am very sorry."',
      ],
      [
        '\n"[The wind did it|It was the cat]," {hero} said when {teacher} came in.',
        "But the window was closed, and [no cat had come in|everyone could see that].",
        '{teacher} [waited|looked at {hero} and waited]. At last {hero} began to cry. "No, it was me," {hero.he} said.',
      ],
    ),
    oneOf(
      [
        '{teacher} was quiet for a moment. "[A {fragile.noun} can be mended|It is only a {fragile.noun}]," {teacher.he} said. "[Thank you for telling me|It takes courage to say that]."',
        "Together they glued the pieces. The {fragile.noun} now had [a thin line|a scar], and {teacher} said that it [was more beautiful than before|had a story now].",
      ],
      [
        "{teacher} was not angry, but {hero} had to make it good. So {hero.he} [swept the classroom for a week|watered the plants all month|helped in the library after school].",
        "With the money from {hero.his} [money box|old toys], {hero.he} bought [a new one|another one], and everyone was content.",
      ],
      [
        '"[I broke a window when I was your age|I once broke a lamp]," {teacher} said. "I hid it for a month. That was the worst month of my life."',
        "Then {teacher.he} smiled, and {hero} felt as if a stone had fallen from {hero.his} [back|heart].",
      ],
    ),
    "\n[<lessonTruth>|<home>]",
  ],
};
