/** What each stage of the pipeline takes an event, and all of them. */
import type { Scenario } from "../../src/scenario/schema.ts";
import type { MicroContext, MicroFindings } from "./micro-context.ts";
import { type Contender, measureRounds } from "./rounds.ts";
import { type ReadyTick, type Stage, readyTick } from "./stages.ts";

export interface StagesOptions {
  readonly scenario: Scenario;
  /** The hour of the run that is screened. */
  readonly tick: number;
  readonly batchEvents: number;
}

const ALL_ROWS = "a stage of the platform, unless named below";
const NOTES: Readonly<Record<string, string>> = {
  synthesise: "the world's: it writes the events",
  aftermath: "the world's: it finds of which events something comes",
  tally: "the report's: it counts",
};
const WHOLE_NOTE =
  "timed after the single ones, without looking at the clock in between: less than one of them, or than their sum, " +
  "where code was still being compiled for those, as at smoke size";

export function measureStages({ scenario, tick, batchEvents }: StagesOptions, context: MicroContext): MicroFindings {
  context.onProgress(`stages: running ${scenario.name} up to hour ${tick}`);
  const ready = readyTick(scenario, context.seed, tick, batchEvents);
  const { events, batches, stages, runWhole } = ready;
  const whole: Contender = {
    name: "all stages, as a worker runs them",
    operations: events,
    run: runWhole,
    notes: [ALL_ROWS, WHOLE_NOTE],
  };
  const apart = [...stages].map(([name, stage]): Contender => ({
    name,
    operations: events,
    runTimed: () => timeStage(ready, stage),
    notes: [ALL_ROWS, ...(NOTES[name] === undefined ? [] : [NOTES[name]])],
  }));
  context.onProgress(`stages: ${events} events`);
  return {
    measurements: measureRounds("stage, an event", [...apart, whole], { ...context, unit: "ns" }),
    comparisons: [],
    warnings: [],
    problems: [],
    digest: ready.digest,
    details: { stages: { scenario: scenario.name, tick, batchEvents, events, batches } },
  };
}

/** All stages over all batches; milliseconds that the one took. */
function timeStage({ batches, stages, clear }: ReadyTick, timed: Stage): number {
  let ms = 0;
  clear();
  for (let batch = 0; batch < batches; batch++) {
    for (const stage of stages.values()) {
      if (stage !== timed) {
        stage(batch);
        continue;
      }
      const startMs = performance.now();
      stage(batch);
      ms += performance.now() - startMs;
    }
  }
  return ms;
}
