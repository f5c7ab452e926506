export { nearDuplicateGroups } from "./near-duplicates.ts";
export { createNearestSearch, type Nearest, nearestStory } from "./nearest.ts";
export { type Split, splitDocuments } from "./split.ts";
