/** Of a run's warnings, what would be left from each exposure at the push on: precision against recall of one run. */
import type { EpisodeRecord } from "../../../record/episode.ts";
import { accuracyOverSources, coverageOverGangs } from "../../../metrics/funnel-rates.ts";
import { quotedRate } from "../../../metrics/rates.ts";
import type { TracedWarning } from "../../../metrics/traced-warning.ts";
import type { WarningsFields } from "./schema.ts";

type Curve = WarningsFields["warnings"]["byExposure"];

const MAX_POINTS = 50;

/**
 * From the lowest exposure at which one was pushed to the highest, at most 50 of them, each with the warnings of that
 * exposure or more, and the intervals that accuracy and coverage have. Nothing is known below the threshold of the
 * run. What warnings changed is not in it: without a warning its subscriber's exposure would have risen on, and might
 * have been warned of later.
 */
export function exposureCurve(
  traced: readonly TracedWarning[],
  episodes: readonly EpisodeRecord[],
  gangs: number,
): Curve {
  const exposures = [...new Set(traced.map(({ warning }) => warning.exposure))].toSorted((a, b) => a - b);
  return thin(exposures).map((exposure) => {
    const left = traced.filter(({ warning }) => warning.exposure >= exposure);
    const hit = left.filter(({ episode }) => episode !== null);
    return {
      exposure,
      pushed: left.length,
      onTarget: hit.length,
      episodesWarned: new Set(hit.map(({ episode }) => episode)).size,
      precision: quotedRate(accuracyOverSources(left, gangs)),
      recall: quotedRate(coverageOverGangs(hit, episodes, gangs)),
    };
  });
}

function thin(exposures: readonly number[]): readonly number[] {
  if (exposures.length <= MAX_POINTS) return exposures;
  const last = exposures.length - 1;
  return Array.from({ length: MAX_POINTS }, (_, i) => exposures[Math.round((i * last) / (MAX_POINTS - 1))]!);
}
