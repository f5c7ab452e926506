export { solveAnalogy } from "./analogy.ts";
export { cosineSimilarity, euclideanDistance } from "./distances.ts";
export { type Neighbour, nearestNeighbours } from "./neighbours.ts";
export { type PrincipalComponents, principalComponents, projectOnto } from "./principal-components.ts";
export type { Vector } from "./vector.ts";
