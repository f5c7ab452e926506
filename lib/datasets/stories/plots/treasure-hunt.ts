import { maybe, oneOf, type Plot } from "../plot.ts";

export const treasureHunt: Plot = {
  name: "treasure hunt",
  beats: [
    oneOf(
      [
        "<when>, {hero} found [an old letter|a yellow sheet of paper|half a map] in a library book. It said: [look where time never stops|count ten steps from the oldest friend|where the wind sings, dig].",
      ],
      [
        '<when>, {teacher} said, "I have hidden something in the school. Here is the first clue." It read: [I have hands but no fingers|I have teeth but never eat|the more I dry, the wetter I am].',
      ],
    ),
    "{hero} wanted to find the treasure all alone and [told nobody|hid the paper in a shoe]. {hero} [thought until {hero.his} head hurt|turned the paper upside down|read it twenty times], but {hero.he} could not solve it.",
    maybe("<weather>"),
    '\nSo at last {hero} showed it to {friend}. {friend} [read it once and laughed|knew at once what was meant]. "[It is the clock in the hall|That must be the old tree by the gate|It can only be the chimney]!"',
    oneOf(
      [
        "There they found the second clue, but it was written [in mirror writing|in another language|in numbers]. {other} could read it, because {other.his} family had taught {other.him}. Now they were three.",
        "[The third clue was high up, and {hero} climbed.|The third clue was in a hole, and only {friend}'s hand was small enough.|The third clue was a sum, and they worked it out together.]",
      ],
      [
        "[There was nothing there.|They found only dust.] {friend} wanted to give up. But {hero} saw that [one stone was loose|there was a small arrow on the wall|the floor sounded hollow].",
        "They [pulled|pushed|dug] with all their strength, and because they were two, it moved.",
      ],
    ),
    oneOf(
      [
        "\nIn a tin box lay [a photograph and a letter|old coins and a letter]. It had been written by [children of the school sixty years ago|the first teacher of the school]. It said: whoever finds this has learned to share a secret.",
      ],
      [
        '\nThe treasure was [a cake|a basket of apples|a big bag of nuts], big enough for the whole class. "Nobody can eat that alone," said {teacher}, "and nobody could find it alone. That was the plan."',
      ],
      [
        '\nThe box was empty but for a mirror. "What is that?" asked {friend}. {hero} looked in and saw all of their faces. Then {hero.he} understood and [laughed|put an arm around {friend}].',
      ],
    ),
    "[<glad>|They hid the box again, with a new letter in it, for those who will come after them.|<home>]",
  ],
};
