/**
 * Is the smallest visible worsening what it is said to be? Each comparison names one, and the next of that kind is made
 * worse by it.
 */
import { describe, expect, test } from "vitest";
import { judge } from "../../../bench/compare/judge.ts";
import type { Series } from "../../../bench/compare/series.ts";
import { exponential, normal } from "../../../src/core/distributions.ts";
import { RandomStream } from "../../../src/core/random.ts";

type Noise = (words: Uint32Array) => number;

/** Of the logarithm of a pair's ratio, with a standard deviation of 5 %. */
const NOISES: Readonly<Record<string, Noise>> = {
  normal: ([word0, word1]) => 0.05 * normal(word0!, word1!),
  // Both runs of a pair are now and then held up, and never sped up: Laplace.
  "long-tailed": ([word0, word1]) => (0.05 / Math.SQRT2) * (exponential(word0!, 1) - exponential(word1!, 1)),
};

interface Kind {
  readonly noise: Noise;
  /** Pairs, or rounds of each file. */
  readonly samples: number;
  readonly paired?: boolean;
  readonly figures?: number;
  readonly minEffect?: number;
}

const TRIALS = 800;

function shareCaught({ noise, samples, paired = true, figures = 1, minEffect = 0.02 }: Kind): number {
  const series = (trial: number, figure: number, log: number): Series => {
    const stream = new RandomStream(trial, `visible-${figure}`);
    const drawn = (side: number) => Array.from({ length: samples }, (_, at) => noise(stream.draw(at, side)));
    // In pairs all noise is B's: only the ratio counts.
    const a = drawn(0).map((deviation) => (paired ? 1 : Math.exp(deviation)));
    const b = drawn(1).map((deviation) => Math.exp(deviation + log));
    return { name: `time ${figure}`, unit: "s", better: "lower", a, b };
  };
  const first = (trial: number, log: number) => {
    const others = Array.from({ length: figures - 1 }, (_, other) => series(trial, other + 1, 0));
    return judge([series(trial, 0, log), ...others], { paired, minEffect })[0]!;
  };
  let caught = 0;
  for (let trial = 0; trial < TRIALS; trial++) {
    const visible = first(trial, 0).smallestVisible!;
    if (first(trial + 1, Math.log1p(visible)).verdict === "worse") caught++;
  }
  return caught / TRIALS;
}

const KINDS: readonly [what: string, kind: Omit<Kind, "noise">][] = [
  ["10 pairs", { samples: 10 }],
  ["20 pairs", { samples: 20 }],
  ["40 pairs", { samples: 40 }],
  ["three figures, of the fewest pairs that they take", { samples: 9, figures: 3 }],
  ["two files, of six rounds each", { samples: 6, paired: false }],
  ["20 pairs, the minimum effect as wide as the noise", { samples: 20, minEffect: 0.03 }],
  ["20 pairs, the minimum effect wider than the noise", { samples: 20, minEffect: 0.1 }],
];

describe.each(Object.entries(NOISES))("the smallest visible worsening, under %s noise", (_, noise) => {
  test.each(KINDS)("is caught in about 80 of 100 further comparisons of %s", (_what, kind) => {
    const share = shareCaught({ noise, ...kind });
    expect(share).toBeGreaterThanOrEqual(0.74);
    expect(share).toBeLessThanOrEqual(0.86);
  });
});
