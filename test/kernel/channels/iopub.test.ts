import { expect } from "chai";
import { Subscriber } from "zeromq";
import { Iopub } from "../../../lib/kernel/channels/iopub.ts";
import { headerMaker } from "../../../lib/kernel/wire/header.ts";
import { Signer } from "../../../lib/kernel/wire/signer.ts";

const context = { signer: new Signer({ key: "", signatureScheme: "hmac-sha256" }), log: () => {} };

describe("the publishing channel", () => {
  let iopub: Iopub;
  let address = "";
  const subscribers: Subscriber[] = [];

  beforeEach(async () => {
    iopub = new Iopub(context, headerMaker(), { paced: true });
    address = `ipc:///tmp/llmlab-test-${process.pid}-${Math.floor(performance.now() * 1000)}`;
    await iopub.bind(address);
    void iopub.listen();
  });
  afterEach(() => {
    iopub.close();
    for (const subscriber of subscribers.splice(0)) {
      subscriber.close();
    }
  });

  function subscriber(topic = "", options: { receiveHighWaterMark?: number; receiveBufferSize?: number } = {}) {
    const socket = new Subscriber({ linger: 0, ...options });
    subscribers.push(socket);
    socket.subscribe(topic);
    socket.connect(address);
    return socket;
  }

  /** Receives a message: its topic, its type and its content. */
  async function receive(socket: Subscriber) {
    const [topic, , , header, , , content] = await socket.receive();
    return [String(topic), JSON.parse(String(header)).msg_type, JSON.parse(String(content))];
  }

  it("welcomes each subscriber with what it has subscribed to", async () => {
    expect(await receive(subscriber())).to.deep.equal(["", "iopub_welcome", { subscription: "" }]);
    expect(await receive(subscriber("stream"))).to.deep.equal(["stream", "iopub_welcome", { subscription: "stream" }]);
    expect(await receive(subscriber("stream"))).to.deep.equal(["stream", "iopub_welcome", { subscription: "stream" }]);
  });

  it("lets subscribers choose by topic", async () => {
    const socket = subscriber("stream.stderr");
    await receive(socket);
    iopub.publish({ type: "stream", content: { name: "stdout" }, parent: {}, topic: "stream.stdout" });
    iopub.publish({ type: "stream", content: { name: "stderr" }, parent: {}, topic: "stream.stderr" });
    expect(await receive(socket)).to.deep.equal(["stream.stderr", "stream", { name: "stderr" }]);
  });

  it("holds back for a slow subscriber: nothing lost, the order kept, the sender told to wait", async () => {
    const socket = subscriber("", { receiveHighWaterMark: 1 });
    await receive(socket);
    const count = 600;
    const data = "x".repeat(100_000);
    let waits = 0;
    const sending = (async () => {
      for (let n = 0; n < count; n++) {
        const wait = iopub.publish({ type: "display_data", content: { n, data }, parent: {} });
        waits += wait ? 1 : 0;
        await wait;
      }
      await iopub.flush();
    })();
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(waits, "told to wait while nobody reads").to.be.greaterThan(0);
    for (let n = 0; n < count; n++) {
      const [, , content] = await receive(socket);
      expect(content.n).to.equal(n);
    }
    await sending;
  });

  it("resolves flush when everything before is handed on, though more comes after", async () => {
    for (let n = 0; n < 1000; n++) {
      iopub.publish({ type: "display_data", content: { n }, parent: {} });
    }
    const flushed = iopub.flush();
    const timer = setInterval(() => iopub.publish({ type: "display_data", content: {}, parent: {} }), 0);
    await flushed;
    clearInterval(timer);
  });

  it("spreads a flood that a server would cut, unless somebody is in a hurry", async () => {
    const socket = subscriber();
    await receive(socket);
    const text = "x".repeat(900_000);
    for (let n = 0; n < 5; n++) {
      iopub.publish({ type: "stream", content: { n, text }, parent: {} });
    }
    await receive(socket);
    await receive(socket);
    const start = performance.now();
    setTimeout(() => iopub.hurry(), 400);
    for (let n = 2; n < 5; n++) {
      expect((await receive(socket))[2].n).to.equal(n);
    }
    expect(performance.now() - start).to.be.within(300, 2500);
  });
});
