/** One batch that is filled and screened again and again: loops of the stages are compiled for its very columns. */
import { observe } from "../detect/behaviour/observation-batch.ts";
import { attachActivity } from "../detect/behaviour/recall-behaviour.ts";
import { OBSERVATION_WORDS } from "../detect/behaviour/sketch-layout.ts";
import { Sketches } from "../detect/behaviour/sketches.ts";
import type { ModelWatch } from "../detect/learned/model-watch.ts";
import type { ActivityHandle } from "../detect/behaviour/activity-handle.ts";
import { type ScreeningTables, screen } from "../detect/screening.ts";
import { EventBatch } from "../event/event-batch.ts";
import { Findings } from "../event/findings.ts";
import { CHUNK_ROWS } from "../rows/event-rows.ts";

export class BatchScreener {
  readonly events: EventBatch;
  readonly findings: Findings;
  #tables: ScreeningTables;
  #sketches: { readonly memory: ActivityHandle["memory"]; readonly sketches: Sketches } | null = null;
  /** The tables for what callers did before, as they were last. */
  #last: { readonly activity: ActivityHandle; readonly tables: ScreeningTables } | null = null;

  constructor(
    tables: ScreeningTables,
    events = EventBatch.allocate(CHUNK_ROWS),
    findings = Findings.allocate(CHUNK_ROWS),
  ) {
    this.#tables = tables;
    this.events = events;
    this.findings = findings;
  }

  /** Null where the model only advises: it is known to come from other messages. */
  get watch(): ModelWatch | null {
    const { learned } = this.#tables;
    return learned === null || learned.model.card.advice !== null ? null : learned.watch;
  }

  /** From now on events are screened by these. */
  useTables(tables: ScreeningTables): void {
    this.#tables = tables;
    this.#last = null;
  }

  /**
   * Screens `count` events, a batch at a time. `fill` fills `events` with those from a place on, and `take` takes what
   * was found of them. `activity`: what callers did before; null where nobody knows. Returns what these events tell of
   * their callers (detect/behaviour/observation-batch.ts), where that is remembered.
   */
  screen(
    count: number,
    activity: ActivityHandle | null,
    fill: (from: number) => void,
    take: (from: number) => void,
  ): Uint32Array<ArrayBuffer> | null {
    const observations = activity && new Uint32Array(count * OBSERVATION_WORDS);
    const tables = activity === null ? this.#tables : this.#tablesWith(activity);
    for (let from = 0; from < count; from += CHUNK_ROWS) {
      fill(from);
      screen(this.events, this.findings, tables);
      if (activity) observe(this.events, this.findings, activity.callerHash, observations!, from);
      take(from);
    }
    return observations;
  }

  /** Screens what is in `events`. Returns what `screen` returns. */
  screenFilled(activity: ActivityHandle | null): Uint32Array<ArrayBuffer> | null {
    return this.screen(
      this.events.count,
      activity,
      () => {},
      () => {},
    );
  }

  #tablesWith(activity: ActivityHandle): ScreeningTables {
    if (this.#last?.activity === activity) return this.#last.tables;
    const { memory, upkeep } = activity;
    if (this.#sketches?.memory !== memory) this.#sketches = { memory, sketches: Sketches.attach(memory) };
    const behaviour = attachActivity(activity, undefined, this.#sketches.sketches);
    const tables = { ...this.#tables, behaviour };
    if (upkeep === null) this.#last = { activity, tables };
    return tables;
  }
}
