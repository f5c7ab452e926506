export { type Story, sampleStories, storyAt, streamStories } from "./story.ts";
