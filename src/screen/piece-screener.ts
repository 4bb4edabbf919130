/**
 * A thread's part in screening a file. It reads a piece and keeps its rows. Then it screens them, at once or hour by
 * hour, and returns the results in the order of the file.
 */
import { assert } from "../core/assert.ts";
import { RingfenceError } from "../core/errors.ts";
import { loadEngines } from "../detect/engines.ts";
import { StageTables } from "../detect/tables.ts";
import type { Identity } from "../event/identity.ts";
import { DECISIONS } from "../event/findings.ts";
import { type Country, countryOf } from "../rows/country.ts";
import { CHUNK_ROWS, EventRows, NO_LABEL, RowChunks } from "../rows/event-rows.ts";
import { PositiveLabels } from "../rows/positive-labels.ts";
import { emptyLedger } from "../rows/row-parser.ts";
import type { SetAside } from "../rows/row.ts";
import { ScreenTally } from "./screen-tally.ts";
import { BatchScreener } from "./batch-screener.ts";
import type { GiveTask, PieceRead, PieceScreened, ReadTask, ScreenStart, ScreenTask, WholePiece } from "./piece.ts";
import { readPiece } from "./read-piece.ts";
import { isNumbered, rowOptionsOf, writeRows } from "./row-writer.ts";
import { describeRow, type RowOptions, type ScreenedRow } from "./screened-row.ts";

interface HeldPiece {
  readonly rows: EventRows;
  readonly setAside: readonly SetAside[];
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
  readonly #country: Country;
  readonly #positive: PositiveLabels;
  readonly #batch: BatchScreener;
  readonly #rowOptions: RowOptions;
  readonly #chunks = new RowChunks();
  readonly #pieces = new Map<number, HeldPiece>();

  private constructor(start: ScreenStart) {
    this.#start = start;
    this.#country = countryOf(start.country);
    this.#positive = new PositiveLabels(start.positive);
    this.#batch = new BatchScreener(new StageTables(start.normaliser).attach(start.handles));
    this.#rowOptions = rowOptionsOf(start);
  }

  /** Throws RingfenceError "config" for an engine module that does not load. */
  static async start(start: ScreenStart): Promise<PieceScreener> {
    await loadEngines(start.engines);
    return new PieceScreener(start);
  }

  /** Reads a piece; a second call replaces the first. */
  read({ piece, ...task }: ReadTask): PieceRead {
    const rows = new EventRows(this.#country, this.#chunks);
    const { setAside, ...lines } = readPiece(task, rows);
    return { ...this.#hold(piece, rows, setAside, task.start.shape.timeForm !== null), ...lines };
  }

  give({ piece, batch, hasTimes }: GiveTask): PieceRead {
    const rows = new EventRows(this.#country, this.#chunks);
    for (const row of batch.rows) rows.add(row);
    const held = this.#hold(piece, rows, batch.setAside, hasTimes);
    return { ...held, ledger: emptyLedger(), heldLines: 0, isBehindBroken: false };
  }

  #hold(
    piece: number,
    rows: EventRows,
    setAside: readonly SetAside[],
    hasTimes: boolean,
  ): Pick<PieceRead, "rows" | "times" | "lines"> {
    this.#pieces.get(piece)?.rows.release();
    const tally = new ScreenTally(this.#positive, true);
    tally.addSetAside(setAside);
    tally.cut = rows.cut;
    const { count } = rows;
    const decisions = new Uint8Array(count);
    this.#pieces.set(piece, { rows, setAside, tally, decisions, described: [], numbered: new Map(), screened: 0 });
    return { rows: count, times: hasTimes ? rows.times : null, lines: hasTimes ? rows.lines : null };
  }

  screen({ piece, rows, activity, wantsRows, isLast }: ScreenTask): PieceScreened {
    const held = this.#pieces.get(piece);
    // The thread that read it has died.
    if (held === undefined) throw workerLost();
    const taken = rows?.length ?? held.rows.count;
    // Rows come in order, so if all are asked for, no indices are needed.
    const places = taken === held.rows.count ? null : rows;
    const { events, findings } = this.#batch;
    const observations = this.#batch.screen(
      taken,
      activity,
      (from) => {
        if (places === null) held.rows.copyChunkInto(events, from / CHUNK_ROWS);
        else held.rows.copyInto(events, places, from);
      },
      (from) => {
        held.tally.addEvents(events, findings, this.#batch.watch);
        this.#keep(held, places, from, wantsRows && this.#start.rowsAs !== null);
      },
    );
    held.screened += taken;
    return { observations, whole: isLast ? this.#finish(piece, held) : null };
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

  #finish(piece: number, held: HeldPiece): WholePiece {
    const { rows, setAside, tally, decisions, described, numbered } = held;
    this.#pieces.delete(piece);
    assert(held.screened === decisions.length, "every row of a piece is screened once");
    addLabels(tally, rows, decisions);
    rows.release();
    return {
      counts: tally.counts,
      rows: writeRows(this.#start.rowsAs, described, numbered),
      setAside: this.#start.wantsSetAside ? setAside : [],
    };
  }
}

/** Counts by label first, since there are few. */
function addLabels(tally: ScreenTally, { chunks, labels }: EventRows, decisions: Uint8Array): void {
  const verdicts = DECISIONS.length;
  // The last counts are for rows without a label.
  const counts = new Uint32Array((labels.length + 1) * verdicts);
  for (const [at, { events, label }] of chunks.entries()) {
    for (let index = 0; index < events.count; index++) {
      const number = label[index] === NO_LABEL ? labels.length : label[index]!;
      counts[number * verdicts + decisions[at * CHUNK_ROWS + index]!]!++;
    }
  }
  for (let at = 0; at < counts.length; at++) {
    tally.addLabel(labels[Math.floor(at / verdicts)] ?? null, at % verdicts, counts[at]);
  }
}

export function workerLost(): RingfenceError {
  return new RingfenceError(
    "io",
    "a worker thread ended while it was at a part of the file, for want of memory perhaps: try again with --workers 1",
  );
}
