import { FIXTURES } from "./build.ts";
import { describeNotebook } from "./describe-notebook.ts";

// The counterpart of the broken fixtures: what they fail, a healthy notebook passes.
describeNotebook(`${FIXTURES}healthy.ipynb`);
