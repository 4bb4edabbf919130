/** Of a run's warnings, what would be left from each exposure at the push on: precision against recall of one run. */
import type { EpisodeRecord } from "../../../record/episode.ts";
import { rate } from "../../../metrics/rates.ts";
import type { TracedWarning } from "../../../metrics/traced-warning.ts";
import type { WarningsFields } from "./schema.ts";

type Curve = WarningsFields["warnings"]["byExposure"];

const MAX_POINTS = 50;

/**
 * From the lowest exposure at which one was pushed to the highest, at most 50 of them, each with the warnings of that
 * exposure or more. Nothing is known below the threshold of the run. What warnings changed is not in it: without a
 * warning its subscriber's exposure would have risen on, and might have been warned of later.
 */
export function exposureCurve(traced: readonly TracedWarning[], episodes: number): Curve {
  const falling = traced.toSorted((a, b) => b.warning.exposure - a.warning.exposure);
  const warned = new Set<EpisodeRecord>();
  let onTarget = 0;
  const points: Curve = [];
  falling.forEach(({ warning, episode }, at) => {
    if (episode !== null) {
      onTarget++;
      warned.add(episode);
    }
    // Of equal ones, all or none.
    if (falling[at + 1]?.warning.exposure === warning.exposure) return;
    const pushed = at + 1;
    const [precision, recall] = [rate(onTarget, pushed), rate(warned.size, episodes)];
    points.push({ exposure: warning.exposure, pushed, onTarget, episodesWarned: warned.size, precision, recall });
  });
  return thin(points.toReversed());
}

function thin(points: Curve): Curve {
  if (points.length <= MAX_POINTS) return points;
  const last = points.length - 1;
  return Array.from({ length: MAX_POINTS }, (_, i) => points[Math.round((i * last) / (MAX_POINTS - 1))]!);
}
