import { expect } from "chai";
import { Dealer } from "zeromq";
import { RequestChannel } from "../../../lib/kernel/channels/request-channel.ts";
import { headerMaker } from "../../../lib/kernel/wire/header.ts";
import { encodeMessage } from "../../../lib/kernel/wire/message.ts";
import { Signer } from "../../../lib/kernel/wire/signer.ts";

const connection = { key: "k", signatureScheme: "hmac-sha256" };
const makeHeader = headerMaker();

/** Keeps the event loop, and with it every reader in this process, from turning. */
function block(milliseconds: number): void {
  for (const end = performance.now() + milliseconds; performance.now() < end; ) {}
}

describe("a channel of requests", () => {
  let channel: RequestChannel;
  let client: Dealer;
  let lines: string[];
  let received: unknown[];
  let address = "";

  beforeEach(async () => {
    lines = [];
    received = [];
    channel = new RequestChannel("shell", { signer: new Signer(connection), log: (line) => lines.push(line) });
    address = `ipc:///tmp/llmlab-test-${process.pid}-${Math.floor(performance.now() * 1000)}`;
    await channel.bind(address);
    void channel.listen(({ content }) => received.push(content.n));
    client = new Dealer({ linger: 0 });
    client.connect(address);
  });
  afterEach(() => {
    client.close();
    channel.close();
  });

  const send = (n: number) =>
    client.send(
      encodeMessage(
        { identities: [], header: makeHeader("x"), parentHeader: {}, content: { n } },
        new Signer(connection),
      ),
    );

  it("hands on everything that has arrived before drain returns", async () => {
    await send(0);
    while (received.length < 1) {
      await new Promise(setImmediate);
    }
    for (let n = 1; n <= 2000; n++) {
      await send(n);
    }
    // They travel while nobody can read them here.
    block(300);
    await channel.drain();
    expect(received).to.deep.equal(Array.from({ length: 2001 }, (_, n) => n));
  });

  it("drops what cannot be read, with a line in the log, and goes on", async () => {
    await client.send(["<IDS|MSG>", "wrong", "{}", "{}", "{}", "{}"]);
    await client.send(["nonsense"]);
    await client.send("");
    await send(7);
    while (received.length < 1) {
      await new Promise(setImmediate);
    }
    expect(received).to.deep.equal([7]);
    expect(lines).to.deep.equal([
      "shell: dropped a message: the signature is wrong",
      "shell: dropped a message: it has no <IDS|MSG> frame",
      "shell: dropped a message: it has no <IDS|MSG> frame",
    ]);
  });

  it("says in the log that a front end is gone, and goes on", async () => {
    await channel.send({ identities: ["nobody"], header: makeHeader("y"), parentHeader: {}, content: {} });
    expect(lines).to.have.lengthOf(1);
    expect(lines[0]).to.contain("shell: cannot send a y");
  });

  it("waits on stdin for a front end that connects there a little later", async () => {
    const stdin = new RequestChannel("stdin", { signer: new Signer(connection), log: (line) => lines.push(line) });
    const late = new Dealer({ linger: 0, routingId: "late" });
    try {
      await stdin.bind(`${address}-stdin`);
      const sent = stdin.send({ identities: ["late"], header: makeHeader("z"), parentHeader: {}, content: {} });
      await new Promise((resolve) => setTimeout(resolve, 100));
      late.connect(`${address}-stdin`);
      expect(String((await late.receive())[0])).to.equal("<IDS|MSG>");
      await sent;
    } finally {
      late.close();
      stdin.close();
    }
  });
});
