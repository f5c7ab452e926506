import { parseArgs } from "node:util";
import { folderOf } from "../../lib/models/published/published-folder.ts";
import { modelsUrl, type Source, sizeOfSource, sources } from "../../lib/models/published/sources.ts";
import { createReporter, formatBytes, type Reporter } from "../setup/reporter.mjs";
import { FetchError } from "./fetch-error.ts";
import { type FetchTask, fetchModel } from "./fetch-model.ts";
import { isVerified } from "./verified.ts";

const usage = `npm run fetch -- NAME ...   fetches published models, for the notebooks that use them
npm run fetch -- --list     says which there are, and which are here

--mirror ADDRESS takes them from another server with the same paths, as LLMLAB_MODELS_URL=ADDRESS does;
LLMLAB_CACHE names the folder that they go to. What was interrupted goes on where it stopped.`;

/** What a fetch may know of the machine. Tests replace any part of it. */
export interface FetchContext {
  env: NodeJS.ProcessEnv;
  reporter: Pick<Reporter, "say" | "during">;
  sources: Readonly<Record<string, Source>>;
  folderOf: (name: string) => string;
  patience?: number;
}

/**
 * Fetches the models that the command line names.
 *
 * @returns the exit code: 0 when all of them are here, else 1.
 */
export async function runFetch(args: readonly string[], overrides: Partial<FetchContext> = {}): Promise<number> {
  const context: FetchContext = { env: process.env, reporter: createReporter(), sources, folderOf, ...overrides };
  const { say } = context.reporter;
  try {
    const { names, list, help, mirror } = readArguments(args);
    if (help) {
      say(usage);
    } else if (list) {
      await sayList(context);
    } else {
      for (const task of names.map((name) => taskFor(name, mirror, context))) {
        await fetchModel(task);
      }
    }
    return 0;
  } catch (error) {
    if (!(error instanceof FetchError)) {
      throw error;
    }
    say([error.message, ...error.remedies.map((remedy) => `  try: ${remedy}`)].join("\n"));
    return 1;
  }
}

function readArguments(args: readonly string[]) {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        help: { type: "boolean", short: "h", default: false },
        list: { type: "boolean", default: false },
        mirror: { type: "string" },
      },
    });
    if (positionals.length === 0 && !values.help && !values.list) {
      throw new Error("Cannot fetch without the name of a model");
    }
    return { names: positionals, ...values };
  } catch (error) {
    throw new FetchError(`${error instanceof Error ? error.message : error}\n\n${usage}`);
  }
}

function taskFor(name: string, mirror: string | undefined, context: FetchContext): FetchTask {
  const source = Object.hasOwn(context.sources, name) ? context.sources[name] : undefined;
  if (source === undefined) {
    const names = Object.keys(context.sources).join(", ");
    throw new FetchError(`Cannot fetch "${name}": there is no model of this name; there are ${names}`);
  }
  const url = mirror ?? (context.env.LLMLAB_MODELS_URL || modelsUrl);
  if (!/^https?:\/\//.test(url) || !URL.canParse(url)) {
    throw new FetchError(`Cannot fetch ${name} from "${url}": that is no address; it should begin with https://`);
  }
  const { reporter, patience } = context;
  const folder = context.folderOf(name);
  return { name, source, folder, url: url.replace(/\/+$/, ""), reporter, ...(patience !== undefined && { patience }) };
}

async function sayList({ reporter, sources, folderOf }: FetchContext): Promise<void> {
  const width = Math.max(...Object.keys(sources).map((name) => name.length));
  for (const [name, source] of Object.entries(sources)) {
    const folder = folderOf(name);
    const right = await Promise.all(source.files.map((file) => isVerified(folder, file)));
    const where = right.every(Boolean) ? `here: ${folder}` : "not here";
    reporter.say(`${name.padEnd(width)}  ${formatBytes(sizeOfSource(source)).padStart(6)}  ${source.about}; ${where}`);
  }
}
