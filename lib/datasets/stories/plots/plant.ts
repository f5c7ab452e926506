import { maybe, oneOf, type Plot } from "../plot.ts";

export const plant: Plot = {
  name: "plant",
  beats: [
    oneOf(
      [
        "In spring {teacher} gave every child a seed. {hero} got the seed of {a plant}.",
        '"[Give it light and water|Be patient with it]," said {teacher}. "[A seed cannot be hurried|Whoever cares for it will see a wonder]."',
      ],
      [
        '{hero} found a seed in {hero.his} pocket. "That will be {a plant}," said {hero.his} {relative}. So {hero} put it into [a pot|an old cup|the school garden] and watered it.',
      ],
    ),
    "Every day {hero} looked. [Nothing happened for a week.|There was only black earth.|The others already had small green leaves.] {hero} [lost patience|was worried|asked {friend} if the seed was dead].",
    oneOf(
      [
        "\nThen came the holidays, and {hero} forgot the pot. When {hero.he} came back, the [leaves were brown|earth was as dry as dust].",
        "{hero} was ashamed, for it was {hero.his} own fault. {friend} [brought water|knew what to do]. They [put the pot into the shade|cut off the dry leaves] and gave it a little water each day.",
        "After a week there was a tiny green [leaf|point]. It was alive!",
      ],
      [
        '\n{hero} gave it more water, and more, and even more. Soon the leaves turned yellow. "[You mean well, but it is drowning|Too much is as bad as too little]," said {teacher}.',
        "So {hero} [waited|let the earth dry], although it was hard, and slowly the leaves became green again.",
      ],
      [
        "\nOne night there was [a storm|frost]. In the morning the little plant lay on its side. {hero} [tied it to a stick|built a little house of glass for it|took it inside] with the help of {friend}.",
        "Because the two of them looked after it, it stood up again and grew [faster than before|and grew].",
      ],
      [
        "\nA [rabbit|goat|snail] ate half of it. {hero} was [angry|close to tears], but {friend} had an idea: they built a small fence [of sticks|of old rulers].",
        "The animal came back, saw the fence and went away, and the plant had time to grow.",
      ],
    ),
    "\n[In June|When summer came|At the end of term] {hero}'s plant was [the tallest of all|as tall as {hero.himself}|full of life]. <glad>",
    oneOf(
      ["[There was enough for the whole class to taste|Bees came from all sides|Even the cook came to look at it]."],
      [
        '{hero} kept the seeds [in a small box|in an envelope] and gave one to {friend}. "[For next year|Now you]," {hero.he} said.',
      ],
      ["{hero} gave it to {hero.his} {relative}, who put it [in the window|on the balcony] and was very glad."],
    ),
    maybe("[<lessonTry>|{hero} had learned that things which grow need time, just like people.]"),
  ],
};
