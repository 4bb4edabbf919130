/**
 * A share of a tick in a worker, batch by batch: synthesise -> screen -> observe -> tally, and find the few rows that
 * matter to the main thread. A batch is a pure function of what the task carries: any worker may take it, in any order,
 * and whoever tries a task again overwrites what the first try left.
 */
import { observe } from "../detect/behaviour/observation-batch.ts";
import type { ActivityHandle } from "../detect/behaviour/activity-memory.ts";
import { attachActivity } from "../detect/behaviour/recall-behaviour.ts";
import { Sketches } from "../detect/behaviour/sketches.ts";
import { type Listings, type ListingsHandle, attachListings } from "../detect/blocklist/listings.ts";
import { type ClassifierSettings, weightColumn } from "../detect/classifier/weights.ts";
import type { ChosenEngines } from "../detect/engines.ts";
import { Lookalikes, type LookalikesHandle } from "../detect/lookalike/lookalikes.ts";
import { type MatcherHandle, attachMatcher } from "../detect/matcher/engines.ts";
import type { Matcher } from "../detect/matcher/matcher.ts";
import { type NormaliserTable, type NormaliserTableHandle, attachNormaliser } from "../detect/matcher/normaliser.ts";
import { type Claims, claim } from "../core/claims.ts";
import { type Side, sideOf } from "../core/side.ts";
import { type DecisionRule, type TallyDimensions, tallyBatch } from "../metrics/tally.ts";
import { type ScreeningTables, screen } from "../detect/screening.ts";
import { Skimmer } from "../detect/skim/skimmer.ts";
import { type BatchView, Share, type ShareHandle, allocateBatch } from "./share.ts";
import type { WatchSettings } from "../respond/signals/settings.ts";
import { AftermathFinder } from "../world/aftermath.ts";
import { Synthesiser } from "../world/synthesise.ts";
import type { WorldHandle, WorldTickHandle } from "../world/world.ts";

/** What a worker is given once. */
export interface PipelineStart {
  /** Events of a batch at most. */
  readonly batchEvents: number;
  readonly dimensions: TallyDimensions;
  readonly shares: readonly ShareHandle[];
  readonly world: WorldHandle;
  /** Those of the tables: where they are modules, they are loaded before there is a pipeline. */
  readonly engines: ChosenEngines;
  readonly normaliser: NormaliserTableHandle;
  readonly lookalikes: LookalikesHandle | null;
  readonly classifier: ClassifierSettings | null;
  /** Null where nobody is warned. */
  readonly watch: WatchSettings | null;
  readonly sampling: Sampling;
}

/**
 * Which events are reported one by one. By identity, not by position: the same ones however they are cut into batches.
 */
export interface Sampling {
  /** One event in so many. */
  readonly every: number;
  /** And this one, by its identity. */
  readonly watched: { readonly low: number; readonly high: number } | null;
}

/** What the stages look things up in during one tick; null where a stage is switched off. */
export interface SealedTables {
  readonly blocklist: ListingsHandle | null;
  readonly matcher: MatcherHandle | null;
  readonly activity: ActivityHandle | null;
}

/** A share of a tick. Whoever tries a task again must do so under the same `claimant`. */
export interface ShareTask {
  /** Which of the shares that the worker was given at the start. */
  readonly share: number;
  /**
   * The tick's batches, each as its slices (world/slice.ts); all but the last hold so many events. And which of them
   * are taken.
   */
  readonly batches: readonly Int32Array[];
  readonly eventsABatch: number;
  readonly claims: Claims;
  readonly claimant: number;
  /** Where the observations of the whole tick go, in the order of its batches; null where nobody remembers them. */
  readonly observations: SharedArrayBuffer | null;
  readonly tick: WorldTickHandle;
  readonly tables: SealedTables;
}

/** The mark of a row to be reported one by one, beside those of world/aftermath.ts. */
export const SAMPLED = 128;

/** A worker's side of the simulation. */
export class Pipeline {
  readonly #synthesiser: Synthesiser;
  readonly #aftermath: AftermathFinder;
  readonly #normaliser: NormaliserTable;
  readonly #skimmer: Skimmer;
  readonly #lookalikes: Lookalikes | null;
  readonly #classifier: ClassifierSettings | null;
  readonly #rule: DecisionRule | null;
  readonly #watch: WatchSettings | null;
  readonly #keepRows: (share: Share) => void;
  /** Every batch of events, one after the other. For a bench, which runs the stages one by one. */
  readonly batch: BatchView;
  readonly #marks: Uint8Array;
  readonly #shares: readonly Share[];
  /** What was attached last: of the blocklist by slot, as two tables take turns. */
  #matcher: Matcher | undefined;
  readonly #blocklists: Listings[] = [];
  #sketches: Sketches | undefined;

  constructor(start: PipelineStart, batch = allocateBatch(start.batchEvents)) {
    this.#synthesiser = new Synthesiser(start.world);
    this.#aftermath = new AftermathFinder(start.world);
    this.#normaliser = attachNormaliser(start.normaliser);
    this.#skimmer = new Skimmer(this.#normaliser);
    this.#lookalikes = start.lookalikes ? Lookalikes.attach(start.lookalikes) : null;
    this.#classifier = start.classifier;
    this.#rule = start.classifier && {
      weights: weightColumn(start.classifier.weights),
      blockScore: start.classifier.blockScore,
    };
    this.#watch = start.watch;
    this.#shares = start.shares.map((handle) => Share.attach(handle));
    this.batch = batch;
    this.#marks = new Uint8Array(start.batchEvents);
    this.#keepRows = rowKeeper(this.batch, this.#marks, start.sampling);
  }

  /** Takes batches until none is left, or until the share has no room for what another might bring. */
  run(task: ShareTask): void {
    const { batches, eventsABatch, claimant, tick, observations } = task;
    const share = this.#shares[task.share]!;
    const tables = this.#attach(task.tables, sideOf(tick.tick), claimant);
    const claims = new Int32Array(task.claims);
    const observed = observations && new Uint32Array(observations);
    const { events, truth } = this.batch;
    share.begin(claimant);
    for (let batch = 0; batch < batches.length && share.hasRoom; batch++) {
      if (!claim(claims, batch, claimant)) continue;
      this.#synthesiser.fill(batches[batch]!, tick, events, truth);
      this.#screen(tables, observed, batch * eventsABatch, share);
    }
  }

  /** `from`: the batch's first event among those of the tick. */
  #screen(tables: ScreeningTables, observations: Uint32Array | null, from: number, share: Share): void {
    const { events, verdicts, truth } = this.batch;
    screen(events, verdicts, tables);
    if (observations) observe(events, verdicts, tables.activity!.callerHash, observations, from);
    tallyBatch(events, verdicts, truth, this.#rule, share.tally);
    // Of the truth this alone goes to the platform: an operator knows whom it connects.
    if (this.#watch) share.sightings.note(events, verdicts, truth.subscriber, this.#watch);
    this.#aftermath.find(events, verdicts, truth, share.reactions, this.#marks);
    this.#keepRows(share);
    share.events += events.count;
  }

  #attach(tables: SealedTables, side: Side, claimant: number): ScreeningTables {
    if (tables.matcher) this.#matcher = attachMatcher(tables.matcher, this.#matcher);
    if (tables.blocklist) this.#blocklists[side] = attachListings(tables.blocklist, this.#blocklists[side]);
    // The same memory throughout a simulation.
    if (tables.activity) this.#sketches ??= Sketches.attach(tables.activity.memory);
    return {
      blocklist: tables.blocklist && this.#blocklists[side]!,
      lookalikes: this.#lookalikes,
      matcher: tables.matcher && { templates: this.#matcher!, normaliser: this.#normaliser },
      skimmer: this.#skimmer,
      activity: tables.activity && attachActivity(tables.activity, claimant, this.#sketches),
      classifier: this.#classifier,
    };
  }
}

/**
 * Returns what keeps the rows that have marks, and those that are sampled. Made once: V8 divides by a constant without
 * dividing.
 */
function rowKeeper(batch: BatchView, marks: Uint8Array, { every, watched }: Sampling): (share: Share) => void {
  const { events } = batch;
  const { idLow, idHigh } = events;
  return (share) => {
    const { count } = events;
    for (let row = 0; row < count; row++) {
      if (marks[row] !== 0) share.keep(batch, row, marks[row]!);
      const isWatched = watched !== null && idLow[row] === watched.low && idHigh[row] === watched.high;
      if (isWatched || idLow[row]! % every === 0) share.keep(batch, row, SAMPLED);
    }
  };
}
