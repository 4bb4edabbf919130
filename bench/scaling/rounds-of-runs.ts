/** Events a second over workers: every count in turn within a round, one process. */
import { RingfenceError } from "../../src/core/errors.ts";
import { counted } from "../../src/ui/format.ts";
import { measurementOf } from "../harness/measurement.ts";
import { crowdedBy, mostOthers } from "../harness/other-work.ts";
import { median } from "../harness/statistics.ts";
import { timeLeftOf } from "../harness/stopwatch.ts";
import type { Run } from "./run.ts";
import type { MeasuredPoint } from "./series.ts";

interface RoundSettings {
  readonly rounds: number;
  readonly group: string;
  /** Goes behind the names, where another series has the same counts. */
  readonly suffix?: string;
  readonly onProgress: (what: string) => void;
}

interface MeasuredRuns {
  readonly points: readonly MeasuredPoint[];
  readonly digest: string;
}

/**
 * `run` gives null once it is interrupted: then points have the rounds that all have finished, of those that have
 * finished one. Null if none has. Throws RingfenceError "invariant" where two runs came to different decisions.
 */
export async function measureRuns(
  counts: readonly number[],
  { rounds, group, suffix = "", onProgress }: RoundSettings,
  run: (workers: number) => Promise<Run | null>,
): Promise<MeasuredRuns | null> {
  const all = counts.map((workers) => ({ workers, runs: [] as Run[] }));
  const startedMs = performance.now();
  for (let turn = 0; turn < rounds * counts.length; turn++) {
    const { workers, runs } = all[turn % counts.length]!;
    const doubt = doubtOf(workers, runs);
    const soFar = doubt === null ? "" : `; doubtful so far: ${doubt}`;
    const left = timeLeftOf(startedMs, turn, rounds * counts.length);
    onProgress(`${group}, round ${runs.length + 1} of ${rounds}: ${counted(workers, "worker")}${soFar}${left}`);
    const found = await run(workers);
    if (found === null) break;
    runs.push(found);
  }
  const finished = all.filter(({ runs }) => runs.length > 0);
  if (finished.length === 0) return null;
  const common = Math.min(...finished.map(({ runs }) => runs.length));
  const points = finished.map(({ workers, runs }): MeasuredPoint => {
    const kept = runs.slice(0, common);
    const measurement = measurementOf({
      name: counted(workers, "worker") + suffix,
      group,
      unit: "events/s",
      better: "higher",
      samples: kept.map(({ events, seconds }) => events / seconds),
      n: Math.min(...kept.map(({ events }) => events)),
      doubt: doubtOf(workers, kept),
    });
    return {
      workers,
      measurement,
      mainThreadBusy: median(kept.map(({ mainThreadBusy }) => mainThreadBusy)),
      coresBusy: median(kept.map(({ coresBusy }) => coresBusy)),
    };
  });
  return { points, digest: commonDigest(all.flatMap(({ runs }) => runs)) };
}

/** As many threads as have work; where others had their cores, the figure is of these. None without a run. */
function doubtOf(workers: number, runs: readonly Run[]): string | null {
  if (runs.length === 0) return null;
  const crowd = crowdedBy(median(runs.map(({ othersBusyCores }) => othersBusyCores)), workers);
  if (crowd === null) return null;
  const most = mostOthers(workers).toFixed(2);
  const fewer = workers > 1 ? ", or leave these out (--workers)" : "";
  return `${crowd}, where ${counted(workers, "worker")} can spare ${most}: close what else runs${fewer}`;
}

export function commonDigest(runs: readonly Pick<Run, "digest">[]): string {
  const digests = [...new Set(runs.map(({ digest }) => digest))];
  if (digests.length === 1) return digests[0]!;
  throw new RingfenceError(
    "invariant",
    `decisions must not depend on workers, but runs of the same events came to digests ${digests.join(", ")}`,
  );
}
