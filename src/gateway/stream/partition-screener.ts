/**
 * Screens the events of one partition, pack by pack, and remembers what its callers did: the same packs in the same
 * order come to the same verdicts, whoever screens them. It decides as `ringfence screen` does (screen/screen-file.ts).
 */
import { callerHashOf } from "../../detect/behaviour/caller-hash.ts";
import type { ScreeningTables } from "../../detect/screening.ts";
import { BLOCK, FLAG } from "../../event/findings.ts";
import { CHUNK_ROWS, type EventRows } from "../../rows/event-rows.ts";
import { BatchScreener } from "../../screen/batch-screener.ts";
import { CallerMemory } from "../../screen/caller-memory.ts";
import { DEFAULT_WINDOW_MS, EventClock, type TickPart } from "../../screen/event-clock.ts";
import { FILE_SEED } from "../../screen/file-seed.ts";
import { historyBytes, historyOf } from "../../screen/history-file.ts";
import type { EventPackHead } from "./event-pack.ts";
import { BEGINNING, type Position, VerdictColumns, VerdictDigest } from "./verdict-pack.ts";

export class PartitionScreener {
  /** Of the pack that was screened last. */
  readonly verdicts = new VerdictColumns();
  readonly #batch: BatchScreener;
  readonly #memory = new CallerMemory(callerHashOf(FILE_SEED));
  readonly #clock = new EventClock(DEFAULT_WINDOW_MS, "a stream", "event", true);
  readonly #digest: VerdictDigest;
  #position: Position;

  /** `position`: where it stands; behind the beginning, the state that belongs there is still to be restored. */
  constructor(tables: ScreeningTables, position = BEGINNING) {
    this.#batch = new BatchScreener(tables);
    this.#position = position;
    this.#digest = new VerdictDigest(position.digest);
  }

  get position(): Position {
    return this.#position;
  }

  /** What comes behind message `input` is screened by these. */
  useTables(tables: ScreeningTables, number: number, input: number): void {
    this.#batch.useTables(tables);
    this.#position = { ...this.#position, input, tables: number };
  }

  /** There is nothing to screen in this message. */
  passOver(input: number): void {
    this.verdicts.rows = 0;
    this.#position = { ...this.#position, input };
  }

  /** Screens the events of message `input`, into `verdicts`. */
  screen(rows: EventRows, { hasPast }: EventPackHead, input: number): void {
    const { verdicts } = this;
    verdicts.rows = rows.count;
    verdicts.line.set(rows.lines);
    const parts = hasPast ? this.#clock.partsOf(rows.times, verdicts.line) : ALL_AT_ONCE;
    for (const part of parts) this.#screenPart(rows, part);
    this.#digest.add(verdicts);
    let [flagged, blocked] = [0, 0];
    for (let row = 0; row < verdicts.rows; row++) {
      flagged += Number(verdicts.decision[row] === FLAG);
      blocked += Number(verdicts.decision[row] === BLOCK);
    }
    const before = this.#position;
    this.#position = {
      ...before,
      input,
      events: before.events + verdicts.rows,
      flagged: before.flagged + flagged,
      blocked: before.blocked + blocked,
      digest: this.#digest.written,
    };
  }

  #screenPart(rows: EventRows, { tick, rows: given }: TickPart): void {
    const { events, findings } = this.#batch;
    const count = given?.length ?? rows.count;
    // They come in order: as many as there are, they are all.
    const places = count === rows.count ? null : given;
    const observations = this.#batch.screen(
      count,
      tick === null ? null : this.#memory.seal(tick),
      (from) => {
        if (places === null) rows.copyChunkInto(events, from / CHUNK_ROWS);
        else rows.copyInto(events, places, from);
      },
      (from) => {
        for (let index = 0; index < events.count; index++) {
          this.verdicts.set(places === null ? from + index : places[from + index]!, findings, index);
        }
      },
    );
    if (tick !== null) this.#memory.note(tick, observations!);
  }

  /** All that verdicts to come depend on, tables apart: some 20 MB. A copy. */
  async state(): Promise<Uint8Array[]> {
    const reader = { events: 0, hasPast: true, timeForm: null, isOfEpoch: false, unsettled: [] };
    const clock = this.#clock.state;
    return historyBytes({ callers: await this.#memory.remembered(), clock, reader });
  }

  /** Goes on from the state of its position. Throws RingfenceError "config" for a damaged one, or another version. */
  async restore(state: Buffer): Promise<void> {
    const { callers, clock } = await historyOf(state, "the state of a partition");
    this.#memory.takeUp(callers);
    this.#clock.goOnFrom(clock);
  }
}

const ALL_AT_ONCE: readonly TickPart[] = [{ tick: null, rows: null }];
