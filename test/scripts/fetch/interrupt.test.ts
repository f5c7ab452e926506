import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync, statSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "chai";
import { scriptUrl } from "../support/run-script.ts";
import { useTemporaryFolder } from "../support/temporary-folder.ts";
import { startModelServer } from "./model-server.ts";

/** What scripts/fetch.ts does, with models of the test's own. */
const program = `
const { handleInterrupts } = await import(${JSON.stringify(scriptUrl("setup/interrupt.mjs"))});
const { runFetch } = await import(${JSON.stringify(scriptUrl("fetch/run-fetch.ts"))});
const [url, folder, source] = process.argv.slice(-3);
handleInterrupts(() => console.log("Stopped."));
process.exitCode = await runFetch(["small", "--mirror", url], {
  sources: { small: JSON.parse(source) },
  folderOf: () => folder,
});
`;

describe("an interrupted fetch", () => {
  const folder = useTemporaryFolder();

  it("leaves what has come, and the next goes on from there", async () => {
    const server = await startModelServer();
    const partial = folder.path("small", "model.safetensors.partial");
    const start = () => {
      const args = ["--import", "tsx", "--input-type=module", "--eval", program, "--"];
      const parameters = [server.url, folder.path("small"), JSON.stringify(server.source)];
      return spawn(process.execPath, [...args, ...parameters], { stdio: ["ignore", "pipe", "inherit"] });
    };
    try {
      server.manners.push({}, { stallAfter: 120_000 });
      const first = start();
      while (!existsSync(partial) || statSync(partial).size < 120_000) {
        await sleep(20);
      }
      expect(existsSync(folder.path("small", "fetch.lock"))).to.equal(true);
      first.kill("SIGINT");
      const [code] = await once(first, "close");
      expect(code).to.equal(130);
      expect(statSync(partial).size).to.equal(120_000);
      expect(existsSync(folder.path("small", "fetch.lock"))).to.equal(false);

      const [second] = await once(start(), "close");
      expect(second).to.equal(0);
      expect(server.asked.at(-1)).to.equal('model.safetensors bytes=120000- if "v1"');
      const whole = readFileSync(folder.path("small", "model.safetensors"));
      expect(whole.equals(server.files.get("model.safetensors") ?? Buffer.alloc(0))).to.equal(true);
    } finally {
      await server.close();
    }
  }).timeout(60_000);
});
