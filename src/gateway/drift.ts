/**
 * How far the scores of the last day lie from those of the first: the population stability index over the tenths of the
 * first day (Siddiqi, "Credit Risk Scorecards", 2006: below 0.1 nothing to speak of, from 0.25 on a shift).
 */
import type { EventClass, OverviewAnswer } from "./protocol.ts";
import { CLASSES } from "./protocol.ts";
import { countsOf, type DayScores, type ScoreCounts, type ScoreSample } from "./score-sample.ts";

type Drift = NonNullable<OverviewAnswer["drift"]>[EventClass];

const TENTHS = 10;
/** Where nothing lies in a tenth, the index would have no end. */
const AS_IF = 0.5;

/** Of each class; null until the first day is over. */
export function driftOf(sample: Pick<ScoreSample, "firstDay" | "day">): OverviewAnswer["drift"] {
  const { firstDay } = sample;
  if (firstDay === null) return null;
  const { scored }: DayScores = sample.day();
  const [call, message] = CLASSES.map((of) => stability(firstDay[of], countsOf(scored, of)));
  return { call: call!, message: message! };
}

/** Null where one of them has no event. */
export function stability(then: ScoreCounts, now: ScoreCounts): Drift {
  if (then.sampled === 0 || now.sampled === 0) return null;
  const ends = tenthsOf(then);
  const shares = [then, now].map((one) => sharesIn(one, ends)) as [number[], number[]];
  const index = shares[0].reduce((sum, before, at) => {
    const after = shares[1][at]!;
    return sum + (after - before) * Math.log(after / before);
  }, 0);
  return {
    index,
    // Of two samples of the same scores (Yurdakul, "Statistical properties of population stability index", 2018).
    byChance: (ends.length - 1) * (1 / then.sampled + 1 / now.sampled),
    tenths: ends.map((to, at) => ({ to, first: shares[0][at]!, last: shares[1][at]! })),
  };
}

/** The highest score of each tenth; the last has no end. Many events have one score, so there may be fewer. */
function tenthsOf({ counts }: ScoreCounts): (number | null)[] {
  const all = counts.reduce((sum, [, events]) => sum + events, 0);
  const ends: number[] = [];
  let [below, next] = [0, 1];
  for (const [score, events] of counts) {
    below += events;
    if (below < (next * all) / TENTHS) continue;
    ends.push(score);
    while (below >= (next * all) / TENTHS) next++;
  }
  return [...ends, null];
}

function sharesIn({ counts, sampled }: ScoreCounts, ends: readonly (number | null)[]): number[] {
  const all = counts.reduce((sum, [, events]) => sum + events, 0);
  const found = ends.map(() => 0);
  let at = 0;
  for (const [score, events] of counts) {
    while (ends[at] !== null && score > ends[at]!) at++;
    found[at]! += events;
  }
  return found.map((events) => ((events / all) * sampled + AS_IF) / (sampled + AS_IF * ends.length));
}
