import { expect } from "chai";
import { courseNotebooks } from "../../scripts/notebooks/course-notebooks.ts";
import { describeNotebook } from "./describe-notebook.ts";

describe("the course", () => {
  const notebooks = courseNotebooks();

  it("has notebooks", () => expect(notebooks).not.to.deep.equal([]));

  for (const path of notebooks) describeNotebook(path);
});
