/**
 * A thread's part in screening a file. It screens the rows of a piece, at once or hour by hour, and returns the results
 * in the order of the file.
 */
import { assert } from "../core/assert.ts";
import { RingfenceError } from "../core/errors.ts";
import { loadEngines } from "../detect/engines.ts";
import { StageTables } from "../detect/tables.ts";
import type { Identity } from "../event/identity.ts";
import { DECISIONS } from "../event/findings.ts";
import { CHUNK_ROWS, EventRows, NO_LABEL } from "../rows/event-rows.ts";
import { ScreenTally } from "./screen-tally.ts";
import { BatchScreener } from "./batch-screener.ts";
import type { LabelRows, PieceScreened, ScreenStart, ScreenTask } from "./piece.ts";
import { isNumbered, rowOptionsOf, writeRows } from "./row-writer.ts";
import { describeRow, type RowOptions, type ScreenedRow } from "./screened-row.ts";

interface HeldPiece {
  readonly rows: EventRows;
  readonly tally: ScreenTally;
  /** By row. */
  readonly decisions: Uint8Array;
  readonly described: ScreenedRow[];
  /** By row: callers that are numbered in the whole output. */
  readonly numbered: Map<number, Identity>;
  screened: number;
}

export class PieceScreener {
  readonly #start: ScreenStart;
  readonly #batch: BatchScreener;
  readonly #rowOptions: RowOptions;
  readonly #pieces = new Map<number, HeldPiece>();

  private constructor(start: ScreenStart) {
    this.#start = start;
    this.#batch = new BatchScreener(new StageTables(start.normaliser).attach(start.handles));
    this.#rowOptions = rowOptionsOf(start);
  }

  /** Throws RingfenceError "config" for an engine module that does not load. */
  static async start(start: ScreenStart): Promise<PieceScreener> {
    await loadEngines(start.engines);
    return new PieceScreener(start);
  }

  screen({ piece, given, rows, activity, wantsRows, isLast }: ScreenTask): PieceScreened {
    const held = given === null ? this.#pieces.get(piece) : this.#hold(EventRows.attach(given));
    // The thread that had it has died.
    if (held === undefined) throw workerLost();
    const taken = rows?.length ?? held.rows.count;
    const { events, findings } = this.#batch;
    const observations = this.#batch.screen(
      taken,
      activity,
      (from) => held.rows.copyInto(events, rows, from),
      (from) => {
        held.tally.addEvents(events, findings, this.#batch.watch);
        this.#keep(held, rows, from, wantsRows && this.#start.rowsAs !== null);
      },
    );
    held.screened += taken;
    if (isLast) this.#pieces.delete(piece);
    else this.#pieces.set(piece, held);
    return { observations, whole: isLast ? this.#finish(held) : null };
  }

  #hold(rows: EventRows): HeldPiece {
    const tally = new ScreenTally();
    return { rows, tally, decisions: new Uint8Array(rows.count), described: [], numbered: new Map(), screened: 0 };
  }

  /** Keeps the results of rows, by their index in the piece. */
  #keep(held: HeldPiece, places: Uint32Array | null, from: number, wantsRows: boolean): void {
    const { events, findings } = this.#batch;
    const { count } = events;
    const { decision } = findings.outcome;
    for (let index = 0; index < count; index++) {
      const place = places === null ? from + index : places[from + index]!;
      held.decisions[place] = decision[index]!;
      if (!wantsRows) continue;
      const row = held.rows.describe(place);
      held.described[place] = describeRow(row, events, findings, index, this.#rowOptions);
      const caller = events.caller[index]! as Identity;
      if (!this.#start.unmask && row.hasCaller && isNumbered(caller)) held.numbered.set(place, caller);
    }
  }

  #finish({ rows, tally, decisions, described, numbered, screened }: HeldPiece): PieceScreened["whole"] {
    assert(screened === decisions.length, "every row of a piece is screened once");
    return {
      counts: tally.counts,
      labels: labelCounts(rows, decisions),
      rows: writeRows(this.#start.rowsAs, described, numbered),
    };
  }
}

/** Rows by label and verdict; the last are those without a label. */
function labelCounts({ chunks, labels }: EventRows, decisions: Uint8Array): LabelRows[] {
  const counts = [...labels, null].map((label) => ({ label, rows: DECISIONS.map(() => 0) }));
  for (const [at, { events, rows }] of chunks.entries()) {
    for (let index = 0; index < events.count; index++) {
      const number = rows.label[index] === NO_LABEL ? labels.length : rows.label[index]!;
      counts[number]!.rows[decisions[at * CHUNK_ROWS + index]!]!++;
    }
  }
  return counts;
}

export function workerLost(): RingfenceError {
  return new RingfenceError(
    "io",
    "a worker thread ended while it was at a part of the file, for want of memory perhaps: try again with --workers 1",
  );
}
