import { maybe, oneOf, type Plot } from "../plot.ts";

export const animal: Plot = {
  name: "animal",
  beats: [
    "<when>, {hero} heard a [soft|strange|small] sound [behind the gym|near the bicycles|by the school gate|in the garden]. [It was coming from a box.|Something moved in the leaves.|{hero} bent down and looked.]",
    "It was {a animal}, [cold and wet|all alone|with a hurt leg|hungry and afraid].",
    maybe("<weather>"),
    '"[You poor thing|Do not be afraid]," {hero} whispered. {hero} wanted to [help|keep] it. But animals were not allowed [in the school|in class].',
    oneOf(
      [
        "\nSo {hero} hid the {animal.noun} in {hero.his} [bag|jacket] and sat down in class. All went well until {teacher} asked a question and a tiny voice answered from under the table.",
        'Everybody [laughed|turned round]. {hero} went red and told the truth. {teacher} [looked at the {animal.noun} for a long time|tried not to smile]. "[It may stay in a box until the end of the day|First we find it something to eat]," {teacher.he} said.',
      ],
      [
        '\n{hero} fetched {friend}. {friend} knew a lot about animals, because {friend.his} [mother|father|aunt] was a vet. "[It needs warmth first|It needs water, not milk|We must keep it quiet]," {friend.he} said.',
        "They made a bed out of [a scarf|old newspapers|a hat] and gave it [water|small bits of food] every hour.",
      ],
      [
        '\n{hero} asked {teacher} for help. "[Rules are rules|I cannot let it in]," said {teacher}, "but [the shed is not the school|nobody said anything about the garden]." And {teacher.he} [brought a blanket|found an old basket].',
      ],
    ),
    oneOf(
      [
        "\n<nextDay>, the {animal.noun} could [stand|walk] again. {hero} put up signs all over town. [Two days later|Soon] an old man came, and the {animal.noun} ran to him, for he was its owner.",
        '{hero} was sad and glad at once. "[Come and visit us|You may see it whenever you like]," said the old man, and {hero} did so every [Sunday|week].',
      ],
      [
        "\nA week later it was strong again. {hero} and {friend} carried it to the edge of the [forest|field|lake] and opened the box. It [looked back once|waited a moment], and then it was gone.",
        "{hero} [cried a little|was quiet on the way home], but {hero.he} knew that it was right, because a wild animal wants to be free.",
      ],
      [
        "\nNobody came to ask for it. So the class [voted|talked about it], and the {animal.noun} stayed [in the school garden|with {hero} at home]. They called it [Chalk|Button|Biscuit|Professor|Pepper].",
        "Every child was allowed to feed it [once a week|for one day], and even {teacher} was seen [talking to it|bringing it a present].",
      ],
    ),
    "[<glad>|<lessonKind>|<home>]",
  ],
};
