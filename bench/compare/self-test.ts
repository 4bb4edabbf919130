/**
 * How often would a comparison err on this machine? A is run against itself, which shows two things.
 *
 * The verdict on the pairs as they were: whether A is treated alike as A and as B. It must not be told from itself.
 *
 * Error rates of comparisons drawn from these pairs, with replacement and with sides swapped by a coin (both are A, so
 * either might have been the other), once as they are and once with B made worse by a factor of 1.1. The coin takes out
 * whatever favours a side, so the false alarms show that the test keeps its level for noise of this size and shape, and
 * no more. Drift over more than a pair does not show: drawing pairs one by one takes it out.
 */
import { setImmediate as nextTurn } from "node:timers/promises";
import { RandomStream, below } from "../../src/core/random.ts";
import { type Finding, findingOfPairs, verdictsOf, worsenings } from "./judge.ts";
import type { SelfTest } from "./result.ts";
import type { Series } from "./series.ts";

/** What B's time is multiplied by, or its throughput divided, in one of the resampled comparisons. */
const INJECTED_FACTOR = 1.1;
const RESAMPLES = 2000;
export const MAX_FALSE_ALARMS = 0.02;
export const MIN_CAUGHT = 0.95;

/**
 * Pairs of A against A, at least one; the same seed, the same answer. Cost: resamples x figures x pairs^2, seconds for
 * a hundred pairs and minutes for a thousand. It can be interrupted between two draws.
 */
export async function selfTest(
  all: readonly Series[],
  { minEffect, seed, resamples = RESAMPLES }: { minEffect: number; seed: number; resamples?: number },
): Promise<SelfTest> {
  const margin = Math.log1p(minEffect);
  const recorded = all.map(worsenings);
  const verdicts = verdictsOf(recorded.map(findingOfPairs), margin);
  const unlike = all.flatMap(({ name }, index) => {
    const verdict = verdicts[index]!;
    return verdict === "worse" || verdict === "better" ? [{ name, verdict }] : [];
  });
  const stream = new RandomStream(seed, "compare-self-test");
  let alarms = 0;
  const hits = all.map(() => 0);
  for (let trial = 0; trial < resamples; trial++) {
    await nextTurn();
    const drawn = redraw(recorded, stream, trial);
    const still = drawn.map(findingOfPairs);
    if (verdictsOf(still, margin).includes("worse")) alarms++;
    for (const [index, worsened] of drawn.entries()) {
      const findings = still.with(index, injected(worsened));
      if (verdictsOf(findings, margin)[index] === "worse") hits[index]!++;
    }
  }
  const caught = all.map(({ name }, index) => ({ name, share: hits[index]! / resamples }));
  const falseAlarms = alarms / resamples;
  const passed = unlike.length === 0 && areRatesRight({ falseAlarms, caught });
  return { resamples, injectedFactor: INJECTED_FACTOR, unlike, falseAlarms, caught, passed };
}

/** Whether there are figures, and comparisons of them err as seldom as is asked. */
export function areRatesRight({ falseAlarms, caught }: Pick<SelfTest, "falseAlarms" | "caught">): boolean {
  return caught.length > 0 && falseAlarms <= MAX_FALSE_ALARMS && caught.every(({ share }) => share >= MIN_CAUGHT);
}

/** As many pairs as were recorded, whole: all figures of a pair stay together. */
function redraw(recorded: readonly (readonly number[])[], stream: RandomStream, trial: number): number[][] {
  const pairs = recorded[0]?.length ?? 0;
  const drawn = recorded.map((): number[] => []);
  for (let place = 0; place < pairs; place++) {
    const [which, coin] = stream.draw(trial, place);
    const pair = below(which!, pairs);
    const sign = coin! & 1 ? 1 : -1;
    for (const [index, worsened] of recorded.entries()) drawn[index]!.push(sign * worsened[pair]!);
  }
  return drawn;
}

function injected(worsened: readonly number[]): Finding {
  return findingOfPairs(worsened.map((log) => log + Math.log(INJECTED_FACTOR)));
}
