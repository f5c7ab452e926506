import { mkdir, statfs } from "node:fs/promises";
import { join } from "node:path";
import { type Source, sizeOfSource } from "../../lib/models/published/sources.ts";
import { formatBytes, formatSeconds, type Reporter } from "../setup/reporter.mjs";
import { download, sizeOf } from "./download.ts";
import { codeOf, FetchError } from "./fetch-error.ts";
import { onlyOne } from "./only-one.ts";
import { isVerified, rememberVerified } from "./verified.ts";

/** A model to fetch, and how. */
export interface FetchTask {
  name: string;
  source: Source;
  /** Where the files go. */
  folder: string;
  /** The address that the paths of the files follow. */
  url: string;
  reporter: Pick<Reporter, "say" | "during">;
  /** See `Download`. */
  patience?: number;
}

/**
 * Fetches what is missing of a model, and says beforehand how much that is.
 *
 * @throws FetchError that says what would work, the way without a network too.
 */
export async function fetchModel(task: FetchTask): Promise<void> {
  const { name, source, folder, reporter } = task;
  const whole = formatSize(sizeOfSource(source));
  try {
    await mkdir(folder, { recursive: true });
    await onlyOne(folder, async () => {
      const missing = await missingOf(task);
      if (missing.length === 0) {
        reporter.say(`${name} is here already: ${folder} (${whole})`);
        return;
      }
      const start = Date.now();
      await fetchFiles(task, missing);
      reporter.say(`${name} is here now: ${folder} (${whole}, ${formatSeconds(Date.now() - start)})`);
    });
  } catch (error) {
    throw explain(error, task);
  }
}

/** The files that are not there as they were published. */
async function missingOf({ source, folder, reporter }: FetchTask): Promise<Source["files"]> {
  const missing: Source["files"][number][] = [];
  for (const file of source.files) {
    if (!(await isVerified(folder, file))) {
      missing.push(file);
      if ((await sizeOf(join(folder, file.name))) > 0) {
        reporter.say(`${join(folder, file.name)} is not the published file, and will be replaced`);
      }
    }
  }
  return missing;
}

async function fetchFiles(task: FetchTask, missing: Source["files"]): Promise<void> {
  const { name, source, folder, url, reporter, patience } = task;
  const here = await Promise.all(missing.map((file) => sizeOf(join(folder, `${file.name}.partial`))));
  const begun = here.reduce((sum, size) => sum + size, 0);
  const total = missing.reduce((sum, { bytes }) => sum + bytes, 0);
  const left = `${formatSize(total)}${begun > 0 ? `, of which ${formatSize(begun)} are here` : ""}`;
  reporter.say(`${name}: ${source.about}, licence ${source.licence}`);
  reporter.say(`Fetching ${left}, from ${new URL(url).host} to ${folder}`);
  await checkSpace(folder, total - begun);

  // On a terminal the line that shows the progress stands there without an end: write over it.
  const say = (line: string) => reporter.say(process.stdout.isTTY ? `\r\x1b[K${line}` : line);
  const start = Date.now();
  let done = 0;
  for (const file of missing) {
    await reporter.during(`Fetching ${name}/${file.name}`, async (show) => {
      const progress = (bytes: number) => {
        const gained = Math.max(0, done + bytes - begun);
        show(() => progressText(done + bytes, total, gained, Date.now() - start));
      };
      const address = `${url}/${source.repository}/resolve/${source.revision}/${file.name}`;
      const path = join(folder, file.name);
      const options = patience === undefined ? {} : { patience };
      await download({ file, url: address, path, progress, say, ...options });
      await rememberVerified(folder, file);
    });
    done += file.bytes;
  }
}

/** "120 MB of 550 MB, 11.2 MB/s, 38 s left". */
export function progressText(done: number, total: number, gained: number, milliseconds: number): string {
  const text = `${formatSize(done)} of ${formatSize(total)}`;
  const rate = gained / milliseconds; // thousands of bytes a second
  if (milliseconds < 1000 || gained === 0) {
    return text;
  }
  return `${text}, ${(rate / 1000).toFixed(1)} MB/s, ${formatSeconds((total - done) / rate)} left`;
}

async function checkSpace(folder: string, needed: number): Promise<void> {
  const { bavail, bsize } = await statfs(folder);
  const free = bavail * bsize;
  if (free < needed) {
    throw noSpace(`there are ${formatSize(free)} free, and ${formatSize(needed)} are needed`);
  }
}

function noSpace(reason: string): FetchError {
  return new FetchError(`the disk is too full: ${reason}; what has come is kept`, [
    "free some space, then the same command",
    "another disk, for this and for the notebooks: LLMLAB_CACHE=/folder/on/another/disk npm run fetch -- NAME",
  ]);
}

/** Completes an error with the model's name, and with the way that always works. */
function explain(error: unknown, { name, source, folder, url }: FetchTask): unknown {
  const known = codeOf(error) === "ENOSPC" ? noSpace("it has no room left") : error;
  const code = codeOf(known);
  if (!(known instanceof FetchError)) {
    return code === undefined || !(known instanceof Error)
      ? known
      : new FetchError(`Cannot fetch ${name} into ${folder}: ${known.message}`, [
          "another folder, for this and for the notebooks: LLMLAB_CACHE=/another/folder npm run fetch -- NAME",
        ]);
  }
  const names = source.files.map((file) => file.name).join(", ");
  return new FetchError(`Cannot fetch ${name}: ${known.message}`, [
    ...known.remedies.map((remedy) => remedy.replace("NAME", name)),
    `by hand: put ${names} from ${url}/${source.repository}/tree/${source.revision} into ${folder}, then the same command checks them`,
  ]);
}

/** A size as pages about downloads write it, small ones too. */
function formatSize(bytes: number): string {
  return bytes < 1e6 ? `${Math.ceil(bytes / 1000)} kB` : formatBytes(bytes);
}
