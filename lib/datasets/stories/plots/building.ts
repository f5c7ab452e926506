import { maybe, oneOf, type Plot } from "../plot.ts";

export const building: Plot = {
  name: "building",
  beats: [
    "[{teacher} asked the class to build something for the school fair.|There was a prize for the best thing made by hand.|In the summer {hero} and {friend} had much time.] {hero} wanted to build {a building}[ out of old boxes| out of wood| all by {hero.himself}|].",
    "[{hero} drew a plan.|{hero} began at once, without a plan.] {hero} [sawed|cut], glued and [hammered|painted] until it was dark.",
    maybe(
      '{other} came by and [shook {other.his} head|laughed]. "[That will never work|It will fall apart]," {other.he} said.',
    ),
    "\nWhen it was finished, {hero} [tried it out|showed it to everybody]. The {building.noun} [stood for a moment|moved a little|looked splendid], and then it [fell apart|broke in the middle|tipped over]. [Some children laughed.|Nobody said a word.] <sad>",
    oneOf(
      [
        '\n{friend} picked up a piece. "[Look, it broke here|The glue was still wet|This side is heavier than that one]," {friend.he} said. "[So now we know why|If we make this part stronger, it will hold]."',
        "They worked side by side. {friend} was good at [measuring|drawing], and {hero} was good at [building|sawing]. [The second one broke too, but later than the first.|Twice they had to begin again.]",
      ],
      [
        '\n"My first one fell apart too," said {hero.his} {relative}. "What did it teach you?" {hero} thought. {hero} had learned that [it needed a wider foot|the wind was stronger than glue|it was too heavy on top].',
        "So {hero.he} changed [only that one thing|one thing at a time] and tried it again each evening.",
      ],
      [
        "\n{hero} [kicked the pieces|wanted to throw everything away]. But then {hero.he} saw how [a spider|an ant|a bird] began its work again, for the third time, after the wind had [torn it|taken it away].",
        "{hero} [was a little ashamed|smiled] and picked up the hammer again.",
      ],
    ),
    "\n<nextDay>, the new {building.noun} was ready. [Everybody held their breath.|{other} came to look, too.] It [held|worked|stood]! <glad>",
    oneOf(
      [
        '"[May I help with the next one?|I was wrong,]" said {other}. "[Of course|There is enough to do for three]," said {hero}.',
      ],
      [
        "They did not win the prize, but [every child wanted to try it|the {building.noun} stood in the yard for years], and that was better.",
      ],
      [
        '{teacher} gave {hero} the prize. "Not because it is perfect," {teacher.he} said, "but because [you did not stop|I saw the first three]."',
      ],
    ),
    "[<lessonTry>|<home>|]",
  ],
};
