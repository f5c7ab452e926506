/**
 * A step of a plot: a template (see `fillTemplate`), or a fork in the road, where one of several continuations is
 * taken. What is told on one branch holds only there, so causes and consequences stay together.
 */
export type Beat = string | { oneOf: readonly (readonly Beat[])[] };

/** What happens, from a wish to an end. */
export interface Plot {
  name: string;
  beats: readonly Beat[];
}

/** Forks the road. */
export function oneOf(...branches: readonly (readonly Beat[])[]): Beat {
  return { oneOf: branches };
}

/** Tells a beat in half of the stories. */
export function maybe(beat: Beat): Beat {
  return { oneOf: [[beat], []] };
}
