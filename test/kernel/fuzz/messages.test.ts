import { readFileSync } from "node:fs";
import { connect } from "node:net";
import { type FrontEnd, startFrontEnd } from "../support/front-end.ts";
import { expectSound } from "./answers.ts";
import { type Chance, chanceFrom, fuzzPlan, reportSeed } from "./chance.ts";
import { randomContent, randomFrames, signedNonsense, spoiledFrames } from "./random-frames.ts";

describe("a kernel that is sent anything at all", () => {
  const { milliseconds, seed } = fuzzPlan(2);
  let frontEnd: FrontEnd;
  before(async () => {
    frontEnd = await startFrontEnd();
  });
  after(() => frontEnd.close());

  const kinds = {
    "random bytes on its ports": (chance: Chance) => pourBytes(chance, frontEnd),
    "random frames": (chance: Chance) => frontEnd.sendFrames(channelFrom(chance), randomFrames(chance)),
    "messages that were spoiled": (chance: Chance) =>
      frontEnd.sendFrames(channelFrom(chance), spoiledFrames(chance, frontEnd)),
    "nonsense that is signed": (chance: Chance) =>
      frontEnd.sendFrames(channelFrom(chance), signedNonsense(chance, frontEnd)),
    "requests whose contents are of any kind": (chance: Chance) => {
      const type = chance.pick(["complete", "inspect", "is_complete", "history", "comm_info", "kernel_info", "debug"]);
      frontEnd.send(chance.pick(["shell", "control"]), `${type}_request`, randomContent(chance));
    },
  };

  for (const [kind, send] of Object.entries(kinds)) {
    it(`answers after ${kind}`, async function () {
      this.timeout(milliseconds + 60_000);
      const chance = chanceFrom(seed);
      let rounds = 0;
      await reportSeed(
        seed,
        () => `${rounds} rounds of ${kind}`,
        async () => {
          const end = performance.now() + milliseconds;
          do {
            rounds++;
            for (let count = chance.below(30); count >= 0; count--) {
              await send(chance);
              // A socket of ours takes one message in a turn of the event loop.
              await new Promise(setImmediate);
            }
            await expectSound(frontEnd);
          } while (performance.now() < end);
        },
      );
    });
  }
});

function channelFrom(chance: Chance): "shell" | "control" | "stdin" {
  return chance.pick(["shell", "control", "stdin"]);
}

/** Connects to one of the kernel's ports as anybody may, says something, and leaves. */
async function pourBytes(chance: Chance, frontEnd: FrontEnd): Promise<void> {
  const connection: Record<string, unknown> = JSON.parse(readFileSync(frontEnd.connectionFile, "utf8"));
  const channel = chance.pick(["shell", "control", "stdin", "iopub", "hb"]);
  const socket = connect(Number(connection[`${channel}_port`]), "127.0.0.1");
  // The kernel may close it first, and then writing fails.
  socket.on("error", () => undefined);
  // What ZeroMQ says first, so that some of the bytes get further in.
  const greeting = Buffer.from([0xff, 0, 0, 0, 0, 0, 0, 0, 1, 0x7f, 3, 0, ...Buffer.from("NULL")]);
  const padded = Buffer.concat([greeting, Buffer.alloc(64 - greeting.length)]);
  if (chance.below(2) === 0) socket.write(padded.subarray(0, chance.pick([64, chance.below(64)])));
  socket.write(chance.bytes(chance.below(500)));
  await new Promise((resolve) => setTimeout(resolve, chance.below(5)));
  socket.destroy();
}
