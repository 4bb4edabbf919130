/**
 * A worker's part of a tick, batch by batch: synthesise -> screen -> observe -> tally, and keep the few rows that the
 * main thread needs. A batch is a pure function of its task, so any worker may take it, in any order. A second try of a
 * task overwrites the results of the first.
 */
import { BLOCKLIST } from "../detect/blocklist/stage.ts";
import { BEHAVIOUR } from "../detect/behaviour/stage.ts";
import { flaggerWithoutRecords } from "../detect/classifier/classify.ts";
import { CLASSIFY } from "../detect/classifier/stage.ts";
import { observe } from "../detect/behaviour/observation-batch.ts";
import { weightColumn } from "../detect/evidence.ts";
import type { NormaliserTableHandle } from "../detect/normaliser/normaliser.ts";
import { type ChosenEngines, loadEngines } from "../detect/engines.ts";
import { claim } from "../core/claims.ts";
import { sideOf } from "../core/time.ts";
import { type DecisionRule, type TallyDimensions, tallyBatch } from "../metrics/tally.ts";
import { type ScreeningTables, screen } from "../detect/screening.ts";
import { type StageHandles, StageTables } from "../detect/tables.ts";
import { nudgeCollector } from "./pool/nudge-collector.ts";
import { type BatchView, WorkerOutput, type WorkerOutputHandle, allocateBatch } from "./worker-output.ts";
import { RecentListings, type RecentListingsHandle } from "../respond/operators/recent-listings.ts";
import { type OperatorDelay, enforceListings } from "./enforcement.ts";
import { Observation } from "../world/people/observation.ts";
import { VictimResponseFinder } from "../world/people/victim-response.ts";
import { subscribersOf } from "../world/truth/labels.ts";
import { Synthesiser } from "../world/synthesise.ts";
import type { WorldHandle, WorldTickHandle } from "../world/world.ts";
import type { Scenario } from "../scenario/schema.ts";

export interface PipelineStart {
  readonly batchEvents: number;
  readonly dimensions: TallyDimensions;
  readonly outputs: readonly WorkerOutputHandle[];
  readonly world: WorldHandle;
  /** Engine modules, which are loaded before the pipeline is made. */
  readonly engines: ChosenEngines;
  readonly normaliser: NormaliserTableHandle;
  readonly lasting: StageHandles;
  /** Ticks from a listing until operators block it. */
  readonly operatorDelayTicks: number;
  readonly signals: Scenario["signals"] | null;
  readonly sampling: Sampling;
}

/** Which events are reported one by one. Chosen by event id, so the choice does not depend on batches. */
export interface Sampling {
  readonly every: number;
  readonly watched: { readonly low: number; readonly high: number } | null;
}

export type SealedTables = StageHandles;

/** A task for a worker. A second try has the same `claimant`. */
export interface Work {
  readonly output: number;
  /** As slices (world/slice.ts). All but the last hold `eventsABatch` events; `claims` says which worker has which. */
  readonly batches: readonly Int32Array[];
  readonly eventsABatch: number;
  readonly claims: SharedArrayBuffer;
  readonly claimant: number;
  /** Observations of the whole tick, in the order of its batches; null if they are not kept. */
  readonly observations: SharedArrayBuffer | null;
  readonly tick: WorldTickHandle;
  readonly tables: SealedTables;
  /** Null if operators block all listings at once. */
  readonly recent: RecentListingsHandle | null;
}

/** `start` is for a thread that replaced a dead one. */
export interface PoolTask {
  readonly simulation: number;
  readonly work: Work;
  readonly start: PipelineStart | null;
}

/** The mark of a row to be reported one by one; for other marks see world/people/victim-response.ts. */
export const SAMPLED = 128;

let current: { readonly simulation: number; readonly pipeline: Pipeline } | undefined;
/** Tens of megabytes, so the next simulation uses it again. */
let ownBatch: BatchView | undefined;

export async function beginSimulation({
  simulation,
  start,
}: Pick<PoolTask, "simulation"> & { readonly start: PipelineStart }): Promise<void> {
  await loadEngines(start.engines);
  if (ownBatch === undefined || ownBatch.events.capacity < start.batchEvents)
    ownBatch = allocateBatch(start.batchEvents);
  current = { simulation, pipeline: new Pipeline(start, ownBatch) };
}

/** Returns false and does nothing if this thread does not know the simulation. */
export async function runWork({ simulation, work, start }: PoolTask): Promise<boolean> {
  if (current?.simulation !== simulation) {
    if (start === null) return false;
    await beginSimulation({ simulation, start });
  }
  current!.pipeline.run(work);
  return true;
}

/** Forgets the simulation, which would keep shared memory from being freed. */
export function endSimulation(): void {
  current = undefined;
  nudgeCollector();
}

export class Pipeline {
  readonly #synthesiser: Synthesiser;
  readonly #victimResponse: VictimResponseFinder;
  readonly #observation: Observation;
  readonly #tables: StageTables;
  readonly #lasting: PipelineStart["lasting"];
  readonly #rule: DecisionRule | null;
  readonly #isFlaggedAnyhow: (score: number, evidence: number) => boolean;
  readonly #operatorDelayTicks: number;
  readonly #signals: Scenario["signals"] | null;
  readonly #keepRows: (output: WorkerOutput) => void;
  /** The memory of the batch under way. A bench reads it to run single stages. */
  readonly batch: BatchView;
  readonly #marks: Uint8Array;
  readonly #outputs: readonly WorkerOutput[];

  constructor(start: PipelineStart, batch = allocateBatch(start.batchEvents)) {
    this.#synthesiser = new Synthesiser(start.world);
    this.#victimResponse = new VictimResponseFinder(start.world);
    this.#observation = new Observation(start.world.scenario, start.world.seed);
    this.#tables = new StageTables(start.normaliser);
    this.#lasting = start.lasting;
    const classify = start.lasting[CLASSIFY.name] ?? null;
    this.#rule = classify && { weights: weightColumn(classify.weights), blockScore: classify.blockScore };
    this.#isFlaggedAnyhow = classify === null ? () => false : flaggerWithoutRecords(classify);
    this.#operatorDelayTicks = start.operatorDelayTicks;
    this.#signals = start.signals;
    this.#outputs = start.outputs.map((handle) => WorkerOutput.attach(handle));
    this.batch = batch;
    this.#marks = new Uint8Array(start.batchEvents);
    this.#keepRows = rowKeeper(this.batch, this.#marks, start.sampling);
  }

  run(task: Work): void {
    const { batches, eventsABatch, claimant, tick, observations, recent } = task;
    const output = this.#outputs[task.output]!;
    const handles = { ...this.#lasting, ...task.tables };
    const tables = this.#tables.attach(handles, { side: sideOf(tick.tick), claimant });
    const claims = new Int32Array(task.claims);
    const observed = observations && new Uint32Array(observations);
    const delay = recent && {
      recent: RecentListings.attach(recent),
      tick: tick.tick,
      delayTicks: this.#operatorDelayTicks,
    };
    const { events, truth } = this.batch;
    output.begin(claimant);
    for (let batch = 0; batch < batches.length && output.canTakeBatch; batch++) {
      if (!claim(claims, batch, claimant)) continue;
      this.#synthesiser.fill(batches[batch]!, tick, events, truth);
      this.#screen(tables, delay, observed, batch * eventsABatch, output);
    }
  }

  #screen(
    tables: ScreeningTables,
    delay: OperatorDelay | null,
    observations: Uint32Array | null,
    from: number,
    output: WorkerOutput,
  ): void {
    const { events, findings, truth } = this.batch;
    screen(events, findings, tables);
    if (delay && this.#rule) enforceListings(events, findings, tables[BLOCKLIST.name]!, this.#rule, delay);
    if (observations) observe(events, findings, tables[BEHAVIOUR.name]!.callerHash, observations, from);
    tallyBatch(events, findings, truth, this.#rule, output.tally);
    if (this.#signals) {
      output.notedEvents.note(events, findings, subscribersOf(truth), this.#observation, this.#isFlaggedAnyhow);
    }
    this.#victimResponse.find(events, findings, truth, output.reactions, this.#marks);
    this.#keepRows(output);
    output.events += events.count;
  }
}

/** Keeps rows with marks, and sampled ones. Made once, so that `every` is a constant and V8 needs no division. */
function rowKeeper(batch: BatchView, marks: Uint8Array, { every, watched }: Sampling): (output: WorkerOutput) => void {
  const { events } = batch;
  const { idLow, idHigh } = events;
  return (output) => {
    const { count } = events;
    for (let row = 0; row < count; row++) {
      if (marks[row] !== 0) output.keep(batch, row, marks[row]!);
      const isWatched = watched !== null && idLow[row] === watched.low && idHigh[row] === watched.high;
      if (isWatched || idLow[row]! % every === 0) output.keep(batch, row, SAMPLED);
    }
  };
}
