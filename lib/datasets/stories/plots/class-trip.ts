import { maybe, oneOf, type Plot } from "../plot.ts";

export const classTrip: Plot = {
  name: "class trip",
  beats: [
    "<when>, the class of {teacher} [went on a trip to the {trip}|was going to see the {trip}]. {hero} had [counted the days|looked forward to it for weeks|packed {hero.his} bag two days before].",
    oneOf(
      [
        "But [the bus broke down on the way|the bus did not come]. They stood at the side of the road, and it began to rain. Everyone was [wet|cross]. {other} said that it was [the worst trip ever|all over].",
        '\n{hero} saw [a barn|an old mill|a small inn] on the hill. "[Let us wait there|At least it will be dry]," {hero.he} said. Inside lived [a farmer|an old woman|a clock maker], who [lit a fire|made hot soup for them|was glad to see so many guests].',
        "There they learned [how to bake bread|how to milk a goat|songs that nobody sang any more|how people lived a hundred years ago]. Time flew by. [Nobody thought of the {trip} any more.|When the new bus came, nobody wanted to leave.]",
      ],
      [
        '"[Stay together|Nobody goes off alone]," said {teacher}. But {hero} saw something [shiny|strange|wonderful] and stopped to look. When {hero.he} turned round, the others were gone.',
        "\n<worry> {hero} remembered what {hero.his} {relative} had always said: when you are lost, stay where you are. So {hero} sat down on a [bench|stone] and waited[, although it was hard|].",
        '[After ten minutes|It felt like hours, but soon] {hero.he} heard {friend} call. "There you are! [I saw that your seat was empty|I counted us, and one was missing]," said {friend}.',
        "{teacher} was so [relieved|glad] that {teacher.he} forgot to be angry. But on the way back {hero} held {friend}'s hand.",
      ],
      [
        "They worked in pairs, and {hero} had to work with {other}, although the two [did not like each other|had never spoken]. They got a map and had to find [five things|seven signs].",
        "\n{other} could read maps, but {other.he} was afraid of [high places|the dark]. {hero} was not, but {hero.he} could not tell left from right. So {other} said where to go, and {hero} [went first|held the lamp].",
        'They were the first to find everything. "[You are not so bad|I was wrong about you]," said {other}. "[Neither are you|I was wrong about you too]," said {hero}, and both laughed.',
      ],
      [
        "At the {trip} there was a [box|chest|case] with a sign: do not open. {hero} wanted so much to know what was inside. {friend} said no, but {hero} [lifted the lid a little|turned the key].",
        "\nAt once [a bell rang|a hundred butterflies flew out|all the lights went out], and [a guard came running|everyone screamed]. {hero} [wanted to sink into the ground|would have liked to disappear].",
        '"It was me," {hero} said. Because {hero.he} owned up, {hero.he} only had to [write a letter|sweep the steps|help to put everything back]. The guard even explained [how it worked|what it was for].',
      ],
    ),
    maybe(
      "\nOn the way home they sang[ until they had no voice left| every song they knew|], and {hero} [fell asleep on {friend}'s shoulder|looked out of the window and smiled].",
    ),
    "[{hero} wrote about it in {hero.his} notebook: the best trips are those that go wrong.|<home>|Of all the trips, that was the one which {hero} remembered best.|]",
  ],
};
