import { expect } from "chai";
import { findPython } from "../../../scripts/setup/find-python.mjs";
import { SetupError } from "../../../scripts/setup/setup-error.mjs";
import { errorOf } from "../../support/printed.ts";
import { fakeContext } from "../support/fake-context.ts";
import { useTemporaryFolder } from "../support/temporary-folder.ts";
import { writeProgram } from "../support/write-file.ts";

describe("the choice of Python", () => {
  const folder = useTemporaryFolder();

  /** A machine with these Pythons, by name: what each answers to the question for its version and venv. */
  function machineWith(pythons: Record<string, [string, boolean] | "broken">, env: NodeJS.ProcessEnv = {}) {
    for (const name of Object.keys(pythons)) writeProgram(folder.path(name));
    return fakeContext(folder.path(), {
      env: { PATH: folder.path(), ...env },
      run: async (command) => {
        const answer = pythons[command.slice(folder.path().length + 1)];
        if (answer === undefined || answer === "broken") throw new Error("did not start");
        return { stdout: `${JSON.stringify(answer)}\n` };
      },
    });
  }

  async function setupErrorOf(work: () => Promise<unknown>) {
    const error = await errorOf(work);
    if (!(error instanceof SetupError)) throw error;
    return error;
  }

  it("takes python3 when it is new enough and has venv", async () => {
    expect(await findPython(machineWith({ python3: ["3.10.4", true] }))).to.equal(folder.path("python3"));
  });

  it("looks further when python3 is too old, has no venv or does not run", async () => {
    for (const unfit of [["3.9.18", true], ["3.12.1", false], "broken"] as const) {
      const machine = machineWith({ python3: unfit === "broken" ? unfit : [...unfit], "python3.12": ["3.12.1", true] });
      expect(await findPython(machine)).to.equal(folder.path("python3.12"));
    }
  });

  it("names what is wrong, and the command that installs the right one", async () => {
    writeProgram(folder.path("apt-get"));
    const machine = machineWith({ python3: ["3.9.18", true], python: ["3.12.1", false] });
    const error = await setupErrorOf(() => findPython(machine));
    expect(error.message).to.match(
      /^Cannot find Python 3\.10 or newer with venv: .*python3 is 3\.9\.18, .*has no venv/,
    );
    expect(error.remedies[0]).to.equal("sudo apt-get install python3 python3-venv");
  });

  it("says when there is none at all", async () => {
    expect((await setupErrorOf(() => findPython(machineWith({})))).message).to.include("there is none");
  });

  it("takes only the one that LLMLAB_PYTHON names", async () => {
    const env = { LLMLAB_PYTHON: folder.path("mine") };
    const pythons = { python3: ["3.12.1", true] as [string, boolean], mine: ["3.13.0", true] as [string, boolean] };
    expect(await findPython(machineWith(pythons, env))).to.equal(folder.path("mine"));
    const absent = machineWith(pythons, { LLMLAB_PYTHON: "python9" });
    expect((await setupErrorOf(() => findPython(absent))).message).to.include("no python9");
  });
});
