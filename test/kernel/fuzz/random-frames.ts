import type { FrontEnd } from "../support/front-end.ts";
import type { Chance } from "./chance.ts";

type Frames = (string | Uint8Array)[];

const requests = [
  "execute_request",
  "complete_request",
  "inspect_request",
  "is_complete_request",
  "history_request",
  "comm_info_request",
  "comm_open",
  "comm_msg",
  "comm_close",
  "kernel_info_request",
  "interrupt_request",
  "debug_request",
  "input_reply",
  "execute_reply",
  "",
  "__proto__",
  "constructor",
] as const;

const members = [
  "code",
  "cursor_pos",
  "detail_level",
  "silent",
  "store_history",
  "user_expressions",
  "allow_stdin",
  "hist_access_type",
  "session",
  "start",
  "stop",
  "n",
  "pattern",
  "unique",
  "output",
  "raw",
  "comm_id",
  "target_name",
  "data",
  "value",
  "__proto__",
] as const;

/** A few frames of random bytes, now and then with a delimiter among them. */
export function randomFrames(chance: Chance): Frames {
  const frames: Frames = chance.times(chance.below(9), () => chance.bytes(chance.below(chance.pick([4, 40, 4000]))));
  if (chance.below(2) === 0) frames.splice(chance.below(frames.length + 1), 0, "<IDS|MSG>");
  return frames.length === 0 ? [""] : frames;
}

/** A message that was right until something was done to it: a part cut short, a bit turned, a frame lost or doubled. */
export function spoiledFrames(chance: Chance, frontEnd: FrontEnd): Frames {
  const { frames } = frontEnd.frames(chance.pick(requests), randomContent(chance));
  const at = chance.below(frames.length);
  const frame = Buffer.from(frames[at] ?? "");
  const spoil = chance.pick(["cut", "turn", "lose", "double", "swap"] as const);
  if (spoil === "cut") frames[at] = frame.subarray(0, chance.below(frame.length + 1));
  if (spoil === "turn" && frame.length > 0) {
    const place = chance.below(frame.length);
    frame[place] = (frame[place] ?? 0) ^ (1 << chance.below(8));
    frames[at] = frame;
  }
  if (spoil === "lose") frames.splice(at, 1);
  if (spoil === "double") frames.splice(at, 0, frame);
  if (spoil === "swap") frames.reverse();
  return frames.length === 0 ? [""] : frames;
}

/** Signed as it should be, but what is signed is any JSON at all, or none. */
export function signedNonsense(chance: Chance, frontEnd: FrontEnd): Frames {
  const header = () =>
    chance.below(3) === 0
      ? text(chance)
      : JSON.stringify({
          msg_id: chance.pick([chance.text(8), "1"]),
          msg_type: chance.pick(requests),
          session: chance.pick([chance.text(8), "1"]),
          date: chance.pick(["", "yesterday", "2025-01-01T00:00:00Z"]),
          version: chance.pick(["5.5", "", "999", 5]),
        });
  const parts = [
    header(),
    text(chance),
    text(chance),
    chance.below(2) === 0 ? text(chance) : JSON.stringify(randomContent(chance)),
  ];
  return ["<IDS|MSG>", frontEnd.sign(parts), ...parts];
}

/** A content whose members are known to requests, with values of any kind. */
export function randomContent(chance: Chance): Record<string, unknown> {
  return Object.fromEntries(chance.times(chance.below(6), () => [chance.pick(members), randomJson(chance, 2)]));
}

function text(chance: Chance): string {
  return chance.pick([
    () => JSON.stringify(randomJson(chance, 3)),
    () => "{}",
    () => chance.text(chance.below(30)),
    () => `${"[".repeat(chance.below(5000))}`,
    () => `{"a":`.repeat(chance.below(3000)),
  ])();
}

function randomJson(chance: Chance, depth: number): unknown {
  return chance.pick<() => unknown>([
    () => null,
    () => chance.below(2) === 0,
    () => chance.pick([0, -1, 1e308, 2 ** 53, 0.5, chance.below(1000)]),
    () => chance.text(chance.below(12)),
    () => "x".repeat(chance.below(20_000)),
    () => (depth === 0 ? [] : chance.times(chance.below(4), () => randomJson(chance, depth - 1))),
    () =>
      depth === 0
        ? {}
        : Object.fromEntries(chance.times(chance.below(4), () => [chance.text(4), randomJson(chance, depth - 1)])),
  ])();
}
