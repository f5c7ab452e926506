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
export * from "./finite-state/index.ts";
export * from "./school/index.ts";
