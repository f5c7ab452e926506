export { createSchool, type SchoolOptions } from "./school.ts";
