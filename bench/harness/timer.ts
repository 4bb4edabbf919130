/** The timer, as this machine has it: a task that takes but a few of its steps cannot be measured. */

export interface TimerFacts {
  /** The smallest step between two readings that differ. */
  readonly stepNs: number;
  /** What a reading costs, at the median. */
  readonly readNs: number;
}

const READINGS = 20_000;

export function readTimer(): TimerFacts {
  const steps = new Float64Array(READINGS);
  let before = performance.now();
  for (let i = 0; i < READINGS; i++) {
    const now = performance.now();
    steps[i] = now - before;
    before = now;
  }
  steps.sort();
  const smallest = steps.find((step) => step > 0) ?? 1;
  // The readings are doubles of milliseconds since the start: below a nanosecond a step is rounding, not time.
  return { stepNs: Math.max(1, smallest * 1e6), readNs: steps[READINGS >> 1]! * 1e6 };
}

/** Steps and readings that a task must last for its time to be known to about a hundredth. */
const MIN_STEPS = 200;

/** How long a task must last for the timer to be trusted with it. */
export function leastTaskNs({ stepNs, readNs }: TimerFacts): number {
  return MIN_STEPS * Math.max(stepNs, readNs);
}

/** Why the timer cannot be trusted with a task of this length, or null where it can. */
export function timerDoubt(timer: TimerFacts, taskNs: number): string | null {
  if (taskNs >= leastTaskNs(timer)) return null;
  const grain = leastTaskNs(timer) / MIN_STEPS;
  return `a task took ${taskNs.toFixed(0)} ns, and the timer tells ${grain.toFixed(0)} ns apart: its figure is not to be trusted`;
}
