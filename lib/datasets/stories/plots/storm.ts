import { maybe, oneOf, type Plot } from "../plot.ts";

export const storm: Plot = {
  name: "storm",
  beats: [
    "<when>, [black clouds came over the hills|the sky turned yellow and then black|the wind began to howl around the school]. Thunder [rolled|cracked], and [all at once|with a click] the lights went out.",
    "[The bus could not come, because a tree lay across the road.|Nobody could go home in such weather.|The river had risen over the bridge, so they all had to stay.] {hero} was afraid of [the dark|thunder], but [nobody was to know it|{hero.he} hid it].",
    oneOf(
      [
        "Then {hero} heard that somebody was crying. It was {other}, who was always so loud and brave. {hero} was surprised.",
        '"[I do not like thunder|I want to go home]," whispered {other}. "[Neither do I|Me too]," said {hero}. They sat close together and counted the seconds between lightning and thunder. [Five, then eight, then twelve: the storm was moving away.|The more they counted, the smaller the fear became.]',
      ],
      [
        '{teacher} found [one candle|an old lamp], and they all sat around it. "Let us tell stories," said {friend}. "Each of us adds a sentence."',
        "The story began with [a king without a shadow|a whale who wanted to fly|a door at the bottom of a lake], and with every sentence it became stranger. {hero} laughed so much that {hero.he} [did not hear the thunder any more|forgot the dark].",
      ],
      [
        'In the yard the door of the rabbit house was banging. "[They will run away|They will be so afraid]!" said {friend}. Somebody had to go out.',
        "{hero}'s knees shook, but the rabbits were [smaller|more afraid] than {hero.he} was. {hero} and {friend} ran through the rain, [tied the door|carried the rabbits inside in their jackets] and came back, wet to the skin.",
      ],
      [
        "The smallest children began to cry. {hero} held up {hero.his} hands and made shadows on the wall, by the light of {teacher}'s lamp.",
        "There was a [dog|wolf|swan], an old man with a long nose, and a bird that flew across the ceiling. Soon the children [laughed|wanted more]. And because {hero} was so busy, {hero.his} own fear was gone.",
      ],
    ),
    "\n[Towards evening|At last|An hour later] the rain stopped. [A rainbow stood over the roofs.|The lights came back, and everyone said oh.|The air was clear and cool.]",
    maybe('"What a pity!" said {friend}. "[It was just getting exciting|I should have liked to stay]."'),
    oneOf(
      ["{hero} had learned that [brave people are afraid too|courage is fear that goes on walking]. <home>"],
      ["Whenever there was thunder after that, {hero} [smiled and began to count|thought of that evening]."],
      ["<glad> <home>"],
    ),
  ],
};
