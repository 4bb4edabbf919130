/**
 * One batch in a worker: synthesise -> screen -> observe -> tally, and find the few rows that matter to the main thread. A pure
 * function of what the task carries: any worker may run it, in any order, and a second run overwrites the first.
 */
import { observe } from "./behaviour/observation-batch.ts";
import type { ActivityHandle } from "./behaviour/activity-memory.ts";
import { attachActivity } from "./behaviour/recall-behaviour.ts";
import type { BlocklistHandle } from "./blocklist/blocklist.ts";
import { attachBlocklist } from "./blocklist/engines.ts";
import { type ClassifierSettings, weightColumn } from "./classifier/weights.ts";
import { EventBatch, type EventBatchHandle } from "./event/event-batch.ts";
import { VerdictBatch, type VerdictBatchHandle } from "./event/verdict-batch.ts";
import { Lookalikes, type LookalikesHandle } from "./lookalike/lookalikes.ts";
import { type MatcherHandle, attachMatcher } from "./matcher/engines.ts";
import type { Matcher } from "./matcher/matcher.ts";
import { type NormaliserTable, type NormaliserTableHandle, attachNormaliser } from "./matcher/normaliser.ts";
import { type DecisionRule, Tally, type TallyHandle, tallyBatch } from "./report/tally.ts";
import { type ScreeningTables, screen } from "./screening.ts";
import { type FoundSightings, type WatchSettings, findSightings } from "./watch/sighting.ts";
import { AftermathFinder } from "./world/aftermath.ts";
import { type Labels, type LabelsHandle, attachLabels } from "./world/labels.ts";
import { Synthesiser } from "./world/synthesise.ts";
import type { WorldHandle, WorldTickHandle } from "./world/world.ts";

/** What a worker is given once. */
export interface PipelineStart {
  readonly world: WorldHandle;
  readonly normaliser: NormaliserTableHandle;
  readonly lookalikes: LookalikesHandle | null;
  readonly classifier: ClassifierSettings | null;
  /** Null where nobody is warned. */
  readonly watch: WatchSettings | null;
  readonly sampling: Sampling;
}

/** Which events are reported one by one. By identity, not by position: the same ones however they are cut into batches. */
export interface Sampling {
  /** One event in so many. */
  readonly every: number;
  /** And this one, by its identity. */
  readonly watched: { readonly low: number; readonly high: number } | null;
}

/** What the stages look things up in during one tick; null where a stage is switched off. */
export interface SealedTables {
  readonly blocklist: BlocklistHandle | null;
  readonly matcher: MatcherHandle | null;
  readonly activity: ActivityHandle | null;
}

/** Shared memory for one batch in flight; used again and again. */
export interface BatchSlot {
  readonly id: number;
  readonly events: EventBatchHandle;
  readonly verdicts: VerdictBatchHandle;
  readonly truth: LabelsHandle;
  readonly tally: TallyHandle;
  readonly observations: SharedArrayBuffer;
  readonly reactions: SharedArrayBuffer;
}

/** A slot as one thread sees it. */
export interface BatchView {
  readonly events: EventBatch;
  readonly verdicts: VerdictBatch;
  readonly truth: Labels;
  readonly tally: Tally;
  readonly observations: Uint32Array;
  /** How the contacts of each line and domain of a gang fared. */
  readonly reactions: Uint32Array;
}

export function viewSlot(slot: BatchSlot): BatchView {
  return {
    events: EventBatch.attach(slot.events),
    verdicts: VerdictBatch.attach(slot.verdicts),
    truth: attachLabels(slot.truth),
    tally: Tally.attach(slot.tally),
    observations: new Uint32Array(slot.observations),
    reactions: new Uint32Array(slot.reactions),
  };
}

export interface BatchTask {
  readonly slot: BatchSlot;
  readonly slices: Int32Array;
  readonly tick: WorldTickHandle;
  readonly tables: SealedTables;
}

export interface BatchResult {
  readonly events: number;
  /** What the world makes of the batch: rows with marks (world/aftermath.ts). */
  readonly aftermath: readonly number[];
  /** What the platform takes note of. */
  readonly sightings: FoundSightings;
  /** Rows to be reported one by one. */
  readonly sampledRows: readonly number[];
}

const NO_SIGHTINGS: FoundSightings = { passed: [], blocked: [] };

/** A worker's side of the simulation. */
export class Pipeline {
  readonly #synthesiser: Synthesiser;
  readonly #aftermath: AftermathFinder;
  readonly #normaliser: NormaliserTable;
  readonly #lookalikes: Lookalikes | null;
  readonly #classifier: ClassifierSettings | null;
  readonly #rule: DecisionRule | null;
  readonly #watch: WatchSettings | null;
  readonly #sampling: Sampling;
  readonly #views = new Map<number, BatchView>();
  #matcher: Matcher | undefined;

  constructor(start: PipelineStart) {
    this.#synthesiser = new Synthesiser(start.world);
    this.#aftermath = new AftermathFinder(start.world);
    this.#normaliser = attachNormaliser(start.normaliser);
    this.#lookalikes = start.lookalikes ? Lookalikes.attach(start.lookalikes) : null;
    this.#classifier = start.classifier;
    this.#rule = start.classifier && {
      weights: weightColumn(start.classifier.weights),
      blockScore: start.classifier.blockScore,
    };
    this.#watch = start.watch;
    this.#sampling = start.sampling;
  }

  run({ slot, slices, tick, tables }: BatchTask): BatchResult {
    const { events, verdicts, truth, tally, observations, reactions } = this.#view(slot);
    this.#synthesiser.fill(slices, tick, events, truth);
    screen(events, verdicts, this.#attach(tables));
    observe(events, verdicts, observations);
    tallyBatch(events, verdicts, truth, this.#rule, tally);
    return {
      events: events.count,
      aftermath: this.#aftermath.find(events, verdicts, truth, reactions),
      sightings: this.#watch ? findSightings(events, verdicts, this.#watch) : NO_SIGHTINGS,
      sampledRows: sampleRows(events, this.#sampling),
    };
  }

  #view(slot: BatchSlot): BatchView {
    const known = this.#views.get(slot.id);
    if (known) return known;
    const view = viewSlot(slot);
    this.#views.set(slot.id, view);
    return view;
  }

  #attach(tables: SealedTables): ScreeningTables {
    if (tables.matcher) this.#matcher = attachMatcher(tables.matcher, this.#matcher);
    return {
      blocklist: tables.blocklist && attachBlocklist(tables.blocklist),
      lookalikes: this.#lookalikes,
      matcher: tables.matcher && { templates: this.#matcher!, normaliser: this.#normaliser },
      activity: tables.activity && attachActivity(tables.activity),
      classifier: this.#classifier,
    };
  }
}

function sampleRows(events: EventBatch, { every, watched }: Sampling): number[] {
  const rows: number[] = [];
  const { idLow, idHigh, count } = events;
  for (let row = 0; row < count; row++) {
    const isWatched = watched !== null && idLow[row] === watched.low && idHigh[row] === watched.high;
    if (isWatched || idLow[row]! % every === 0) rows.push(row);
  }
  return rows;
}
