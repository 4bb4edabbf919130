/** `ringfence bench doctor`: can this machine measure, how well, and is latency measured as it is? */
import { readEnvironment } from "../harness/environment.ts";
import { measureClockError } from "../harness/latency/clock-error.ts";
import { selfTest } from "../harness/latency/self-test.ts";
import { generatorCeiling } from "../harness/latency/generator-ceiling.ts";
import { diagnose, isCrowded } from "./diagnosis.ts";
import { DOCTOR_SCHEMA_VERSION, type DoctorDocument, type Figures } from "./document.ts";
import { measureNoise } from "./noise.ts";
import { measureTimers } from "./timers.ts";

/** About 4 seconds, and about 1 in quick mode. */
const DEPTHS = {
  full: { timerTrials: 200, generatorMs: 500, work: 10 },
  quick: { timerTrials: 30, generatorMs: 50, work: 1 },
} as const;

export async function examine(depth: keyof typeof DEPTHS): Promise<DoctorDocument> {
  const { timerTrials, generatorMs, work } = DEPTHS[depth];
  const environment = readEnvironment();
  const figures: Figures = {
    memoryMiB: environment.memoryMiB,
    timers: await measureTimers(timerTrials),
    clock: await measureClockError(),
    generatorEventsPerSecond: generatorCeiling(generatorMs),
    noise: measureNoise(work),
    selfTest: selfTest().map((row) => ({ ...row, readMs: [...row.readMs], expectedMs: [...row.expectedMs] })),
  };
  const findings = diagnose(environment, figures);
  const canMeasure = findings.every(({ state }) => state !== "bad");
  return {
    schemaVersion: DOCTOR_SCHEMA_VERSION,
    environment: { ...environment, flags: [...environment.flags] },
    canMeasure,
    canMeasureNow: canMeasure && !isCrowded(environment, figures),
    findings,
    figures,
  };
}
