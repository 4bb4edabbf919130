/** How much the same work varies on this machine, who else is at work on it, and so how small a change can be told. */
import { assert } from "../../src/core/assert.ts";
import { studentQuantile } from "../../src/report/rates.ts";
import { othersSince, readBusy } from "../harness/other-work.ts";

export type Noise = {
  repeats: number;
  /** Of the times that one piece of work took. */
  coefficientOfVariation: number;
  /**
   * The smallest change, as a share, that twenty pairs tell from none: in 8 of 10 cases, and with 1 false alarm in 20.
   */
  smallestChange: number;
  /** Cores that others kept busy meanwhile. */
  othersBusyCores: number;
};

const PAIRS = 20;
/** Student's t with 19 degrees of freedom: 80 of 100 lie below it. */
const POWER_QUANTILE = 0.861;

/** Times a fixed piece of work, `work` rounds of about 2 ms, so many times: an even number. */
export function measureNoise(repeats: number, work: number): Noise {
  assert(repeats >= 4 && repeats % 2 === 0, `pairs need an even number of repeats, got ${repeats}`);
  compute(work);
  const before = readBusy();
  const times = Array.from({ length: repeats }, () => {
    const fromMs = performance.now();
    sink ^= compute(work);
    return performance.now() - fromMs;
  });
  return {
    repeats,
    coefficientOfVariation: deviation(times) / mean(times),
    smallestChange: smallestChange(times),
    othersBusyCores: othersSince(before),
  };
}

/** From the log ratios of neighbours, as pairs are measured one right after the other. */
export function smallestChange(times: readonly number[]): number {
  const ratios = times.flatMap((time, i) => (i % 2 === 0 ? [] : [Math.log(time / times[i - 1]!)]));
  return Math.exp(((studentQuantile(PAIRS - 1) + POWER_QUANTILE) * deviation(ratios)) / Math.sqrt(PAIRS)) - 1;
}

/** Keeps the work from being optimised away. */
let sink = 0;

const table = new Int32Array(1 << 16);

/** Whole numbers through 256 KiB of memory: what screening does, without its tables. */
function compute(work: number): number {
  let hash = 1;
  for (let i = 0; i < work * 300_000; i++) {
    hash = Math.imul(hash ^ i, 0x9e3779b1);
    const at = hash >>> 16;
    table[at] = (table[at]! + hash) | 0;
  }
  return hash ^ table[0]!;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function deviation(values: readonly number[]): number {
  const middle = mean(values);
  const squares = values.reduce((sum, value) => sum + (value - middle) * (value - middle), 0);
  return Math.sqrt(squares / (values.length - 1));
}
