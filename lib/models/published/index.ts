export { loadBert } from "./bert.ts";
export { loadGpt2 } from "./gpt2.ts";
export { publishedFolder } from "./published-folder.ts";
export { loadT5 } from "./t5.ts";
