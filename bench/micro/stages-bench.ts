/** What each stage of the pipeline takes an event, beside what a user would pick instead, and all of them. */
import { BEHAVIOUR } from "../../src/detect/behaviour/stage.ts";
import { LOOKALIKE } from "../../src/detect/lookalike/stage.ts";
import { plainTitle } from "../../src/detect/stage.ts";
import { loadProtectedIdentities } from "../../src/detect/lookalike/protected.ts";
import { classifierSettings } from "../../src/scenario/classifier.ts";
import { formatCount } from "../../src/ui/format.ts";
import type { Scenario } from "../../src/scenario/schema.ts";
import { type MeasuredError, compareInRounds, measured, measuredError } from "../harness/measurement.ts";
import { CallerMap } from "./caller-map.ts";
import type { MicroContext, MicroFindings } from "./micro-context.ts";
import { type PlainEvent, plainEvents } from "./plain-events.ts";
import { type Contender, measureRounds } from "../harness/rounds.ts";
import { stagePeers } from "./stage-peers.ts";
import { type ReadyTick, type Stage, readyTick } from "./stages.ts";

interface StagesOptions {
  readonly scenario: Scenario;
  /** The hour of the run that is screened. */
  readonly tick: number;
  readonly batchEvents: number;
}

const ALL_ROWS = "a stage of the platform, unless named below";
const NOTES: Readonly<Record<string, string>> = {
  [plainTitle(LOOKALIKE)]:
    "begins each pass with nothing remembered; a run remembers callers and hosts of earlier hours",
  synthesise: "the world's: it writes the events",
  "victim response": "the world's: it finds of which events something comes",
  tally: "the report's: it counts",
};
const WHOLE_NOTE =
  "timed after the single ones, without looking at the clock in between: less than one of them, or than their sum, " +
  "where code was still being compiled for those, as at smoke size";

export async function measureStages(
  { scenario, tick, batchEvents }: StagesOptions,
  context: MicroContext,
): Promise<MicroFindings> {
  context.onProgress(`stages: running ${scenario.name} up to hour ${tick}`);
  const callers = new CallerMap();
  const ready = readyTick(scenario, context.seed, tick, batchEvents, (remembered) => callers.observe(remembered));
  const { events, batches, stages, runWhole } = ready;
  const whole: Contender = {
    name: "all stages, as a worker runs them",
    operations: events,
    run: runWhole,
    notes: [ALL_ROWS, WHOLE_NOTE],
  };
  const plain = plainEvents(ready);
  const classifier = classifierSettings(scenario);
  const warnings: string[] = [];
  const peers = await stagePeers({
    events: plain,
    callers,
    identities: loadProtectedIdentities(),
    classifier,
    onMissing: (warning) => warnings.push(warning),
  });
  const errors = new Map([[plainTitle(BEHAVIOUR), fanOutError(plain, callers, classifier.marks.fanOutHigh)]]);
  const apart = [...stages].map(([name, timed]): Contender => ({
    name,
    operations: events,
    runTimed: () => timeStage(ready, timed),
    error: errors.get(name) ?? null,
    notes: [ALL_ROWS, ...(NOTES[name] === undefined ? [] : [NOTES[name]])],
  }));
  context.onProgress(`stages: ${formatCount(events)} events`);
  const contenders = [...apart, ...peers.map(({ contender }) => contender), whole];
  const measurements = measureRounds("stage, an event", contenders, { ...context, unit: "ns" });
  return {
    measurements,
    comparisons: peers.map(({ stage, contender: { name } }) =>
      compareInRounds(`stage ${name}`, measured(measurements, stage), measured(measurements, name)),
    ),
    warnings,
    problems: [],
    digest: ready.digest,
    details: { stages: { scenario: scenario.name, tick, batchEvents, events, batches } },
  };
}

/** The sketches against what is exact: of very high fan-outs they only need to know that they are high. */
function fanOutError(events: readonly PlainEvent[], callers: CallerMap, high: number): MeasuredError {
  const others = events.filter(({ callerKey, fanOut }) => callers.read(callerKey).fanOut >= high !== fanOut >= high);
  return measuredError("fan-outs taken for high, or not, that are otherwise", others.length, events.length, null);
}

/** All stages over all batches; milliseconds that one of them took. */
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
