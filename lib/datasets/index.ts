export * from "./batches/index.ts";
export { type CharacterVocabulary, characterVocabulary } from "./character-vocabulary.ts";
export {
  allClassroomSentences,
  belongings,
  type ClassroomSentence,
  classroomAnswers,
  classroomIds,
  classroomLength,
  classroomSentence,
  classroomVocabulary,
  type Link,
  people,
  splitClassroom,
  tools,
} from "./classroom.ts";
export * from "./documents/index.ts";
export * from "./english-spanish/index.ts";
export * from "./finite-state/index.ts";
export * from "./school/index.ts";
export * from "./stories/index.ts";
