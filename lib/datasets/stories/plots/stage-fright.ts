import { maybe, oneOf, type Plot } from "../plot.ts";

export const stageFright: Plot = {
  name: "stage fright",
  beats: [
    "[The class of {teacher} was going to put on a play.|Every year the school had a big concert.|Before the holidays there was always a show for the parents.]",
    oneOf(
      [
        "{hero} had to [sing a song alone|say a long poem|play the drum|be the king of the sea].",
        "At home, in front of [the mirror|the cat|{hero.his} {relative}], it went very well.",
      ],
      [
        "{hero} wished for a big part, and {teacher} gave it to {hero.him}. {hero} learned [every word|all the lines|the whole song] by heart.",
      ],
      [
        "{hero} did not want a part at all, but {other} fell ill, so {teacher} asked {hero} to [help out|take the part].",
      ],
    ),
    "[But|Yet] when {hero} thought of all the people, {hero.his} [knees became soft|mouth went dry|stomach hurt]. <worry>",
    maybe(
      '"[Everyone is afraid before a show|Even great singers are afraid]," said {hero.his} {relative}. "[That is how you know that it matters|Breathe in, breathe out, and look at one friendly face]."',
    ),
    "\nThe great evening came. [The hall was full.|There were people in every row.|Two hundred people sat in the hall.] {hero} stepped [out|into the light].",
    oneOf(
      [
        "{hero} opened {hero.his} mouth, but [nothing came out|all the words were gone]. It was so quiet that one could hear the clock.",
        "Then {friend}, who stood behind the curtain, [whispered the first word|began to hum the tune|held up a sheet with the first line]. That was enough. [All the other words came back|The rest came by itself].",
      ],
      [
        "Just then the [lamp went out|curtain fell down|microphone broke]. Some people [laughed|whispered]. {hero} could have run away, but {hero.he} stayed and went on [in the dark|in a loud voice].",
        "{hero} was so busy with this that {hero.he} forgot to be afraid.",
      ],
      [
        "In the middle {hero} made a mistake. {hero} stopped, and {hero.his} face went red.",
        "But {friend} smiled at {hero.him} from the first row, so {hero} [took a breath and began again|simply went on], and nobody minded.",
      ],
      [
        "{hero} looked for {hero.his} {relative} and found {relative.him} in the third row. {relative.He} waved.",
        "So {hero} [sang|spoke] only for {relative.him}, and the fear [grew smaller and smaller|went away like fog].",
      ],
    ),
    "\n[At the end|When it was over,] everybody [clapped|stood up and clapped|called {hero}'s name]. <glad>",
    '["You were wonderful," said {teacher}.|"I could never do that," said {other}.|"Again!" called a small child.]',
    "[<lessonTry>|<home>|<thank>]",
  ],
};
