/** How much the same work varies on this machine, who else is at work on it, and so how small a change can be told. */
import { meanOf, varianceOf } from "../../src/core/sum.ts";
import { assert } from "../../src/core/assert.ts";
import { pairedShift } from "../harness/rank-statistics/hodges-lehmann.ts";
import { DEFAULT_MIN_EFFECT, DEFAULT_PAIRS } from "../harness/rank-statistics/defaults.ts";
import { callingTail, smallestVisible } from "../harness/rank-statistics/power.ts";
import { othersSince, readBusy } from "../harness/other-work.ts";
import type { Figures } from "./document.ts";

/** As many pairs as a comparison has unless told otherwise. */
const REPEATS = 2 * DEFAULT_PAIRS;
/** Of what a comparison runs unless told otherwise: throughput, peak memory, processor time. */
export const COMPARED_FIGURES = 3;

/** Times a fixed piece of work, `work` rounds of about 2 ms. */
export function measureNoise(work: number): Figures["noise"] {
  compute(work);
  const before = readBusy();
  const times = Array.from({ length: REPEATS }, () => {
    const fromMs = performance.now();
    sink ^= compute(work);
    return performance.now() - fromMs;
  });
  return {
    repeats: REPEATS,
    coefficientOfVariation: Math.sqrt(varianceOf(times)) / meanOf(times),
    smallestChange: smallestChange(times),
    othersBusyCores: othersSince(before),
  };
}

/** Of twice twenty times, from the log ratios of neighbours, as pairs are measured one right after the other. */
export function smallestChange(times: readonly number[]): number {
  assert(times.length === REPEATS, `expected ${REPEATS} times, got ${times.length}`);
  const ratios = times.flatMap((time, i) => (i % 2 === 0 ? [] : [Math.log(time / times[i - 1]!)]));
  const calling = pairedShift(ratios, callingTail(COMPARED_FIGURES));
  const visible = smallestVisible(pairedShift(ratios), calling, ratios.length, Math.log1p(DEFAULT_MIN_EFFECT));
  assert(visible !== null, "so many pairs can call a change");
  return Math.expm1(visible);
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
