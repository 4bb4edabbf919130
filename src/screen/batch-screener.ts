/** One batch that is filled and screened repeatedly, so that V8 compiles the stages' loops for its columns. */
import { observe } from "../detect/behaviour/observation-batch.ts";
import { attachActivity, type ActivityHandle } from "../detect/behaviour/recall-behaviour.ts";
import { OBSERVATION_WORDS } from "../detect/behaviour/sketch-layout.ts";
import { Sketches } from "../detect/behaviour/sketches.ts";
import type { ModelWatch } from "../detect/learned/model-watch.ts";
import { type ScreeningTables, screen } from "../detect/screening.ts";
import { EventBatch } from "../event/event-batch.ts";
import { Findings } from "../event/findings.ts";
import { CHUNK_ROWS } from "../rows/event-rows.ts";

export class BatchScreener {
  readonly events: EventBatch;
  readonly findings: Findings;
  #tables: ScreeningTables;
  #sketches: { readonly memory: ActivityHandle["memory"]; readonly sketches: Sketches } | null = null;
  /** The last tables with caller memory. */
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

  /** Null if there is no model, or it only advises: its messages are known to differ. */
  get watch(): ModelWatch | null {
    const { learned } = this.#tables;
    return learned === null || learned.model.card.advice !== null ? null : learned.watch;
  }

  useTables(tables: ScreeningTables): void {
    this.#tables = tables;
    this.#last = null;
  }

  /**
   * Screens `count` events, a batch at a time. `fill` fills `events` from an index on, and `take` takes the findings.
   * `activity`: the memory of callers, or null. Returns observations of the callers
   * (detect/behaviour/observation-batch.ts) if there is a memory.
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

  #tablesWith(activity: ActivityHandle): ScreeningTables {
    if (this.#last?.activity === activity) return this.#last.tables;
    const { memory } = activity;
    if (this.#sketches?.memory !== memory) this.#sketches = { memory, sketches: Sketches.attach(memory) };
    const behaviour = attachActivity(activity, undefined, this.#sketches.sketches);
    const tables = { ...this.#tables, behaviour };
    this.#last = { activity, tables };
    return tables;
  }
}
