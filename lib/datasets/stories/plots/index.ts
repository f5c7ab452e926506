import type { Plot } from "../plot.ts";
import { animal } from "./animal.ts";
import { brokenThing } from "./broken-thing.ts";
import { building } from "./building.ts";
import { classTrip } from "./class-trip.ts";
import { hardTest } from "./hard-test.ts";
import { homeworkLie } from "./homework-lie.ts";
import { learning } from "./learning.ts";
import { libraryBook } from "./library-book.ts";
import { lostThing } from "./lost-thing.ts";
import { lunch } from "./lunch.ts";
import { newStudent } from "./new-student.ts";
import { plant } from "./plant.ts";
import { quarrel } from "./quarrel.ts";
import { race } from "./race.ts";
import { stageFright } from "./stage-fright.ts";
import { storm } from "./storm.ts";
import { surprise } from "./surprise.ts";
import { treasureHunt } from "./treasure-hunt.ts";

/** Every plot that a story may tell. */
export const plots: readonly Plot[] = [
  animal,
  brokenThing,
  building,
  classTrip,
  hardTest,
  libraryBook,
  lostThing,
  lunch,
  newStudent,
  plant,
  quarrel,
  race,
  stageFright,
  homeworkLie,
  storm,
  surprise,
  learning,
  treasureHunt,
];
