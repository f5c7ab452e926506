// A process of its own, because a process has one backend: prints, as JSON, what backends.test.ts looks at.
import { startBackend } from "../../lib/tensor/index.ts";
import { summary } from "./summary.ts";

const { name } = await startBackend();
console.log(JSON.stringify({ backend: name, found: summary() }));
