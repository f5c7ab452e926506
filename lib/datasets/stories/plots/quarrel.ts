import { maybe, oneOf, type Plot } from "../plot.ts";

export const quarrel: Plot = {
  name: "quarrel",
  beats: [
    "{hero} and {friend} had been friends since [the first class|they were three years old|they could walk]. They [sat at the same table|walked to school together|shared everything].",
    oneOf(
      [
        '<when>, both of them wanted to [be captain of the team|sit by the window|play the king]. "[I asked first|It is my turn]!" said {hero}. "[You always come first|That is not fair]!" said {friend}.',
      ],
      [
        "<when>, {friend} [borrowed|took] {hero}'s {thing.noun} without asking, and {thing.it} came back [dirty|with a hole|wet]. {hero} [shouted|was so angry that {hero.he} shouted]. {friend} shouted back.",
      ],
      [
        "<when>, {other} told {hero} that {friend} had laughed about {hero.him}. {hero} was hurt, and instead of asking, {hero.he} [walked past {friend} without a word|called {friend} a name].",
      ],
      [
        "<when>, {hero} told {other} a secret that {friend} had told only to {hero.him}. Soon the whole class knew it. {friend} was very [hurt|angry].",
      ],
    ),
    "From then on they did not speak. [{hero} sat by the door, and {friend} by the window.|They took different ways to school.|Each of them played alone.]",
    "\n[The days were long and grey.|Nothing was fun any more.|In the break {hero} did not know what to do.] {hero} missed {friend}, but {hero.he} was too proud to say so. [{friend} felt the same.|And so the week went by.]",
    maybe(
      '"[Who is stronger|Who is braver]," asked {hero.his} {relative}, "the one who waits, or the one who goes first?"',
    ),
    oneOf(
      [
        '\n<think> {hero} wrote a [letter|note]: "[I am sorry. I miss you|I want to start again|It was my fault too]." {hero} [put it in {friend}\'s bag|gave it to {friend} with shaking hands].',
        "When {friend} read it, {friend.he} [ran over to {hero}|pulled out a letter too]. They had both [thought the same|been sorry all week]!",
      ],
      [
        "\nThen {teacher} asked them to carry a heavy [table|box|ladder] together. At first they said nothing. On the stairs {friend} [slipped|stumbled], and {hero} caught {friend.him}.",
        '"Are you all right?" asked {hero}. It was the first thing that {hero.he} had said to {friend} in a week. Then both of them said sorry at the same time and [had to laugh|laughed].',
      ],
      [
        "\nOne day {friend} was not at school. {friend} was ill. {hero} forgot the quarrel at once and [went to {friend}'s house with soup|brought {friend.him} a book].",
        '"[I thought you hated me|You came]," said {friend}. "[I was stupid|I was angry, and then I was sad]," said {hero}. And they talked until it was dark.',
      ],
    ),
    "\n[Since then they have quarrelled often, but never for longer than a day|After that they had a rule: no night on a quarrel|They took turns from then on, and it was better than before]. <glad>",
  ],
};
