import { maybe, oneOf, type Plot } from "../plot.ts";

export const lunch: Plot = {
  name: "lunch",
  beats: [
    oneOf(
      [
        "<when>, {hero} got up late, so {hero.he} [ran out of the house|had to hurry] and left {hero.his} lunch [on the table|at home].",
        "{hero} noticed it only when everyone else began to eat.",
      ],
      [
        "<when>, {hero} opened {hero.his} lunch box. It was empty. [The dog had been faster.|{hero}'s little brother had eaten everything.|{hero} had taken the wrong box.]",
      ],
      [
        "{hero}'s family had little money that [month|winter], because {hero.his} {relative} had lost {relative.his} work. So {hero} often came to school without lunch and [said that {hero.he} was not hungry|read a book in the break].",
      ],
    ),
    "{hero}'s stomach [made a loud noise|hurt]. [{hero} drank some water and looked away.|The smell of {food} was everywhere.] [<sad>|]",
    "\n{friend} [saw it|had noticed it|sat next to {hero.him}]. Without a word {friend.he} [cut {friend.his} bread in two|pushed {friend.his} box to the middle|gave {hero} the bigger half].",
    '"[I cannot take that|You will be hungry yourself]," said {hero}. "[I had a big breakfast|It tastes better when we share|You would do the same]," said {friend}.',
    maybe(
      "When the others saw this, [{other} gave an apple|{other} put a piece of cheese on the table], and soon there was more than enough for everyone.",
    ),
    "<thank>",
    oneOf(
      [
        '\n<nextDay>, {hero} brought [two lunches|a big cake]. "[Half of it is yours|This is for you]," {hero.he} told {friend}. {friend} was glad, because this time {friend.he} had forgotten {friend.his} own.',
      ],
      [
        '\nSome weeks later {friend} [broke {friend.his} arm|was ill], and {hero} [carried {friend.his} bag every day|brought {friend.him} the homework]. "Why do you do that?" asked {friend}. "[You know why|Because of half a loaf of bread]," said {hero} and laughed.',
      ],
      [
        "\nFrom then on the class had a table where [everyone put something and everyone took something|all food was shared]. Nobody had to ask, and nobody went hungry. {teacher} [thought it was the best idea of the year|put a plate of biscuits on it every Friday].",
      ],
    ),
    "[<lessonKind>|<glad>|<home>]",
  ],
};
