import { closeSync, copyFileSync, existsSync, openSync, readFileSync, writeFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { streamStories } from "../../../lib/datasets/index.ts";

/** The texts that are measured on, as files. */
export interface Corpora {
  /** What the text of about a megabyte is. */
  readonly name: string;
  readonly megabyte: string;
  /** Its first 133 kB. */
  readonly small: string;
  /** 64 kB of one letter. */
  readonly run: string;
  /** Writes generated stories of a size in megabytes. */
  stories(megabytes: number): string;
}

/** Prepares the texts in a folder: tiny Shakespeare where it is beside the repository, else stories of that size. */
export function prepareCorpora(root: string, folder: string): Corpora {
  const shakespeare = join(root, "..", "shared", "corpora", "tinyshakespeare.txt");
  const path = (name: string) => join(folder, `${name}.txt`);

  function stories(megabytes: number): string {
    const target = path(`stories-${megabytes}`);
    if (existsSync(target)) return target;
    const file = openSync(target, "w");
    let size = 0;
    // A hundred megabytes of different stories take minutes to tell: three megabytes of them come again, with numbers
    // between, so that the words stay those of the stories and new ones keep coming.
    const told = tellStories(Math.min(megabytes, 3) * 1e6);
    for (let round = 0; size < megabytes * 1e6; round++) {
      for (const [at, story] of told.entries()) {
        size += writeSync(file, `${story}\n\n${round * told.length + at}. `);
        if (size >= megabytes * 1e6) break;
      }
    }
    closeSync(file);
    return target;
  }

  if (existsSync(shakespeare)) {
    copyFileSync(shakespeare, path("megabyte"));
  } else {
    writeFileSync(path("megabyte"), tellStories(1_115_394).join("\n\n").slice(0, 1_115_394));
  }
  writeFileSync(path("small"), readFileSync(path("megabyte"), "utf8").slice(0, 133_000));
  writeFileSync(path("run"), "a".repeat(65_536));
  return {
    name: existsSync(shakespeare) ? "tiny Shakespeare" : "stories",
    megabyte: path("megabyte"),
    small: path("small"),
    run: path("run"),
    stories,
  };
}

function tellStories(size: number): string[] {
  const told: string[] = [];
  let length = 0;
  for (const story of streamStories(1)) {
    told.push(story);
    length += story.length;
    if (length >= size) break;
  }
  return told;
}
