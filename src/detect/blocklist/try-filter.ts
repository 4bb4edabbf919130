/** Measures how often a filter errs on random numbers: a run's own traffic repeats too few. */
import { FILTER_ONLY, LISTED } from "./found.ts";
import { counted, formatCount } from "../../core/counted.ts";
import { RingfenceError } from "../../core/errors.ts";
import { RandomStream, below } from "../../core/random.ts";
import type { Blocklist } from "./blocklist.ts";
import { blocklistEngines } from "./engines.ts";

/** A filter tried on random numbers, none of them listed. */
export interface FilterTrial {
  readonly promised: number;
  /** What theory expects at the present fill. */
  readonly expected: number;
  readonly probes: number;
  readonly falsePositives: number;
}

/** Probes of a trial: enough for the rate to be known to a few hundredths of itself. */
const TRIAL_PROBES = 1_000_000;
/** A slow engine takes 10 microseconds for each. */
const SLOW_TRIAL_PROBES = 100_000;
const FIRST_MOBILE = 13_000_000_000;
const MOBILE_NUMBERS = 7_000_000_000;

/** Throws RingfenceError "invariant" if any is denied: a large table may lose keys where a small one does not. */
export function requireListed(blocklist: Blocklist, keys: Float64Array): void {
  const answers = new Uint8Array(keys.length);
  blocklist.lookUpInto(keys, keys.length, answers);
  let denied = 0;
  for (const answer of answers) if (answer !== LISTED) denied++;
  if (denied === 0) return;
  throw new RingfenceError(
    "invariant",
    `${blocklistEngines.describe(blocklist.engine)} denied ${counted(denied, "key")} of the ${formatCount(keys.length)} that ` +
      "were listed at the end of the run: expected none, as every key that was added must be found, so the figures of " +
      `this run are worth nothing. Try checkBlocklist(engine, ${blocklist.size}) of ringfence/contract`,
  );
}

/** Null for an engine without a filter. `promised`: the false-positive rate asked for. */
export function tryFilter(blocklist: Blocklist, promised: number, seed: number): FilterTrial | null {
  const engine = blocklistEngines.of(blocklist.engine);
  if (!engine.hasFilter) return null;
  const draws = new RandomStream(seed, "filter-trial");
  const count = engine.isSlow ? SLOW_TRIAL_PROBES : TRIAL_PROBES;
  const keys = new Float64Array(count);
  for (let i = 0; i < count; i++) keys[i] = FIRST_MOBILE + below(draws.draw(i, 0)[0]!, MOBILE_NUMBERS);
  const answers = new Uint8Array(count);
  const listed = blocklist.lookUpInto(keys, count, answers);
  let falsePositives = 0;
  for (const answer of answers) if (answer === FILTER_ONLY) falsePositives++;
  return { promised, expected: blocklist.expectedRate, probes: count - listed, falsePositives };
}
