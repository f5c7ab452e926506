import { maybe, oneOf, type Plot } from "../plot.ts";

export const newStudent: Plot = {
  name: "new student",
  beats: [
    oneOf(
      [
        '<when>, {teacher} came in with a new {hero.boy}. "This is {hero}," {teacher.he} said. "{hero} comes from [a small island|a village in the hills|a big city|far away]."',
        "{hero} did not know anyone. [Everybody looked at {hero.him}.|{hero} looked at {hero.his} shoes.|{hero} sat down at the last table.]",
      ],
      [
        "{hero} was new at the school. {hero}'s family had moved, because {hero.his} {relative} had found work [at the harbour|in the hospital|on a farm|in the city].",
        "In the break {hero} stood [by the wall|under a tree|at the gate], and nobody [spoke to {hero.him}|asked {hero.him} to play].",
      ],
    ),
    "[<sad>|At home {hero.he} had had many friends.|{hero} wished to go back to the old school.]",
    maybe("<weather>"),
    oneOf(
      [
        '\n{friend} saw this. {friend} [remembered {friend.his} own first day|knew how that felt], so {friend.he} [went over|crossed the yard] and said, "[Do you like football|Would you like to play with us|Do you want half of my bread]?"',
        "{hero} [nodded|said yes very softly|did not know what to say, and then nodded].",
      ],
      [
        '\n{hero} took {a thing} out of {hero.his} bag. {friend} stopped. "[I have the same!|I have never seen anything like it,|Can I have a look?]" {friend.he} said.',
        "They [sat down on the stairs|talked all through the break], and soon {hero} forgot to be shy.",
      ],
      [
        "\nThen a ball flew over the wall, and nobody could reach it. {hero} [climbed up like a cat|was a very good climber] and threw it back.",
        '"[That was great!|How did you do that?|What a throw!]" {friend} called. "[Play with us|You are in our team]!"',
      ],
      [
        '\nSome children laughed at the way {hero} spoke. "[Stop that|That is not funny]," said {friend}. "[{hero} speaks two languages. How many do you speak?|You would not like it either.]"',
        "They [went quiet|said sorry], and {friend} sat down next to {hero}.",
      ],
    ),
    "[It turned out that both of them|They found out that they both] [loved {lesson}|collected stones|had a little brother|were afraid of the dark|wanted to see the sea|liked {food}].",
    maybe(
      "{hero} taught {friend} a [song|game|word] from {hero.his} old home, and {friend} showed {hero} the [best hiding place|shortest way to the lake|secret door of the library].",
    ),
    oneOf(
      [
        "\n<nextDay>, {hero} came to school [early|with a smile|without being afraid]. {friend} was waiting at the gate. <glad>",
      ],
      [
        '\nWhen {hero.his} {relative} asked how the day had been, {hero} said, "[It was a good day|I have a friend|I want to go again tomorrow]."',
      ],
      [
        "\nA year later another new child stood at the gate. {hero} remembered everything, so {hero.he} [went over and smiled|was the first to say hello].",
      ],
    ),
    "[<lessonKind>|]",
  ],
};
