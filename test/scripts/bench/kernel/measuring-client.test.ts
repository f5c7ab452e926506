import { expect } from "chai";
import { KernelClient, streamText } from "../../../../scripts/bench/kernel/client/kernel-client.ts";
import { decodeMessage, encodeRequest } from "../../../../scripts/bench/kernel/client/message.ts";
import { processesOf, processTree } from "../../../../scripts/bench/kernel/client/processes.ts";
import { findContestants } from "../../../../scripts/bench/kernel/kernels.ts";
import { repositoryRoot } from "../../../../scripts/setup/context.mjs";
import { useSharedFolder } from "../../support/temporary-folder.ts";

describe("the client that measures kernels", function () {
  this.timeout(60_000);
  const folder = useSharedFolder();

  for (const name of ["llmlab", "ipykernel"] as const) {
    it(`starts ${name}, runs its cells, and leaves no process behind`, async () => {
      const { contestants, absent } = await findContestants(repositoryRoot, [name]);
      const [contestant] = contestants;
      if (contestant === undefined) throw new Error(absent.join());
      const client = await KernelClient.start(contestant, folder.path());
      let processes: number[] = [];
      try {
        expect(client.readyAfter).to.be.within(1, 30_000);
        await client.execute(contestant.cells.small(0));
        const { reply, outputs, milliseconds } = await client.execute(contestant.cells.small(1));
        expect(reply.content.status).to.equal("ok");
        expect(streamText(outputs)).to.equal("the total is 12\n");
        expect(outputs.map(({ type }) => type)).to.include("execute_result");
        expect(milliseconds).to.be.within(0.1, 30_000);
        if (process.platform === "linux") expect(processesOf(client.process.pid ?? 0)[0]?.pss).to.be.greaterThan(5);
      } finally {
        processes = processTree(client.process.pid ?? 0);
        await client.close();
      }
      expect(processes.flatMap((pid) => processesOf(pid))).to.deep.equal([]);
    });
  }

  it("says why a kernel does not start", async () => {
    const command = { name: "none", argv: [process.execPath, "-e", "console.log('no kernel'); process.exit(3)"] };
    const start = KernelClient.start({ ...command, env: {}, interruptMode: "message" }, folder.path());
    const failure = await start.catch((error: Error) => error.message);
    expect(failure).to.include("Cannot start the kernel none: it ended with 3");
  });

  it("takes only messages that are signed with the connection's key", () => {
    const { id, frames } = encodeRequest("execute_request", { code: "1" }, { key: "a", session: "s" });
    expect(decodeMessage(frames, "a")).to.include({ type: "execute_request", id });
    expect(() => decodeMessage(frames, "b")).to.throw("signature");
    expect(() => decodeMessage(frames.slice(0, 3), "a")).to.throw("incomplete");
  });
});
