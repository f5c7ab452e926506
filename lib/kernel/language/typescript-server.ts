import { spawn } from "node:child_process";
import { pathToFileURL } from "node:url";
import { type Connection, connect } from "./json-rpc.ts";
import { typeScriptCommand } from "./native-typescript.ts";

/** A running TypeScript language server. */
export interface TypeScriptServer extends Connection {
  readonly pid: number | undefined;
  /** Whether it still runs. */
  alive(): boolean;
  /** Ends the process and resolves when it is gone. */
  stop(): Promise<void>;
}

export interface ServerOptions {
  readonly folder: string;
  readonly packageRoot: string;
  readonly log: (line: string) => void;
  /** Is called when the process ended without having been stopped. */
  readonly onDeath: () => void;
}

/**
 * What this client can do, and what it does not want: pushed diagnostics, a log, and an index of all that could be
 * imported, which would take several times the work of a check after each of them.
 */
const initialization = {
  capabilities: {
    textDocument: {
      diagnostic: { relatedInformation: true },
      completion: { completionItem: { labelDetailsSupport: true, documentationFormat: ["markdown"] } },
      hover: { contentFormat: ["markdown"] },
      signatureHelp: { signatureInformation: { documentationFormat: ["markdown"] } },
      definition: { linkSupport: true },
    },
    workspace: {},
  },
  initializationOptions: {
    disablePushDiagnostics: true,
    // Warnings and worse. Below that it tells of each check in twenty messages.
    logVerbosity: 4,
    userPreferences: {
      includeCompletionsForModuleExports: false,
      includeCompletionsForImportStatements: false,
      // The types of long chains are read from here, and one that is cut short is of no use.
      maximumHoverLength: 100_000,
    },
  },
};

/**
 * Starts TypeScript 7 as a language server (`tsc --lsp --stdio`, its stable interface).
 *
 * It ends by itself when this process does, because its input closes then.
 */
export function startServer({ folder, packageRoot, log, onDeath }: ServerOptions): TypeScriptServer {
  const [command, ...args] = typeScriptCommand(packageRoot);
  const child = spawn(command, [...args, "--lsp", "--stdio"], {
    cwd: folder,
    stdio: ["pipe", "pipe", "pipe"],
    windowsHide: true,
  });
  const connection = connect(child.stdout, child.stdin);
  let running = true;
  let stopped = false;
  let lastWords = "";
  child.stderr.on("data", (text: Buffer) => {
    lastWords = (lastWords + text.toString()).slice(-2000);
  });
  const gone = new Promise<void>((resolve) => {
    const ended = (how: string) => {
      if (!running) {
        return;
      }
      running = false;
      connection.end(how);
      if (!stopped) {
        log(`language: TypeScript ${how}${lastWords === "" ? "" : `; its last words: ${lastWords}`}`);
        onDeath();
      }
      resolve();
    };
    child.on("error", (error) => ended(`cannot run: ${error.message}`));
    child.on("exit", (code, signal) => ended(`ended with ${signal ?? `code ${code}`}`));
  });

  // Requests that follow wait for this one in the server.
  connection
    .request("initialize", { processId: process.pid, rootUri: pathToFileURL(folder).href, ...initialization }, 30_000)
    .catch((error) => log(`language: ${error.message}`));
  connection.notify("initialized", {});

  return {
    ...connection,
    pid: child.pid,
    alive: () => running,
    async stop() {
      stopped = true;
      child.stdin.end();
      child.kill();
      const timer = setTimeout(() => child.kill("SIGKILL"), 500);
      await gone;
      clearTimeout(timer);
    },
  };
}
