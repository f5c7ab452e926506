import { maybe, oneOf, type Plot } from "../plot.ts";

export const surprise: Plot = {
  name: "surprise",
  beats: [
    oneOf(
      [
        "{teacher} was going to leave the school [at the end of the year|in a week]. The class was sad, for {teacher.he} had [taught them everything they knew|never been unfair to anyone].",
      ],
      ["On Friday it was {teacher}'s birthday, and {teacher.he} thought that nobody knew."],
      ["{teacher} had been ill for a long time and was coming back on Monday."],
    ),
    '"Let us make {teacher.him} a surprise," said {hero}. [Everyone had an idea.|All of them talked at once.] {friend} wanted to [bake a cake|write a song], and {other} wanted to [paint the door|fill the room with flowers|make a film].',
    '"But not a word to anyone!" said {hero}.',
    oneOf(
      [
        "\nIt was hard to keep the secret. Whenever {teacher} came in, [they fell silent|they hid everything under the tables|somebody began to giggle]. {teacher} looked [sad|puzzled], for {teacher.he} thought that they no longer liked {teacher.him}.",
        "{hero} saw this and was sorry, but {hero.he} [bit {hero.his} tongue|said nothing]. Only [one more day|a few more hours]!",
      ],
      [
        '\nThe evening before, {friend} dropped the cake. It lay on the kitchen floor, and the cat was already eating. {friend} cried. "[Everything is ruined|It was all for nothing]," {friend.he} said.',
        "{hero} had no time to be angry. They called {other}, and {other}'s family had flour, eggs and a big bowl. At midnight there was a new cake, [a little crooked|a little burnt], but bigger than the first.",
      ],
      [
        '\nOn the day itself {teacher} did not come. [Eight o\'clock, half past eight, nine.|The candles were burning down.] "Perhaps {teacher.he} forgot," said {other}.',
        "Then {hero} looked out of the window. {teacher} was standing at the gate with a flat tyre! They all ran down, pushed the bicycle and [sang on the way|told nothing yet].",
      ],
    ),
    '\nWhen {teacher} opened the door, the whole class called, "Surprise!" {teacher} [stood there with an open mouth|had to sit down|laughed and cried at once].',
    '"[In thirty years nobody has done this for me|You are impossible|I shall never forget this]," {teacher.he} said[ at last| very quietly|].',
    maybe("There was [cake|music|cake and music], and even the [cleaner|cook|head teacher] danced."),
    "[{hero} looked around and saw only happy faces.|<glad>|Giving, thought {hero}, is at least as nice as getting.|<home>]",
  ],
};
