/**
 * What is known before anything is measured: whether events fall due at all, and from which rate on an objective can be
 * read, and be met.
 */
import { RingfenceError } from "../../src/core/errors.ts";
import { formatCount } from "../../src/ui/format.ts";
import { type ArrivalKind, Arrivals } from "../harness/latency/arrivals.ts";
import type { Objective } from "../harness/latency/objective.ts";

export interface Conditions {
  /** Of the shortest run that is judged. */
  readonly seconds: number;
  readonly lingerMs: number;
  readonly batchEvents: number;
}

/** Of fewer events than one in so many lies beyond, a percentile is the greatest, however it is called. */
const MIN_EVENTS = 10;

/** Throws RingfenceError where no run at this rate, or at a lower one, could tell: "usage" or "noData". */
export function checkFeasible(objective: Objective, ratePerSecond: number, conditions: Conditions): void {
  if (ratePerSecond >= feasibleFrom(objective, conditions)) return;
  const isUnmet = ratePerSecond < metFrom(objective, conditions);
  throw new RingfenceError(isUnmet ? "usage" : "noData", whyNotBelow(objective, conditions));
}

interface Schedule {
  readonly arrivals: ArrivalKind;
  readonly ratePerSecond: number;
  readonly seed: number;
  readonly warmUpSeconds: number;
  readonly seconds: number;
}

/** Of so many that are expected, it does not happen that none is drawn. */
const SURE_OF_ONE = 1000;

/** Throws RingfenceError "noData" where no event falls due while it is measured. */
export function checkOffered({ arrivals: kind, ratePerSecond, seed, warmUpSeconds, seconds }: Schedule): void {
  if (ratePerSecond * seconds >= SURE_OF_ONE) return;
  const fromMs = warmUpSeconds * 1000;
  const arrivals = new Arrivals({ kind, ratePerSecond, seed, untilMs: fromMs + seconds * 1000 });
  const due = new Float64Array(1);
  while (arrivals.nextMs < fromMs) arrivals.takeDue(arrivals.nextMs, due, 1);
  if (arrivals.nextMs < Number.POSITIVE_INFINITY) return;
  throw new RingfenceError(
    "noData",
    `0 events fall due in ${seconds} s at ${ratePerSecond} events/s: raise --rate or --seconds`,
  );
}

/** The least rate at which an objective can be read and met, events a second. */
export function feasibleFrom(objective: Objective, conditions: Conditions): number {
  return Math.max(metFrom(objective, conditions), readFrom(objective, conditions));
}

/** Why there is no use in a rate below that. */
export function whyNotBelow(objective: Objective, conditions: Conditions): string {
  const { text, limitUs } = objective;
  const { lingerMs, batchEvents, seconds } = conditions;
  const [met, read] = [metFrom(objective, conditions), readFrom(objective, conditions)];
  if (met <= read) {
    return (
      `${text} needs ${leastEvents(objective)} events or more to be read, and fewer fall due in ${seconds} s below ` +
      `${formatCount(read)} events/s: raise --rate (or --seconds, without --max), or ask for a lower percentile`
    );
  }
  const waitMs = Number(leastWaitMs(objective, lingerMs).toPrecision(3));
  const enoughMs = Number(((limitUs / 1000 / waitMs) * lingerMs).toPrecision(3));
  return (
    `${text} cannot be met below ${formatCount(met)} events/s: a batch of ${batchEvents} is not full there when it ` +
    `has waited its ${lingerMs} ms, and ${waitMs} ms of that are in the response time. Take a --linger-ms below ` +
    `${enoughMs}, or a limit above ${waitMs} ms`
  );
}

function leastEvents({ percentile }: Objective): number {
  return percentile === 100 ? MIN_EVENTS : Math.max(MIN_EVENTS, Math.round(100 / (100 - percentile)));
}

function readFrom(objective: Objective, { seconds }: Conditions): number {
  return Math.ceil(leastEvents(objective) / seconds);
}

/** In smaller batches chance decides how soon one is full: nothing is said of them. */
const MIN_BATCH = 64;

/**
 * Where batches are not full within the linger, events come at any time of it, and one that comes alone waits for all
 * of it: the percentile p of their waits is at least p of the linger. A limit above that can be met at any rate;
 * another only where batches are full earlier.
 */
function metFrom(objective: Objective, { lingerMs, batchEvents }: Conditions): number {
  if (batchEvents < MIN_BATCH) return 0;
  return objective.limitUs / 1000 > leastWaitMs(objective, lingerMs) ? 0 : Math.ceil((batchEvents * 1000) / lingerMs);
}

function leastWaitMs({ percentile }: Objective, lingerMs: number): number {
  return (percentile / 100) * lingerMs;
}
