/** Events a second over workers, or over sizes of batch: every shape in turn within a round, one process. */
import { RingfenceError } from "../../src/core/errors.ts";
import { counted } from "../../src/ui/format.ts";
import { type Measurement, measurementOf } from "../harness/measurement.ts";
import { crowdedBy, mostOthers } from "../harness/other-work.ts";
import { median } from "../harness/statistics.ts";
import { timeLeftOf } from "../harness/time-left.ts";
import type { MeasuredPoint } from "./series.ts";
import type { Shape, ShapedRun } from "./shaped-run.ts";

interface ShapeSettings {
  readonly rounds: number;
  readonly group: string;
  /** Goes behind the names, where another series has the same shapes. */
  readonly suffix?: string;
  readonly onProgress: (what: string) => void;
}

interface MeasuredShape extends Shape {
  readonly measurement: Measurement;
  readonly mainThreadBusy: number;
  readonly coresBusy: number;
}

interface MeasuredShapes {
  readonly shapes: readonly MeasuredShape[];
  readonly digest: string;
}

/**
 * `run` gives null once it is interrupted: then shapes have the rounds that all have finished, or those that have
 * finished one. Null if none has. Throws RingfenceError "invariant" where two runs came to different decisions.
 */
export async function measureShapes(
  shapes: readonly Shape[],
  { rounds, group, suffix = "", onProgress }: ShapeSettings,
  run: (shape: Shape) => Promise<ShapedRun | null>,
): Promise<MeasuredShapes | null> {
  const runs = shapes.map((): ShapedRun[] => []);
  const startedMs = performance.now();
  for (let turn = 0; turn < rounds * shapes.length; turn++) {
    const at = turn % shapes.length;
    const shape = shapes[at]!;
    const doubt = doubtOf(shape, runs[at]!);
    const soFar = doubt === null ? "" : `; doubtful so far: ${doubt}`;
    const left = timeLeftOf(startedMs, turn, rounds * shapes.length);
    onProgress(`${group}, round ${runs[at]!.length + 1} of ${rounds}: ${describe(shape)}${soFar}${left}`);
    const found = await run(shape);
    if (found === null) break;
    runs[at]!.push(found);
  }
  const finished = shapes.flatMap((shape, at) => (runs[at]!.length === 0 ? [] : [{ shape, all: runs[at]! }]));
  if (finished.length === 0) return null;
  const common = Math.min(...finished.map(({ all }) => all.length));
  return {
    digest: commonDigest(runs.flat()),
    shapes: finished.map(({ shape, all }) => measuredShape(shape, all.slice(0, common), group, suffix)),
  };
}

function measuredShape(shape: Shape, runs: readonly ShapedRun[], group: string, suffix: string): MeasuredShape {
  const measurement = measurementOf({
    name: describe(shape) + suffix,
    group,
    unit: "events/s",
    better: "higher",
    samples: runs.map(({ events, seconds }) => events / seconds),
    n: Math.min(...runs.map(({ events }) => events)),
    doubt: doubtOf(shape, runs),
  });
  return {
    ...shape,
    measurement,
    mainThreadBusy: median(runs.map(({ mainThreadBusy }) => mainThreadBusy)),
    coresBusy: median(runs.map(({ coresBusy }) => coresBusy)),
  };
}

/** As many threads as have work; where others had their cores, the figure is of these. None without a run. */
function doubtOf({ workers }: Shape, runs: readonly ShapedRun[]): string | null {
  if (runs.length === 0) return null;
  const crowd = crowdedBy(median(runs.map(({ othersBusyCores }) => othersBusyCores)), workers);
  if (crowd === null) return null;
  const most = mostOthers(workers).toFixed(2);
  const fewer = workers > 1 ? ", or leave these out (--workers, --series)" : "";
  return `${crowd}, where ${counted(workers, "worker")} can spare ${most}: close what else runs${fewer}`;
}

/** The shapes that match, as points over one of their numbers. */
export function pointsOver(
  key: keyof Shape,
  shapes: readonly MeasuredShape[],
  isWanted: (shape: Shape) => boolean = () => true,
): MeasuredPoint[] {
  return shapes
    .filter(isWanted)
    .map((shape) => ({ ...shape, x: shape[key] }))
    .toSorted((a, b) => a.x - b.x);
}

export function commonDigest(runs: readonly Pick<ShapedRun, "digest">[]): string {
  const digests = [...new Set(runs.map(({ digest }) => digest))];
  if (digests.length === 1) return digests[0]!;
  throw new RingfenceError(
    "invariant",
    `decisions must not depend on workers or batches, but runs of the same events came to digests ${digests.join(", ")}`,
  );
}

function describe({ workers, batchEvents }: Shape): string {
  return `${counted(workers, "worker")}, batches of ${batchEvents}`;
}
