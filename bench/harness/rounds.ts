/**
 * Contenders of one group, measured in turn within each round by tinybench. A task is one iteration, a batch of
 * operations in a loop, or as many as make it long against the timer. The sample of a round is the time of all its
 * tasks over all their operations, so that collections and interrupts count for each contender by the time that it
 * runs: the median task would be free of them where tasks are short, and full of them where they are long. A round that
 * went badly is left to the median over rounds.
 */
import { Bench } from "tinybench";
import { assert } from "../../src/core/assert.ts";
import { interruptible } from "../../src/core/module/interruptible.ts";
import { type Measurement, type MeasurementFacts, measurementOf } from "./measurement.ts";
import { type TimerFacts, leastTaskNs, readTimer, timerDoubt } from "./timer.ts";

interface ContenderFacts extends Partial<Pick<MeasurementFacts, "bytesPerEntry" | "error" | "notes">> {
  readonly name: string;
  /** Of one iteration. */
  readonly operations: number;
}

/** What does the work: */
type Work =
  /**
   * an iteration, whose answer is kept so that it cannot be optimised away, and of which so many make a task as the
   * timer needs;
   */
  | { readonly run: () => number }
  /** an iteration of which only a part counts, in milliseconds; */
  | { readonly runTimed: () => number }
  /** or another process, asked once a round for nanoseconds an operation, the mean over `operations`. */
  | { readonly askNs: () => number };

export type Contender = ContenderFacts & Work;
/** Those that are timed here. */
type Timed = Exclude<Contender, { readonly askNs: () => number }>;

export interface RoundSettings {
  readonly rounds: number;
  /** A contender runs at least this long in a round, and one iteration. */
  readonly timeMs: number;
  readonly unit: "ns" | "us";
}

/** A contender with what was found so far. */
interface Entry {
  readonly contender: Contender;
  readonly samples: number[];
  /** Operations behind each sample, at least. */
  n: number;
  /** Iterations of a task, which is what is timed. */
  repeats: number;
  doubt: string | null;
}

/** A task that was too short is made so many times as long as the timer needs: it may be quicker the next time. */
const MARGIN = 2;
/**
 * Lengthened so often at most in a round, and to so many iterations: what still is too short then takes no time at all.
 */
const MAX_ATTEMPTS = 4;
const MAX_REPEATS = 1 << 17;

/** Answers end here. */
export const sink = new Float64Array(1);

/** All contenders in every round. What comes before the first round (warm-up, as long as a round) is not counted. */
export function measureRounds(
  group: string,
  contenders: readonly Contender[],
  { rounds, timeMs, unit }: RoundSettings,
): Measurement[] {
  assert(rounds > 0 && contenders.length > 0, "a group needs rounds and contenders");
  const timer = readTimer();
  const nsAUnit = unit === "ns" ? 1 : 1000;
  const kept = contenders.map((contender): Entry => ({ contender, samples: [], n: Infinity, repeats: 1, doubt: null }));
  for (let round = 0; round < rounds; round++) {
    for (const entry of kept) {
      const { totalNs, tasks, doubt } = sampleLongEnough(entry, timeMs, round === 0, timer);
      const operations = tasks * entry.repeats * entry.contender.operations;
      entry.samples.push(totalNs / operations / nsAUnit);
      entry.n = Math.min(entry.n, operations);
      entry.doubt ??= doubt;
    }
  }
  return kept.map(({ contender, samples, n, doubt }) => {
    const { name, bytesPerEntry = null, error = null, notes = [] } = contender;
    return measurementOf({ name, group, unit, better: "lower", samples, n, bytesPerEntry, error, notes, doubt });
  });
}

interface Sample {
  /** Of all tasks; not of what tinybench does between them. */
  readonly totalNs: number;
  readonly tasks: number;
  /** How long a task is: the median, which no interrupt makes longer than it is. */
  readonly taskNs: number;
  /** Why it must not be used; null where it may. */
  readonly doubt: string | null;
}

/** Lengthens the tasks of `entry` where they are too short for the timer, and takes the sample anew. */
function sampleLongEnough(entry: Entry, timeMs: number, warmup: boolean, timer: TimerFacts): Sample {
  const { contender } = entry;
  if ("askNs" in contender) {
    const totalNs = contender.askNs() * contender.operations;
    return { totalNs, tasks: 1, taskNs: totalNs, doubt: null };
  }
  for (let attempt = 1; ; attempt++) {
    const sample = sampleOf(contender, entry.repeats, timeMs, warmup && attempt === 1, timer);
    // A task of which a part is timed reads the timer for every part: more of them are no better.
    const isFinal = sample.doubt === null || attempt === MAX_ATTEMPTS || !("run" in contender);
    if (isFinal || entry.repeats === MAX_REPEATS) return sample;
    const times = (MARGIN * leastTaskNs(timer)) / Math.max(1, sample.taskNs);
    entry.repeats = Math.min(MAX_REPEATS, Math.ceil(entry.repeats * Math.max(MARGIN, times)));
  }
}

function sampleOf(contender: Timed, repeats: number, timeMs: number, warmup: boolean, timer: TimerFacts): Sample {
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
  bench.add(contender.name, taskOf(contender, repeats));
  const [task] = interruptible(() => bench.runSync());
  const { result } = task!;
  assert(result.state === "completed", () => `${contender.name} did not complete: ${result.state}`);
  const { latency, totalTime } = result;
  const taskNs = latency.p50 * 1e6;
  const doubt = timerDoubt(timer, taskNs) ?? doubts[0] ?? null;
  return { totalNs: totalTime * 1e6, tasks: latency.samplesCount, taskNs, doubt };
}

function taskOf(contender: Timed, repeats: number): () => unknown {
  if ("run" in contender) {
    return () => {
      for (let i = 0; i < repeats; i++) sink[0]! += contender.run();
    };
  }
  return () => {
    const startMs = performance.now();
    const overriddenDuration = contender.runTimed();
    return { overriddenDuration, overriddenIterationCost: performance.now() - startMs };
  };
}

/** Each of the items in turn, for ever. */
export function turns<T>(items: readonly T[]): () => T {
  let turn = 0;
  return () => items[turn++ % items.length]!;
}
