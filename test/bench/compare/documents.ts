/** Results of benches, made up for tests. */
import { type Measurement, measurementOf } from "../../../bench/harness/measurement.ts";
import { type BenchResult, BENCH_SCHEMA_VERSION } from "../../../bench/harness/result.ts";

export function measured(
  name: string,
  samples: readonly number[],
  better: Measurement["better"] = "lower",
): Measurement {
  const unit = better === "lower" ? "ns" : "events/s";
  return measurementOf({ name, group: "a group", unit, better, samples: [...samples], n: 1000 });
}

const MACHINE = { cpu: "a processor", cores: 2, quotaCores: null, quotaKnown: true, memoryMiB: 4096, os: "Linux 6" };
const PROGRAM = { node: "v20.20.0", v8: "11", flags: [], version: "0.0.0", commit: "0123".repeat(10), dirty: false };
const NOISE = { load: 0, timerStepUs: 0.04, wakeLateUs: 100, noise: 0.02 };

let results = 0;

/** Each began at another time, as results do. */
export function benchResult(measurements: readonly Measurement[], changed: Partial<BenchResult> = {}): BenchResult {
  return {
    schemaVersion: BENCH_SCHEMA_VERSION,
    kind: "micro",
    size: "full",
    reproduce: "ringfence bench micro",
    startedAt: new Date(Date.UTC(2026, 10, 24, 12) + results++).toISOString(),
    wallSeconds: 1,
    environment: { ...MACHINE, ...PROGRAM, ...NOISE },
    othersBusyCores: 0,
    seed: 1,
    settings: { entries: 1000 },
    digest: "0000000000000001",
    valid: true,
    problems: [],
    warnings: [],
    measurements: [...measurements],
    comparisons: [],
    details: null,
    ...changed,
  };
}
