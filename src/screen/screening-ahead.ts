/**
 * Events that are screened by threads, in the order in which they are handed in: those of an hour after all that came
 * before it have been noted, so that callers have the past that they would have one after the other.
 */
import { setImmediate } from "node:timers/promises";
import { RingfenceError } from "../core/errors.ts";
import { CHUNK_ROWS } from "../rows/event-rows.ts";
import type { Row } from "../rows/row.ts";
import type { ActivityHandle } from "../detect/behaviour/activity-handle.ts";
import type { EventBatch } from "../event/event-batch.ts";
import type { Findings } from "../event/findings.ts";
import type { CallerMemory } from "./caller-memory.ts";
import type { TickPart } from "./event-clock.ts";
import { type FoundBatch, FoundLater, type ScreenedBy, UNNAMED } from "./found-later.ts";
import { describeRow, type ScreenedRow } from "./screened-row.ts";
import type { BatchScreened, ScreeningThreads, SharedBatch } from "./screening-threads.ts";

/** `place`: of the events that were given. `found` has what the stages found, of its event `index`. */
export type TakeScreened = (place: number, row: ScreenedRow, found: FoundBatch, index: number) => void;

/** Rows of a part, and where each is among all. */
export function rowsOf(rows: readonly Row[], { rows: places }: TickPart): readonly Row[] {
  return places === null ? rows : Array.from(places, (place) => rows[place]!);
}

/** Tells what became of the rows of a part from `from` on, which are in the batch. */
export function tell(
  { events, findings }: { readonly events: EventBatch; readonly findings: Findings },
  later: FoundLater,
  { rows: places }: TickPart,
  from: number,
  take: TakeScreened,
): void {
  const found = later.keep();
  for (let index = 0; index < events.count; index++) {
    const place = places === null ? from + index : places[from + index]!;
    take(place, describeRow(UNNAMED, events, findings, index, found.by.rowOptions), found, index);
  }
}

interface AheadParts {
  readonly threads: ScreeningThreads;
  /** Null where the stage behaviour is off. */
  readonly memory: CallerMemory | null;
  readonly fill: (events: EventBatch, rows: readonly Row[], from: number) => void;
  /** By what is screened that is handed out now. */
  readonly by: () => ScreenedBy;
  /** Where the threads cannot: the same, in this thread. */
  readonly here: (batch: SharedBatch, activity: ActivityHandle | null) => BatchScreened;
}

export class ScreeningAhead {
  readonly #parts: AheadParts;
  /** By the number of the batch. */
  readonly #later = new Map<number, FoundLater>();
  readonly #running = new Set<Promise<number>>();
  /** Each is handed out once those before it have been. */
  #turn: Promise<unknown> = Promise.resolve();
  #tick: number | null = null;
  #calls = 0;
  /** By call that is not handed out yet. */
  readonly #waitingSince: number[] = [];

  constructor(parts: AheadParts) {
    this.#parts = parts;
  }

  /** Whether anything is under way. */
  get isBusy(): boolean {
    return this.#calls > 0 || this.#running.size > 0;
  }

  /** How long the events have waited that are handed out next, in milliseconds; 0 where none wait. */
  get waitingMs(): number {
    const [first] = this.#waitingSince;
    return first === undefined ? 0 : performance.now() - first;
  }

  /** Resolves to the milliseconds that screening took, once `take` was told of all. */
  async screen(rows: readonly Row[], parts: readonly TickPart[], take: TakeScreened): Promise<number> {
    this.#calls++;
    this.#waitingSince.push(performance.now());
    try {
      const handedOut = this.#turn.then(() => this.#handOut(rows, parts, take));
      this.#turn = handedOut.catch(() => {});
      let tookMs = 0;
      for (const screened of await handedOut) tookMs += await screened;
      return tookMs;
    } finally {
      this.#calls--;
    }
  }

  /** What `act` returns between two batches: all that was handed in before is told, and nothing after it has begun. */
  between<T>(act: () => T): Promise<T> {
    const done = this.#turn.then(async () => {
      await Promise.allSettled(this.#running);
      // Whoever was told of the last goes on first.
      await setImmediate();
      return act();
    });
    this.#turn = done.catch(() => {});
    return done;
  }

  async #handOut(rows: readonly Row[], parts: readonly TickPart[], take: TakeScreened): Promise<Promise<number>[]> {
    try {
      return await this.#handOutParts(rows, parts, take);
    } finally {
      this.#waitingSince.shift();
    }
  }

  async #handOutParts(rows: readonly Row[], parts: readonly TickPart[], take: TakeScreened) {
    const { threads, memory, fill } = this.#parts;
    const screened: Promise<number>[] = [];
    for (const part of parts) {
      const { tick } = part;
      if (tick !== null && tick !== this.#tick) await Promise.allSettled(this.#running);
      this.#tick = tick ?? this.#tick;
      const activity = tick === null ? null : memory!.seal(tick);
      const own = rowsOf(rows, part);
      for (let from = 0; from < own.length; from += CHUNK_ROWS) {
        const batch = await threads.take();
        fill(batch.events, own, from);
        const one = this.#screen(batch, part, activity, from, take);
        this.#running.add(one);
        // Whoever asked for it is told of a fault.
        one.catch(() => {}).finally(() => this.#running.delete(one));
        screened.push(one);
      }
    }
    return screened;
  }

  async #screen(
    batch: SharedBatch,
    part: TickPart,
    activity: ActivityHandle | null,
    from: number,
    take: TakeScreened,
  ): Promise<number> {
    const { threads, memory, here } = this.#parts;
    const by = this.#parts.by();
    try {
      const { observations, tookMs } = await threads.screen(batch, activity).catch((error: unknown) => {
        // In code of a user's own it would get no further here either.
        if (error instanceof RingfenceError && error.code === "config") throw error;
        return here(batch, activity);
      });
      tell(batch, this.#laterOf(batch, by), part, from, take);
      if (part.tick !== null) memory!.note(part.tick, observations!);
      return tookMs;
    } finally {
      threads.giveBack(batch);
    }
  }

  #laterOf({ number, events, findings }: SharedBatch, by: ScreenedBy): FoundLater {
    let later = this.#later.get(number);
    if (later === undefined) this.#later.set(number, (later = new FoundLater(events, findings, by)));
    later.use(by);
    return later;
  }
}
