import { extent } from "./extent.ts";
import { short } from "./format-number.ts";

/** Where a logarithmic axis has its ticks, and what they say. */
export interface Ticks {
  tickvals: number[];
  ticktext: string[];
}

const mostTicks = 8;

/**
 * Chooses the ticks of a logarithmic axis: the values themselves where they are few whole numbers, such as sizes, else
 * 1, 2, 5, 10, ... or powers of ten. plotly's own choice writes 2 to 9 between the powers, which is hard to read.
 *
 * @param values what is drawn along the axis, all positive
 */
export function logTicks(values: readonly number[]): Ticks {
  const distinct = [...new Set(values)].sort((a, b) => a - b);
  if (distinct.length <= mostTicks && distinct.every(Number.isInteger)) {
    return ticksAt(distinct);
  }
  const { min, max } = extent(values);
  const from = Math.floor(Math.log10(min));
  const to = Math.ceil(Math.log10(max));
  const powers = Array.from({ length: to - from + 1 }, (_, index) => from + index);
  const fine = powers.flatMap((power) => [1, 2, 5].map((digit) => decimal(digit, power))).filter(within(min, max));
  const step = Math.ceil(powers.length / mostTicks);
  const coarse = powers.filter((_, index) => index % step === 0).map((power) => decimal(1, power));
  return ticksAt(fine.length <= mostTicks ? fine : coarse.filter(within(min / 2, max * 2)));
}

/** Reads the number as it is written: 10 ** -4 would come out as 0.00009999999999999999. */
function decimal(digit: number, power: number): number {
  return Number(`${digit}e${power}`);
}

function within(low: number, high: number) {
  return (value: number) => value >= low && value <= high;
}

function ticksAt(values: number[]): Ticks {
  return { tickvals: values, ticktext: values.map(short) };
}
