import type { CellOutline, CellSource, CompiledCell, SyntaxFault } from "../../../lib/kernel/cell/cell.ts";
import type { Cells, Engine } from "../../../lib/kernel/engine.ts";
import type { Completions, Diagnostic, Inspection, Language } from "../../../lib/kernel/language/language.ts";
import type {
  CellOutcome,
  ExecuteOptions,
  MimeBundle,
  Runtime,
  RuntimeEventSink,
} from "../../../lib/kernel/runtime/runtime.ts";

/*
 * A language of one command a line, just enough to make the kernel's framework do everything it can. It shows that the
 * framework works apart from TypeScript, and a test can make happen what is rare with the real one.
 *
 *   print TEXT, warn TEXT    write a line to stdout or stderr
 *   write COUNT              writes COUNT numbered lines, one event each
 *   text BYTES               writes one line of so many bytes
 *   show TEXT                displays; `show-as ID TEXT` under an id, `update ID TEXT` replaces
 *   updates COUNT            updates the display "flood" so often
 *   shows COUNT BYTES        displays a long text so often, with its number at its end
 *   clear                    clears the output
 *   let NAME TEXT            keeps a text; `get NAME` is an expression whose result it is
 *   ask PROMPT               asks and prints the answer; `secret PROMPT` likewise, hidden
 *   wait MS                  takes its time; `forever` does not end until interrupted
 *   late MS TEXT             prints after the cell has ended; `late-error MS TEXT` fails then
 *   open TARGET ID           opens a comm; what comes in is printed and sent back
 *   throw TEXT               fails; `crash` loses the process
 *   bad                      is a syntax fault; `wrong` a fault that the check finds; `slow-check` never ends checking
 */

/** Makes a toy engine. */
export async function startToy(sink: RuntimeEventSink): Promise<Engine> {
  return { cells: toyCells, language: toyLanguage(), runtime: new ToyRuntime(sink) };
}

const toyCells: Cells = {
  outlineCell(code: string): { outline: CellOutline } | { fault: SyntaxFault } {
    const at = code.search(/^bad/m);
    if (at !== -1) {
      return { fault: { message: "This is bad", start: at, end: at + 3 } };
    }
    const declarations = [...code.matchAll(/^let (\S+)/gm)].map(([, name = ""]) => ({ name, kind: "let" as const }));
    return { outline: { declarations, references: new Set(), unchecked: false } };
  },
  compileCell(cell: CellSource, outline: CellOutline): CompiledCell {
    return { ...cell, script: cell.code, map: "", assigns: outline.declarations.map(({ name }) => name), captures: [] };
  },
  completeness(code: string) {
    return code.endsWith(":") ? { status: "incomplete", indent: "  " } : { status: "complete" };
  },
  syntaxError: (_cell: CellSource, fault: SyntaxFault) => toyError("SyntaxError", fault.message),
  typeError: (_cell: CellSource, [first]: readonly Diagnostic[]) => toyError("TypeScriptError", first?.message ?? ""),
};

function toyLanguage(): Language {
  const names = new Set<string>();
  return {
    check({ code }: CellSource): Promise<readonly Diagnostic[]> {
      if (code.startsWith("slow-check")) {
        return new Promise(() => {});
      }
      const fault = { code: 2322, message: "This is wrong", start: 0, end: 5 };
      return Promise.resolve(code.startsWith("wrong") ? [fault] : []);
    },
    commit(_cell: CellSource, _outline: CellOutline, assigned: ReadonlySet<string>): void {
      for (const name of assigned) {
        names.add(name);
      }
    },
    reset: () => names.clear(),
    async complete(code: string, offset: number): Promise<Completions> {
      const word = /\S*$/.exec(code.slice(0, offset))?.[0] ?? "";
      const items = [...names].filter((name) => name.startsWith(word)).map((text) => ({ text, kind: "variable" }));
      return { start: offset - word.length, end: offset, items };
    },
    async inspect(
      code: string,
      offset: number,
      { withSource }: { withSource: boolean },
    ): Promise<Inspection | undefined> {
      const word = /\S*$/.exec(code.slice(0, offset))?.[0] ?? "";
      const found = { signature: `let ${word}: text`, documentation: "A text." };
      return names.has(word) ? { ...found, ...(withSource && { source: `let ${word} ...` }) } : undefined;
    },
    close: async () => {},
  };
}

function toyError(ename: string, evalue: string) {
  return { ename, evalue, traceback: [`${ename}: ${evalue}`, "    at Cell In[1], line 1"] };
}

function plain(text: string): MimeBundle {
  return { data: { "text/plain": text }, metadata: {} };
}

class ToyRuntime implements Runtime {
  readonly #sink: RuntimeEventSink;
  readonly #values = new Map<string, string>();
  #stop: (() => void) | undefined;
  #answer: ((text: string) => void) | undefined;

  constructor(sink: RuntimeEventSink) {
    this.#sink = sink;
  }

  async execute(cell: CompiledCell, options: ExecuteOptions): Promise<CellOutcome> {
    const assigned: string[] = [];
    let result: MimeBundle | undefined;
    try {
      for (const line of cell.script.split("\n")) {
        const [command = "", ...words] = line.split(" ");
        if (command === "crash") {
          this.#values.clear();
          return { status: "error", error: toyError("KernelCrash", "The process ended"), assigned: [], lost: true };
        }
        result = await this.#run(command, words, options, assigned);
      }
      return { status: "ok", assigned, ...(result && { result }) };
    } catch (error) {
      const { name, message } = error as Error;
      return { status: "error", error: toyError(name, message), assigned, lost: false };
    }
  }

  interrupt(): void {
    this.#stop?.();
  }

  answerInput(text: string): void {
    this.#answer?.(text);
  }

  deliverComm(message: Parameters<Runtime["deliverComm"]>[0], id: string): void {
    const { kind, commId, data, buffers = [] } = message;
    this.#sink({ type: "stream", name: "stdout", text: `${kind} ${commId} ${JSON.stringify(data)}\n` }, id);
    if (kind === "msg") {
      this.#sink({ type: "comm", message: { kind: "msg", commId, data: { echo: data }, buffers } }, id);
    }
  }

  close(): Promise<void> {
    this.#stop?.();
    return Promise.resolve();
  }

  async #run(
    command: string,
    words: readonly string[],
    { id, allowInput }: ExecuteOptions,
    assigned: string[],
  ): Promise<MimeBundle | undefined> {
    const [first = "", ...others] = words;
    const text = words.join(" ");
    const rest = others.join(" ");
    const send = (event: Parameters<RuntimeEventSink>[0]) => this.#sink(event, id);
    switch (command) {
      case "print":
      case "warn":
        await send({ type: "stream", name: command === "print" ? "stdout" : "stderr", text: `${text}\n` });
        return undefined;
      case "write":
        for (let index = 0; index < Number(first); index++) {
          await send({ type: "stream", name: "stdout", text: `${index}\n` });
        }
        return undefined;
      case "text":
        await send({ type: "stream", name: "stdout", text: `${"x".repeat(Number(first))}\n` });
        return undefined;
      case "show":
        await send({ type: "display", bundle: plain(text) });
        return undefined;
      case "show-as":
      case "update":
        await send({ type: "display", bundle: plain(rest), displayId: first, update: command === "update" });
        return undefined;
      case "updates":
        for (let index = 0; index < Number(first); index++) {
          await send({ type: "display", bundle: plain(String(index)), displayId: "flood", update: true });
        }
        return undefined;
      case "shows":
        for (let index = 0; index < Number(first); index++) {
          await send({ type: "display", bundle: plain(`${"x".repeat(Number(rest))}${index}`) });
        }
        return undefined;
      case "clear":
        await send({ type: "clear", wait: true });
        return undefined;
      case "let":
        this.#values.set(first, rest);
        assigned.push(first);
        return undefined;
      case "get": {
        const value = this.#values.get(first);
        if (value === undefined) {
          throw new ReferenceError(`${first} is not there`);
        }
        return plain(value);
      }
      case "ask":
      case "secret":
        await this.#ask(text, command === "secret", allowInput, send);
        return undefined;
      case "wait":
      case "forever":
        await this.#pause(command === "forever" ? undefined : Number(first));
        return undefined;
      case "late":
        setTimeout(() => send({ type: "stream", name: "stdout", text: `${rest}\n` }), Number(first));
        return undefined;
      case "late-error":
        setTimeout(() => send({ type: "error", error: toyError("Error", rest) }), Number(first));
        return undefined;
      case "open":
        await send({ type: "comm", message: { kind: "open", commId: rest, targetName: first, data: {} } });
        return undefined;
      case "throw":
        throw new Error(text);
      case "":
      case "wrong":
        return undefined;
      default:
        throw new SyntaxError(`No command "${command}"`);
    }
  }

  async #ask(
    prompt: string,
    password: boolean,
    allowed: boolean,
    send: (event: Parameters<RuntimeEventSink>[0]) => void | Promise<void>,
  ): Promise<void> {
    if (!allowed) {
      throw new Error("Nobody can be asked");
    }
    const answer = await new Promise<string>((resolve, reject) => {
      this.#answer = resolve;
      this.#stop = () => reject(Object.assign(new Error("interrupted"), { name: "KeyboardInterrupt" }));
      void send({ type: "input", prompt, password, question: 1 });
    });
    this.#stop = undefined;
    await send({ type: "stream", name: "stdout", text: `${answer}\n` });
  }

  async #pause(milliseconds: number | undefined): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    await new Promise<void>((resolve, reject) => {
      this.#stop = () => reject(Object.assign(new Error("interrupted"), { name: "KeyboardInterrupt" }));
      timer = milliseconds === undefined ? undefined : setTimeout(resolve, milliseconds);
    }).finally(() => clearTimeout(timer));
    this.#stop = undefined;
  }
}
