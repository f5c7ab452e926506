export * from "./vectors/index.ts";
