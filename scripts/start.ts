import { openCourse } from "./start/open-course.ts";

try {
  process.exitCode = await openCourse(process.argv.slice(2));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
