import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { emptyFileText } from "./cell-file.ts";
import { bareProjectText, globalsText, hubText, projectText, virtualFiles } from "./project.ts";
import { startServer, type TypeScriptServer } from "./typescript-server.ts";

/** The virtual files and the server that sees them. When the server dies, a new one gets the same files. */
export interface Workspace {
  /** Asks about a virtual file. */
  ask(method: string, name: string, params: object, timeoutMs: number): Promise<unknown>;
  notify(method: string, params: unknown): void;
  /**
   * Replaces the text of a virtual file. Waits until the server has taken up the file that was changed before: two
   * changed files at once cost it its program, one after the other do not.
   */
  write(name: string, text: string): Promise<void>;
  /** The text of a virtual file by its name; undefined for any other. */
  textOf(name: string): string | undefined;
  /** The text of a virtual file by its address; undefined for any other. */
  textAt(uri: string): string | undefined;
  /** Provides for so many slots and empties them. */
  resize(slots: number): void;
  /** Lets cells refer to a module through the hub, and gives its number there. */
  moduleNumber(specifier: string): number;
  /** The modules by their numbers. */
  readonly modules: readonly string[];
  /** Ends a server that does not answer, so that the next question goes to a new one. */
  restart(): Promise<void>;
  readonly pid: number | undefined;
  close(): Promise<void>;
}

export interface WorkspaceOptions {
  readonly folder: string;
  readonly packageRoot: string;
  readonly slots: number;
  readonly log: (line: string) => void;
}

interface Document {
  version: number;
  text: string;
}

/** A server that does not live as long is started again only when it is needed. */
const shortLife = 2000;

/** So much longer may the first answer of a server take. */
const startAllowance = 20_000;

const settleTimeout = 10_000;

export function openWorkspace({ folder, packageRoot, slots, log }: WorkspaceOptions): Workspace {
  const documents = new Map<string, Document>();
  const uriOf = (name: string) => pathToFileURL(join(folder, name)).href;
  const names = new Map<string, string>();
  let server: TypeScriptServer | undefined;
  /** The server that has answered once: until then it reads the standard library. */
  let ready: TypeScriptServer | undefined;
  let closed = false;
  let size = 0;
  const modules: string[] = [];
  /** The file that was changed and not asked about since. */
  let unsettled: string | undefined;

  function running(): TypeScriptServer {
    if (closed) {
      throw new Error("Cannot ask TypeScript: the language is closed");
    }
    if (server?.alive()) {
      return server;
    }
    const started = performance.now();
    server = startServer({
      folder,
      packageRoot,
      log,
      onDeath() {
        if (!closed && performance.now() - started > shortLife) {
          running();
        }
      },
    });
    openAll();
    return server;
  }

  /**
   * Opens every file. The server updates the project with each one; so that this does not read the standard library's
   * declarations again and again, the project starts without any and becomes itself at the end.
   */
  function openAll(): void {
    for (const [name, document] of documents) {
      if (name === virtualFiles.config) {
        open(name, { version: 0, text: bareProjectText(size) });
      } else {
        open(name, document);
      }
    }
    const config = documents.get(virtualFiles.config);
    if (config !== undefined) {
      change(virtualFiles.config, config);
    }
  }

  function open(name: string, { version, text }: Document): void {
    const languageId = name === virtualFiles.config ? "json" : "typescript";
    server?.notify("textDocument/didOpen", { textDocument: { uri: uriOf(name), languageId, version, text } });
  }

  function change(name: string, { version, text }: Document): void {
    const textDocument = { uri: uriOf(name), version };
    server?.notify("textDocument/didChange", { textDocument, contentChanges: [{ text }] });
  }

  function write(name: string, text: string): void {
    const document = documents.get(name);
    if (document === undefined) {
      const fresh = { version: 1, text };
      documents.set(name, fresh);
      names.set(decodeURIComponent(uriOf(name)), name);
      if (server?.alive()) {
        open(name, fresh);
      }
    } else if (document.text !== text) {
      document.version++;
      document.text = text;
      if (server?.alive()) {
        change(name, document);
      }
    }
  }

  async function writeNext(name: string, text: string): Promise<void> {
    if (unsettled !== undefined && unsettled !== name) {
      const textDocument = { uri: uriOf(unsettled) };
      unsettled = undefined;
      try {
        await running().request("custom/projectInfo", { textDocument }, settleTimeout);
      } finally {
        // Whatever became of the server: the next one has to see this text.
        write(name, text);
      }
    }
    write(name, text);
    unsettled = name;
  }

  function resize(count: number): void {
    size = count;
    // The configuration comes first: a file that no project names makes the server search for one.
    write(virtualFiles.config, bareProjectText(count));
    write(virtualFiles.globals, globalsText);
    for (let slot = 0; slot < count; slot++) {
      write(virtualFiles.slot(slot), emptyFileText);
    }
    write(virtualFiles.hub, hubText(count, modules));
    write(virtualFiles.question, emptyFileText);
    write(virtualFiles.config, projectText(folder, packageRoot, count));
  }

  resize(slots);
  try {
    running();
  } catch (error) {
    // Without TypeScript cells still run; each check says this again.
    log(`language: ${error instanceof Error ? error.message : String(error)}`);
  }

  return {
    async ask(method, name, params, timeoutMs) {
      const current = running();
      unsettled = undefined;
      const patience = current === ready ? timeoutMs : timeoutMs + startAllowance;
      const answer = await current.request(method, { textDocument: { uri: uriOf(name) }, ...params }, patience);
      ready = current;
      return answer;
    },
    notify: (method, params) => running().notify(method, params),
    async write(name, text) {
      const hub = hubText(size, modules);
      if (documents.get(virtualFiles.hub)?.text !== hub) {
        await writeNext(virtualFiles.hub, hub);
      }
      await writeNext(name, text);
    },
    moduleNumber(specifier) {
      const known = modules.indexOf(specifier);
      return known < 0 ? modules.push(specifier) - 1 : known;
    },
    modules,
    textOf: (name) => documents.get(name)?.text,
    textAt(uri) {
      // The server escapes more characters than Node does.
      const name = names.get(decodeURIComponent(uri));
      return name === undefined ? undefined : documents.get(name)?.text;
    },
    resize,
    async restart() {
      await server?.stop();
    },
    get pid() {
      return server?.pid;
    },
    async close() {
      closed = true;
      await server?.stop();
    },
  };
}
