/** The default scenario's main arm, closed loop and all: synthesise, screen, warn, score. */
import { simulateArms } from "../../src/study/variants/arms.ts";
import { reportRun } from "../../src/report/run-report.ts";
import type { Scenario } from "../../src/scenario/schema.ts";
import { type Measurement, type MeasurementFacts, type Target, measurementOf } from "../harness/measurement.ts";
import { timed } from "../harness/stopwatch.ts";

interface DefaultRunOptions {
  readonly scenario: Scenario;
  readonly seed: number;
  readonly workers: number;
  readonly isTarget: boolean;
}

interface DefaultRun {
  readonly measurements: readonly Measurement[];
  readonly digest: string;
  readonly events: number;
  readonly wallSeconds: number;
}

const THROUGHPUT_TARGET: Target = { limit: 600_000, aim: 1_500_000 };
const MEMORY_TARGET: Target = { limit: 768, aim: 384 };

/** Said in the first of the tables that have the word. */
const A_CORE = "a core: by processor time, all threads together; else by the clock";

/** Runs it once: a sample, and no interval. To be measured first: the peak of memory is that of the process so far. */
export async function measureDefaultRun(options: DefaultRunOptions): Promise<DefaultRun> {
  const { scenario, seed, workers, isTarget } = options;
  let arms: Awaited<ReturnType<typeof simulateArms>>;
  const { coreSeconds } = await timed(async () => {
    arms = await simulateArms({ scenario, seed, workers, counterfactual: false });
  });
  const { main, peakRssMiB } = arms!;
  // Checks the ledger: events that were lost would be fast.
  const { digest } = reportRun(arms!, { scenario, seed, workers, reproduce: "" });
  const events = main.planned;
  const group = `${scenario.name}, ${scenario.hours} hours, main arm`;
  const row = (
    facts: Pick<MeasurementFacts, "name" | "unit" | "better" | "target" | "diagnostic" | "notes">,
    sample: number,
  ): Measurement => measurementOf({ ...facts, group, samples: [sample], n: events });
  return {
    digest,
    events,
    wallSeconds: main.wallSeconds,
    measurements: [
      row(
        { name: "throughput", unit: "events/s", better: "higher", target: isTarget ? THROUGHPUT_TARGET : null },
        events / main.wallSeconds,
      ),
      row(
        // The time of a core before the first tick cannot be told from the rest.
        { name: "throughput a core, start-up counted in", unit: "events/s", better: "higher", notes: [A_CORE] },
        events / coreSeconds,
      ),
      // A share of the time: faster workers raise it.
      row({ name: "main thread busy", unit: "%", better: "lower", diagnostic: true }, main.mainThreadBusy * 100),
      row({ name: "peak memory", unit: "MiB", better: "lower", target: isTarget ? MEMORY_TARGET : null }, peakRssMiB),
    ],
  };
}
