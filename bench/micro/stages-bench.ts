/** What each stage of the pipeline takes an event, beside what a user would pick instead, and all of them. */
import { BEHAVIOUR } from "../../src/detect/behaviour/stage.ts";
import { LOOKALIKE } from "../../src/detect/lookalike/stage.ts";
import { plainTitle } from "../../src/detect/stage.ts";
import { loadProtectedIdentities } from "../../src/detect/lookalike/protected.ts";
import { classifierSettings } from "../../src/detect/classifier/weights.ts";
import { formatCount } from "../../src/ui/format.ts";
import { loadScenario } from "../../src/scenario/file.ts";
import { type MeasuredError, compareInRounds, measured, measuredError } from "../harness/measurement.ts";
import { CallerMap } from "./caller-map.ts";
import type { Group, MicroContext, MicroFindings } from "./group.ts";
import { type PlainEvent, plainEvents } from "./plain-events.ts";
import { type Contender, measureRounds } from "../harness/rounds.ts";
import { stagePeers } from "./stage-peers.ts";
import { type ReadyTick, type Stage, readyTick } from "./stages.ts";

/** The hour of the run that is screened, and in what batches. */
const SIZES = {
  full: { scenario: "platform-2020", tick: 20, batchEvents: 4096 },
  smoke: { scenario: "smoke", tick: 6, batchEvents: 256 },
} as const;

export const STAGES_GROUP: Group = { name: "stages", measure };

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

async function measure(context: MicroContext): Promise<MicroFindings> {
  const { tick, batchEvents, scenario: name } = SIZES[context.size];
  const scenario = loadScenario(name, context.over);
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
  const classifier = classifierSettings(scenario.screening);
  const warnings: string[] = [];
  const peers = await stagePeers({
    events: plain,
    callers,
    identities: loadProtectedIdentities(),
    classifier,
    onMissing: (warning) => warnings.push(warning),
  });
  const errors = new Map([[plainTitle(BEHAVIOUR), fanOutError(plain, callers, classifier.marks.fanOutHigh)]]);
  const apart = [...stages].map(([stage, timed]): Contender => ({
    name: stage,
    operations: events,
    runTimed: () => timeStage(ready, timed),
    error: errors.get(stage) ?? null,
    notes: [ALL_ROWS, ...(NOTES[stage] === undefined ? [] : [NOTES[stage]])],
  }));
  context.onProgress(`stages: ${formatCount(events)} events`);
  const contenders = [...apart, ...peers.map(({ contender }) => contender), whole];
  const measurements = measureRounds("stage, an event", contenders, { ...context, unit: "ns" });
  return {
    measurements,
    comparisons: peers.map(({ stage, contender }) =>
      compareInRounds(`stage ${contender.name}`, measured(measurements, stage), measured(measurements, contender.name)),
    ),
    warnings,
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
