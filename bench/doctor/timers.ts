/** What this machine's timers are worth. */
import { setTimeout as sleep } from "node:timers/promises";
import { median } from "../harness/statistics.ts";
import { readTimer } from "../harness/timer.ts";

type Timers = {
  /** The smallest step of performance.now() that was seen. */
  stepUs: number;
  /** How much longer than asked a thread slept, and a timer of the event loop took: the middle and the worst. */
  sleepOvershootUs: Overshoot;
  timeoutOvershootUs: Overshoot;
};

type Overshoot = { median: number; worst: number };

const ASKED_MS = 1;

export async function measureTimers(trials: number): Promise<Timers> {
  const sleeper = new Int32Array(new SharedArrayBuffer(4));
  const slept: number[] = [];
  const timedOut: number[] = [];
  for (let trial = 0; trial < trials; trial++) {
    const fromMs = performance.now();
    Atomics.wait(sleeper, 0, 0, ASKED_MS);
    const betweenMs = performance.now();
    await sleep(ASKED_MS);
    slept.push(betweenMs - fromMs);
    timedOut.push(performance.now() - betweenMs);
  }
  return {
    stepUs: readTimer().stepNs / 1000,
    sleepOvershootUs: overshoot(slept),
    timeoutOvershootUs: overshoot(timedOut),
  };
}

function overshoot(tookMs: readonly number[]): Overshoot {
  const overUs = tookMs.map((took) => (took - ASKED_MS) * 1000);
  return { median: median(overUs), worst: Math.max(...overUs) };
}
