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
