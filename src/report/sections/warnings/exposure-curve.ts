/** For each threshold of exposure, what would be left of a run's warnings: precision against recall of one run. */
import type { EpisodeRecord } from "../../../record/episode.ts";
import { accuracyOverSources, coverageOverGangs } from "../../../metrics/funnel-rates.ts";
import { quotedRate } from "../../../metrics/rates.ts";
import type { TracedWarning } from "../../../metrics/traced-warning.ts";
import type { WarningsFields } from "./schema.ts";

type Curve = WarningsFields["warnings"]["byExposure"];

const MAX_POINTS = 50;

/**
 * From the lowest exposure at a push to the highest, at most 50 thresholds, each with the warnings of that exposure or
 * more, and the intervals of accuracy and coverage. Nothing is known below the threshold of the run. Effects of
 * warnings are not in it: without a warning its subscriber's exposure would have risen on, and might have caused one
 * later.
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
