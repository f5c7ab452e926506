import { maybe, oneOf, type Plot } from "../plot.ts";

export const libraryBook: Plot = {
  name: "library book",
  beats: [
    "{hero} loved books about [pirates|planets|horses|volcanoes|dragons|the sea|old kings]. <when>, {hero.he} borrowed [the finest one|a thick old one|the last copy] from the school library.",
    '"[Take good care of it|It is the only one we have]," said {teacher}, who looked after the library. "[Others are waiting for it|Bring it back in two weeks]."',
    oneOf(
      [
        "{hero} read [in the bath|by the lake], and the book fell into the water. [All the pages were wet.|The pages swelled like bread.]",
      ],
      [
        "{hero} left the book on the floor, and {hero.his} little brother [drew a horse on page seven|coloured all the pictures green].",
      ],
      ["{hero} ran home in the rain, and the book got wet, because {hero.his} bag had a hole."],
      ["The dog found the book and [chewed the cover|tore out a page]. {hero} had forgotten to put it on the shelf."],
      [
        "{hero} liked the book so much that {hero.he} did not want to give it back. The two weeks were over, and then a month.",
      ],
    ),
    '\n<worry> "[I could say that I never had it|Perhaps nobody will notice]," {hero.he} thought. But [that did not feel right|every time {hero.he} passed the library, {hero.his} stomach hurt].',
    oneOf(
      [
        'So {hero} went to the library and put the book on the table. "[This is my fault|I have to tell you something]," {hero.he} said, and {hero.he} told everything.',
        '{teacher} [turned the pages|was silent for a while]. "[I am sad about the book, but glad about you|A book can be bought again. Trust cannot]," {teacher.he} said.',
      ],
      [
        '{friend}, who was waiting for that very book, asked, "Have you seen it?" {hero} could not lie to {friend.him}. Together they [went to {teacher}|tried to save it].',
        "They [dried the pages with an iron|glued it page by page|made a new cover out of cloth]. It took [three afternoons|a whole Saturday]. In the end it looked [strange but good|almost like new].",
      ],
    ),
    "\n[To make up for it|Because something had to be done], {hero} [helped in the library every Tuesday|read to the small children for a month|mended ten other books].",
    oneOf(
      [
        "{hero} found that {hero.he} liked it, and when the month was over, {hero.he} stayed. [Today {hero.he} knows every shelf.|Soon the small children called {hero.him} the book doctor.]",
      ],
      ["And the next book that {hero} borrowed came back [two days early|as clean as new]. <glad>"],
      ["<lessonTruth>"],
    ),
    maybe("<home>"),
  ],
};
