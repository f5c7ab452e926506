import type { Plot } from "../plot.ts";
import { brokenThing } from "./broken-thing.ts";
import { hardTest } from "./hard-test.ts";
import { lostThing } from "./lost-thing.ts";

/** Every plot that a story may tell. */
export const plots: readonly Plot[] = [brokenThing, hardTest, lostThing];
