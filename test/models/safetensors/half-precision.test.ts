import { expect } from "chai";
import { widenBfloat16, widenFloat16 } from "../../../lib/models/safetensors/half-precision.ts";

const all = Uint16Array.from({ length: 2 ** 16 }, (_, word) => word);

describe("numbers of 16 bits", () => {
  it("mean what IEEE 754 says, every one of them", () => {
    const values = widenFloat16(all);
    for (const word of all) {
      const sign = word & 0x8000 ? -1 : 1;
      const [exponent, fraction] = [(word >>> 10) & 31, word & 1023];
      const finite = exponent === 0 ? fraction * 2 ** -24 : (1 + fraction / 1024) * 2 ** (exponent - 15);
      const special = fraction === 0 ? Number.POSITIVE_INFINITY : Number.NaN;
      // Tells 0 from -0, and takes NaN for equal to NaN.
      if (!Object.is(values[word], sign * (exponent === 31 ? special : finite))) {
        expect.fail(`The bits 0x${word.toString(16)} are read as ${values[word]}`);
      }
    }
  });

  it("of the other kind are the upper halves of 32 bits", () => {
    const bits = new Uint32Array(widenBfloat16(all).buffer);
    expect(bits.every((value, word) => value === word * 2 ** 16)).to.equal(true);
  });

  it("widen as the examples say", () => {
    expect([...widenFloat16(Uint16Array.of(0x3c00, 0xc000))]).to.deep.equal([1, -2]);
    expect([...widenBfloat16(Uint16Array.of(0x3f80, 0xc000))]).to.deep.equal([1, -2]);
  });
});
