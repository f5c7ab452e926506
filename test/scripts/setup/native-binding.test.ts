import { copyFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import type { Context } from "../../../scripts/setup/context.mjs";
import { nativeBinding } from "../../../scripts/setup/native-binding.mjs";
import { CommandFailed, runCommand } from "../../../scripts/setup/run-command.mjs";
import { SetupError } from "../../../scripts/setup/setup-error.mjs";
import { tensorflowVersion } from "../../../scripts/setup/tensorflow-wheel.mjs";
import { errorOf } from "../../support/printed.ts";
import { type FakeContext, fakeContext } from "../support/fake-context.ts";
import { somePython, tensorflowFiles, writeWheel } from "../support/fake-wheels.ts";
import { useTemporaryFolder } from "../support/temporary-folder.ts";
import { writeFile, writeProgram } from "../support/write-file.ts";

/** What one kind of subprocess does in place of the real one; it may throw `CommandFailed`. */
type Answer = (args: readonly string[]) => void | Promise<void>;

describe("TensorFlow's native binding", () => {
  const folder = useTemporaryFolder();
  const name = `tensorflow-${tensorflowVersion}-cpu-linux-x64`;
  const build = `tfjs-binding-4.22.0-${name}`;
  const cache = (...names: string[]) => folder.path("cache", ...names);
  const tfjsNode = (...names: string[]) => folder.path("node_modules", "@tensorflow", "tfjs-node", ...names);

  beforeEach(() => {
    writeFile(tfjsNode("package.json"), '{ "version": "4.22.0" }');
    writeProgram(folder.path("bin", "c++"));
  });

  const store = mkdtempSync(join(tmpdir(), "llmlab-wheel-"));
  before(() => writeWheel(join(store, "tensorflow.whl"), tensorflowFiles));
  after(() => rmSync(store, { recursive: true }));
  const download: Answer = (args) => {
    copyFileSync(join(store, "tensorflow.whl"), `${args[args.indexOf("--dest") + 1]}/tensorflow.whl`);
  };
  const extract: Answer = async (args) => {
    await runCommand(somePython(), args);
  };
  const compile: Answer = (args) => {
    writeFile(`${args[args.indexOf("-o") + 1]}`, "compiled");
  };

  /** A machine whose wheel is a small one, made here; unpacking it is real. */
  function machine(answers: Record<string, Answer> = {}, overrides: Partial<Context> = {}): FakeContext {
    const all: Record<string, Answer> = { download, extract, compile, verify: () => {}, ...answers };
    return fakeContext(folder.path(), {
      env: { PATH: folder.path("bin"), LLMLAB_CACHE: cache() },
      run: async (command, args) => {
        await all[kindOf(command, args)]?.(args);
        return { stdout: '{"gpu":false}\n' };
      },
      ...overrides,
    });
  }
  const kinds = ({ started }: FakeContext) => started.map(([command = "", ...args]) => kindOf(command, args));
  const run = (context: FakeContext) => nativeBinding.run(context, () => {});
  const status = (context = machine()) => nativeBinding.state(context).status;

  it("is fetched, compiled, linked and proved, and leaves only what is needed in the cache", async () => {
    expect(status()).to.equal("missing");
    const context = machine();
    await run(context);
    expect(kinds(context)).to.deep.equal(["download", "extract", "compile", "verify"]);
    expect(status()).to.equal("ready");
    expect(readdirSync(cache()).sort()).to.deep.equal([name, build]);
    expect(readdirSync(cache(name))).to.deep.equal(["tensorflow"]);
    expect(existsSync(cache(name, "tensorflow", "python"))).to.equal(false);
    expect(readlinkSync(tfjsNode("deps", "lib"))).to.equal(cache(name, "tensorflow"));
    expect(readlinkSync(tfjsNode("deps", "include"))).to.equal(cache(name, "tensorflow", "include"));
    expect(readFileSync(tfjsNode("lib", "napi-v8", "tfjs_binding.node"), "utf8")).to.equal("compiled");
  });

  it("is only linked where the cache has it, as after npm ci", async () => {
    await run(machine());
    rmSync(tfjsNode("deps"), { recursive: true });
    rmSync(tfjsNode("lib"), { recursive: true });
    expect(status()).to.equal("missing");
    const context = machine();
    await run(context);
    expect(kinds(context)).to.deep.equal(["verify"]);
    expect(status()).to.equal("ready");
  });

  it("is missing when the cache has been emptied, and is then fetched again", async () => {
    await run(machine());
    rmSync(cache(), { recursive: true });
    expect(status()).to.equal("missing");
    await run(machine());
    expect(status()).to.equal("ready");
  });

  it("stays in use when LLMLAB_CACHE is another folder now", async () => {
    await run(machine());
    const env = { PATH: folder.path("bin"), LLMLAB_CACHE: folder.path("other") };
    expect(status(machine({}, { env }))).to.equal("ready");
  });

  it("is compiled anew when the cached one does not run on this system", async () => {
    await run(machine());
    rmSync(tfjsNode("lib"), { recursive: true });
    let proofs = 0;
    const verify: Answer = () => {
      if (proofs++ === 0) throw new CommandFailed("node", "ended with code 1", "GLIBC_2.38 not found");
    };
    const context = machine({ verify });
    await run(context);
    expect(kinds(context)).to.deep.equal(["verify", "compile", "verify"]);
    expect(status()).to.equal("ready");
  });

  describe("when something fails", () => {
    const fail = (output: string): Answer => {
      return () => {
        throw new CommandFailed("it", "ended with code 1", output);
      };
    };
    const failures: [string, Answer, RegExp][] = [
      ["download", fail("getaddrinfo failed"), /^Cannot fetch TensorFlow \(274 MB\): the package registry cannot be/],
      ["extract", fail("Bad CRC-32"), /^Cannot fetch TensorFlow \(274 MB\): the command ended with code 1/],
      ["compile", fail("error: no type"), /^Cannot compile the TensorFlow binding with .*c\+\+: the command ended/],
      ["verify", fail("Illegal instruction"), /^Cannot use TensorFlow on this machine: the command ended/],
    ];
    for (const [kind, failure, message] of failures) {
      it(`(${kind}) says what, how to go on without, and takes nothing half-made for whole`, async () => {
        const error = await errorOf(() => run(machine({ [kind]: failure })));
        if (!(error instanceof SetupError)) throw error;
        expect(error.message).to.match(message);
        expect(error.remedies.join()).to.match(/LLMLAB_BACKEND=wasm npm start|npm run setup/);
        expect(status()).to.equal("missing");
        expect(readdirSync(cache()).filter((entry) => entry.includes("partial"))).to.deep.equal([]);
        await run(machine());
        expect(status()).to.equal("ready");
      });
    }

    it("does not lose the download when only the compiler failed", async () => {
      await errorOf(() => run(machine({ compile: fail("error") })));
      const context = machine();
      await run(context);
      expect(kinds(context)).to.deep.equal(["compile", "verify"]);
    });
  });

  it("takes no folder for whole that a killed set-up left partly extracted", async () => {
    writeFile(cache(`${name}.partial-somewhere-1`, "tensorflow", "libtensorflow_cc.so.2"), "the lib");
    expect(status()).to.equal("missing");
    const context = machine();
    await run(context);
    expect(kinds(context)).to.deep.equal(["download", "extract", "compile", "verify"]);
    expect(readFileSync(cache(name, "tensorflow", "libtensorflow_cc.so.2"), "utf8")).to.equal("the library");
  });

  it("accepts what another checkout's set-up has put into the cache meanwhile", async () => {
    const overtaken: Answer = async (args) => {
      await download(args);
      writeFile(cache(name, "tensorflow", "libtensorflow_cc.so.2"), "the other's library");
      writeFile(cache(name, "tensorflow", "libtensorflow_framework.so.2"), "the other's framework");
    };
    await run(machine({ download: overtaken }));
    expect(status()).to.equal("ready");
    expect(readFileSync(tfjsNode("deps", "lib", "libtensorflow_cc.so.2"), "utf8")).to.equal("the other's library");
    expect(readdirSync(cache()).sort()).to.deep.equal([name, build]);
  });

  describe("where it cannot be had", () => {
    const noCompiler = { env: { PATH: "", LLMLAB_CACHE: "/nowhere" } };

    it("is left out for want of a compiler, with the command that installs one", () => {
      expect(nativeBinding.state(machine({}, noCompiler))).to.deep.equal({
        status: "unavailable",
        reason: "there is no C++ compiler",
        instead: "WebAssembly computes, more slowly",
        remedy: "sudo apt-get install g++",
      });
    });

    it("needs no compiler where the cache has the binding", async () => {
      await run(machine());
      rmSync(tfjsNode("lib"), { recursive: true });
      expect(status(machine({}, { env: { PATH: "", LLMLAB_CACHE: cache() } }))).to.equal("missing");
    });

    it("is left out for want of a wheel", () => {
      const state = nativeBinding.state(machine({}, { platform: "darwin", architecture: "x64" }));
      expect(state).to.include({ status: "unavailable", instead: "WebAssembly computes, more slowly" });
      expect(state).to.have.property("reason", `there is no TensorFlow ${tensorflowVersion} for darwin-x64`);
    });

    it("is an error when LLMLAB_BACKEND=tensorflow insists", async () => {
      const context = machine({}, { env: { PATH: "", LLMLAB_BACKEND: "tensorflow", LLMLAB_CACHE: cache() } });
      expect(status(context)).to.equal("missing");
      const error = await errorOf(() => run(context));
      expect(error).to.be.instanceOf(SetupError);
      expect(error.message).to.match(/^Cannot set TensorFlow up: there is no C\+\+ compiler/);
      expect(context.started).to.deep.equal([]);
    });
  });

  for (const backend of ["wasm", "cpu"]) {
    it(`is left out when LLMLAB_BACKEND=${backend} asks for another`, () => {
      const state = nativeBinding.state(machine({}, { env: { LLMLAB_BACKEND: backend } }));
      expect(state).to.include({ status: "unavailable", instead: `${backend} computes` });
    });
  }

  it("says so when it was built for a GPU and sees none", async () => {
    const context = machine({}, { variant: "gpu" });
    await run(context);
    expect(context.output()).to.include("built with CUDA, but it sees no GPU here and computes on the CPU");
    expect(status(machine({}, { variant: "gpu" }))).to.equal("ready");
    expect(status()).to.equal("missing");
  });
});

function kindOf(command: string, args: readonly string[]): string {
  const line = [command, ...args].join(" ");
  if (line.includes("pip download")) return "download";
  if (line.includes("extract_wheels.py")) return "extract";
  if (line.includes("verify-binding.mjs")) return "verify";
  if (line.includes("tfjs_binding.cc")) return "compile";
  throw new Error(`Unexpected command: ${line}`);
}
