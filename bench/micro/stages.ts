/**
 * The pipeline's stages one by one, over the batches of one tick of a scenario. Every iteration runs all stages over
 * each batch in turn, as a worker does, and counts the time of one of them: so each finds in the cache what it would
 * find there in earnest.
 */
import { BEHAVIOUR } from "../../src/detect/behaviour/stage.ts";
import { flaggerWithoutRecords } from "../../src/detect/classifier/classify.ts";
import { CLASSIFY } from "../../src/detect/classifier/stage.ts";
import { OBSERVATION_LAG_TICKS, SPAN_TICKS } from "../../src/detect/behaviour/activity-memory.ts";
import { observe } from "../../src/detect/behaviour/observation-batch.ts";
import { weightColumn } from "../../src/detect/evidence.ts";
import type { EventBatch } from "../../src/event/event-batch.ts";
import { type ScreeningTables, STAGES, screenStage } from "../../src/detect/screening.ts";
import { plainTitle } from "../../src/detect/stage.ts";
import { StageTables } from "../../src/detect/tables.ts";
import { Pipeline, type PipelineStart, type Work } from "../../src/engine/pipeline.ts";
import { anyFree } from "../../src/core/claims.ts";
import { formatDigest } from "../../src/metrics/digest.ts";
import { tallyBatch } from "../../src/metrics/tally.ts";
import type { Scenario } from "../../src/scenario/schema.ts";
import { type BatchView, WorkerOutput } from "../../src/engine/worker-output.ts";
import { Observation } from "../../src/world/people/observation.ts";
import { VictimResponseFinder } from "../../src/world/people/victim-response.ts";
import { subscribersOf } from "../../src/world/truth/labels.ts";
import { Synthesiser } from "../../src/world/synthesise.ts";
import { PlainTicks, workOf } from "../harness/plain-ticks.ts";

export type Stage = (batch: number) => unknown;

/** A tick that is ready to be made and screened, again and again. */
export interface ReadyTick {
  readonly events: number;
  readonly batches: number;
  /** The batch that all stages work on, one after the other. */
  readonly view: BatchView;
  /** In the order of the pipeline. Each expects those before it to have run on the same batch. */
  readonly stages: ReadonlyMap<string, Stage>;
  /** To be called before the stages of a tick begin again. */
  readonly clear: () => void;
  /** All of them, as a worker runs them. Returns the events screened. */
  readonly runWhole: () => number;
  /** Over the decisions on every event, as all stages make them. */
  readonly digest: string;
}

/** Told of each batch that the memory of callers holds at the tick. */
type OnRemembered = (events: EventBatch) => void;

/**
 * Runs a scenario up to `tick`, without what comes of its contacts (follow-ups, cases, warnings), so that blocklist,
 * templates and the memory of callers are filled.
 */
export function readyTick(
  scenario: Scenario,
  seed: number,
  tick: number,
  batchEvents: number,
  onRemembered?: OnRemembered,
): ReadyTick {
  const ticks = new PlainTicks(scenario, seed, batchEvents);
  const output = WorkerOutput.allocate(batchEvents, ticks.start.dimensions);
  const start = { ...ticks.start, outputs: [output.handle] };
  const pipeline = new Pipeline(start);
  const synthesiser = new Synthesiser(start.world);
  for (let now = 0; ; now++) {
    const task = workOf(ticks.next(), batchEvents);
    const runWhole = (): number => runWork(pipeline, task, output);
    const events = runWhole();
    if (onRemembered && isRememberedAt(tick, now)) {
      const { batch } = pipeline;
      for (const slices of task.batches) {
        synthesiser.fill(slices, task.tick, batch.events, batch.truth);
        onRemembered(batch.events);
      }
    }
    if (now < tick) continue;
    const attached = new StageTables(start.normaliser).attach({ ...start.lasting, ...task.tables });
    let tables = attached;
    const clear = (): void => {
      output.clear();
      // What callers and hosts were found to imitate is forgotten before the same hour is timed again.
      const anew = new StageTables(start.normaliser).attach(start.lasting);
      tables = { ...attached, ...Object.fromEntries(Object.keys(start.lasting).map((name) => [name, anew[name]])) };
    };
    const stages = stagesOf(start, pipeline.batch, task, output, () => tables);
    const ready = { events, batches: task.batches.length, view: pipeline.batch, stages, clear, runWhole };
    return { ...ready, digest: digestOf(ready, output) };
  }
}

/** Whether the memory of callers holds, at `tick`, what was observed in another. */
function isRememberedAt(tick: number, observed: number): boolean {
  const last = tick - OBSERVATION_LAG_TICKS;
  const firstSpan = Math.floor(last / SPAN_TICKS) - 1;
  return observed <= last && observed >= firstSpan * SPAN_TICKS;
}

/** The stage that tallies adds it up. */
function digestOf({ batches, stages, clear }: Omit<ReadyTick, "digest">, output: WorkerOutput): string {
  clear();
  for (let batch = 0; batch < batches; batch++) for (const stage of stages.values()) stage(batch);
  return formatDigest(output.tally.columns.digest);
}

/** Until no batch is left: an output that is full is begun again. */
function runWork(pipeline: Pipeline, task: Work, output: WorkerOutput): number {
  const claims = new Int32Array(task.claims).fill(0);
  let events = 0;
  for (let claimant = 1; anyFree(claims); claimant++) {
    pipeline.run({ ...task, claimant });
    events += output.events;
  }
  return events;
}

/**
 * What Pipeline.run and screen() do, in the same order, each on its own; over the same batch, as loops are compiled for
 * it (core/once.ts).
 */
function stagesOf(
  start: PipelineStart,
  view: BatchView,
  task: Work,
  output: WorkerOutput,
  tablesNow: () => ScreeningTables,
): Map<string, Stage> {
  const { batches, eventsABatch, tick } = task;
  const { events, findings, truth } = view;
  const synthesiser = new Synthesiser(start.world);
  const victimResponse = new VictimResponseFinder(start.world);
  const records = new Observation(start.world.scenario, start.world.seed);
  const marks = new Uint8Array(events.capacity);
  const behaviour = tablesNow()[BEHAVIOUR.name];
  const observed = new Uint32Array(task.observations!);
  const { signals } = start;
  const classifier = start.lasting[CLASSIFY.name] ?? null;
  const rule = classifier && { weights: weightColumn(classifier.weights), blockScore: classifier.blockScore };
  const isFlaggedAnyhow = classifier === null ? () => false : flaggerWithoutRecords(classifier);
  return new Map<string, Stage>([
    ["synthesise", (batch) => synthesiser.fill(batches[batch]!, tick, events, truth)],
    ...STAGES.map((stage): [string, Stage] => [
      plainTitle(stage),
      () => screenStage(stage, events, findings, tablesNow()),
    ]),
    ["observe", (batch) => observe(events, findings, behaviour!.callerHash, observed, batch * eventsABatch)],
    ["tally", () => tallyBatch(events, findings, truth, rule, output.tally)],
    [
      "noted events",
      () => {
        if (!output.notedEvents.hasRoomFor(events.count)) output.notedEvents.clear();
        if (signals) output.notedEvents.note(events, findings, subscribersOf(truth), records, isFlaggedAnyhow);
      },
    ],
    ["victim response", () => victimResponse.find(events, findings, truth, output.reactions, marks)],
  ]);
}
