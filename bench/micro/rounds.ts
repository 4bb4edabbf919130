/**
 * Contenders of one group, measured in turn within each round by tinybench. A task is one iteration: a batch of operations in a loop, long
 * against the timer. The sample of a round is the median iteration, an operation; so a collection or an interrupt within a round does not show.
 */
import { Bench } from "tinybench";
import { assert } from "../../src/core/assert.ts";
import { type Measurement, type MeasurementFacts, measurementOf } from "../harness/measurement.ts";
import { type TimerFacts, readTimer, timerDoubt } from "./timer.ts";

interface ContenderFacts extends Partial<Pick<MeasurementFacts, "bytesPerEntry" | "error" | "notes">> {
  readonly name: string;
  /** Of one iteration. */
  readonly operations: number;
}

/** What does the work: */
type Work =
  /** an iteration, whose answer is kept so that it cannot be optimised away; */
  | { readonly run: () => number }
  /** an iteration of which only a part counts, in milliseconds; */
  | { readonly runTimed: () => number }
  /** or another process, asked for nanoseconds an operation once a round. */
  | { readonly askNs: () => number };

export type Contender = ContenderFacts & Work;

export interface RoundSettings {
  readonly rounds: number;
  /** A contender runs at least this long in a round, and one iteration. */
  readonly timeMs: number;
  readonly unit: "ns" | "us";
}

export interface GroupFindings {
  readonly measurements: readonly Measurement[];
  readonly warnings: readonly string[];
}

/** Answers end here. */
export const sink = new Float64Array(1);

/** All contenders in every round. What comes before the first round (warm-up, as long as a round) is not counted. */
export function measureRounds(
  group: string,
  contenders: readonly Contender[],
  { rounds, timeMs, unit }: RoundSettings,
): GroupFindings {
  assert(rounds > 0 && contenders.length > 0, "a group needs rounds and contenders");
  const timer = readTimer();
  const nsAUnit = unit === "ns" ? 1 : 1000;
  const kept = contenders.map((contender) => ({ contender, samples: [] as number[], n: Infinity }));
  const warnings = new Set<string>();
  for (let round = 0; round < rounds; round++) {
    for (const entry of kept) {
      const { ns, iterations, doubts } = sampleOf(entry.contender, timeMs, round === 0, timer);
      entry.samples.push(ns / nsAUnit);
      entry.n = Math.min(entry.n, iterations * entry.contender.operations);
      for (const doubt of doubts) warnings.add(`${group}: ${entry.contender.name}: ${doubt}`);
    }
  }
  const measurements = kept.map(({ contender, samples, n }) => {
    const { name, bytesPerEntry = null, error = null, notes = [] } = contender;
    return measurementOf({ name, group, unit, better: "lower", samples, n, bytesPerEntry, error, notes });
  });
  return { measurements, warnings: [...warnings] };
}

interface Sample {
  /** An operation. */
  readonly ns: number;
  readonly iterations: number;
  readonly doubts: readonly string[];
}

function sampleOf(contender: Contender, timeMs: number, warmup: boolean, timer: TimerFacts): Sample {
  if ("askNs" in contender) return { ns: contender.askNs(), iterations: 1, doubts: [] };
  const bench = new Bench({
    time: timeMs,
    iterations: 1,
    warmup,
    warmupTime: timeMs,
    warmupIterations: 1,
    throws: true,
  });
  const doubts: string[] = [];
  bench.addEventListener("warning", ({ reason }) => doubts.push(`tinybench doubts the timer (${reason ?? "unknown"})`));
  bench.add(contender.name, taskOf(contender));
  const [task] = bench.runSync();
  const { result } = task!;
  assert(result.state === "completed", () => `${contender.name} did not complete: ${result.state}`);
  const { p50, samplesCount } = result.latency;
  const doubt = timerDoubt(timer, p50 * 1e6);
  if (doubt !== null) doubts.push(doubt);
  return { ns: (p50 * 1e6) / contender.operations, iterations: samplesCount, doubts };
}

function taskOf(contender: Exclude<Contender, { askNs: () => number }>): () => unknown {
  if ("run" in contender) {
    return () => {
      sink[0]! += contender.run();
    };
  }
  return () => {
    const startMs = performance.now();
    const overriddenDuration = contender.runTimed();
    return { overriddenDuration, overriddenIterationCost: performance.now() - startMs };
  };
}
