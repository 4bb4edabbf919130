/** What this machine's timers are worth. */
import { setTimeout as sleep } from "node:timers/promises";
import { median } from "../harness/statistics.ts";
import { readTimer } from "../harness/timer.ts";
import type { Figures } from "./document.ts";

const ASKED_MS = 1;

export async function measureTimers(trials: number): Promise<Figures["timers"]> {
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

function overshoot(tookMs: readonly number[]): Figures["timers"]["sleepOvershootUs"] {
  const overUs = tookMs.map((took) => (took - ASKED_MS) * 1000);
  return { median: median(overUs), worst: Math.max(...overUs) };
}
