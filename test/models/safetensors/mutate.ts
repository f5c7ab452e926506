import type { Random } from "../../../lib/random/index.ts";

/** What a mutated header is most likely to trip over. */
const tokens = [
  "{",
  "}",
  "[",
  "]",
  ",",
  ":",
  '"',
  "\\",
  "0",
  "-1",
  "1e9",
  "9007199254740993",
  "F64",
  "null",
  "__proto__",
  "\n",
  "\u00e4",
];

/** Changes a file in one or two places, of which most are in its header. */
export function mutate(bytes: Buffer, random: Random): Buffer {
  let mutated = Buffer.from(bytes);
  for (let count = 1 + random.integer(2); count > 0; count--) {
    const at = random.integer(Math.max(1, mutated.length));
    // Most of what can go wrong is in the header, and there in the numbers.
    const digits = [...mutated.subarray(8).toString("latin1").matchAll(/[0-9]/g)].map(({ index }) => index + 8);
    switch (random.integer(7)) {
      case 0:
        mutated = Buffer.from(mutated.subarray(0, at));
        break;
      case 1:
        mutated = Buffer.concat([mutated.subarray(0, at), Buffer.from(random.choice(tokens)), mutated.subarray(at)]);
        break;
      case 2:
        mutated = Buffer.concat([mutated.subarray(0, at), mutated.subarray(at + 1 + random.integer(8))]);
        break;
      case 3:
        mutated[at] = random.integer(256);
        break;
      case 4:
        if (digits.length > 0) {
          mutated[random.choice(digits)] = 0x30 + random.integer(10);
        }
        break;
      case 5:
        // In the numbers themselves, where everything but a bool may be anything.
        mutated[mutated.length - 1 - random.integer(Math.min(mutated.length, 32))] = random.integer(256);
        break;
      default:
        if (mutated.length >= 8) {
          mutated[random.integer(8)] = random.integer(256);
        }
    }
  }
  return mutated;
}
