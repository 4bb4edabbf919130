/**
 * A thread's part in screening a file, piece by piece: a piece is read, and its rows are kept; then they are screened,
 * in one go or hour by hour, and what came of them goes back in the order of the file.
 */
import { assert } from "../core/assert.ts";
import { RingfenceError } from "../core/errors.ts";
import { observe } from "../detect/behaviour/observation-batch.ts";
import { attachActivity } from "../detect/behaviour/recall-behaviour.ts";
import { OBSERVATION_WORDS } from "../detect/behaviour/sketch-layout.ts";
import { Sketches } from "../detect/behaviour/sketches.ts";
import type { ActivityHandle } from "../detect/behaviour/activity-handle.ts";
import { loadEngines } from "../detect/engines.ts";
import { type ScreeningTables, screen } from "../detect/screening.ts";
import { StageTables } from "../detect/tables.ts";
import { EventBatch } from "../event/event-batch.ts";
import type { Identity } from "../event/identity.ts";
import { Findings } from "../event/findings.ts";
import { type Country, countryOf } from "../source/country.ts";
import { DelimitedParser } from "../source/delimited-parser.ts";
import { fillEvents } from "../source/fill-events.ts";
import { JsonLinesParser } from "../source/json-lines-parser.ts";
import { LineSplitter } from "../source/line-splitter.ts";
import { PositiveLabels } from "../source/positive-labels.ts";
import { emptyLedger, type LineLedger } from "../source/row-parser.ts";
import type { Row, RowBatch } from "../source/row.ts";
import { ScreenTally } from "../source/screen-tally.ts";
import type { GiveTask, PieceRead, PieceScreened, ReadTask, ScreenStart, ScreenTask, WholePiece } from "./piece.ts";
import { isNumbered, rowOptionsOf, RowWriter } from "./row-writer.ts";
import { describeRow, type RowOptions, type ScreenedRow } from "./screened-row.ts";

/** Events screened at a time: some megabytes of columns. */
const BATCH_EVENTS = 4096;

interface HeldPiece {
  readonly batch: RowBatch;
  readonly tally: ScreenTally;
  /** By row. */
  readonly decisions: Uint8Array;
  readonly described: ScreenedRow[];
  /** Callers that only the output as a whole can number. */
  readonly numbered: Map<number, Identity>;
  screened: number;
}

export class PieceScreener {
  readonly #start: ScreenStart;
  readonly #country: Country;
  readonly #positive: PositiveLabels;
  readonly #tables: ScreeningTables;
  readonly #rowOptions: RowOptions;
  readonly #events = EventBatch.allocate(BATCH_EVENTS);
  readonly #findings = Findings.allocate(BATCH_EVENTS);
  readonly #pieces = new Map<number, HeldPiece>();
  #sketches: { readonly memory: ActivityHandle["memory"]; readonly sketches: Sketches } | null = null;

  private constructor(start: ScreenStart) {
    this.#start = start;
    this.#country = countryOf(start.country);
    this.#positive = new PositiveLabels(start.positive);
    this.#tables = new StageTables(start.normaliser).attach(start.handles);
    this.#rowOptions = rowOptionsOf(start);
  }

  /** Loads the modules of engines first. Throws RingfenceError "config" for one that does not load. */
  static async start(start: ScreenStart): Promise<PieceScreener> {
    await loadEngines(start.engines);
    return new PieceScreener(start);
  }

  /** Reads a piece anew where it was read before. */
  read({ piece, bytes, linesBefore, start, isLast }: ReadTask): PieceRead {
    const splitter = new LineSplitter(undefined, linesBefore);
    const { format } = start;
    const parser = format === "jsonl" ? new JsonLinesParser({}, start) : new DelimitedParser(format, {}, start);
    const batch: RowBatch = { rows: [], setAside: [] };
    parser.push(splitter.push(bytes), batch);
    if (isLast) {
      parser.push(splitter.end(), batch);
      parser.end(batch);
    }
    const { lines: ledger, heldLines, isBehindBroken } = parser;
    assert(linesOf(ledger) + heldLines === splitter.count, "every line of a piece is dealt with, or held back");
    return { ...this.#hold(piece, batch, start.shape.timeForm !== null), ledger, heldLines, isBehindBroken };
  }

  /** Takes a piece that was read elsewhere. */
  give({ piece, batch, hasTimes }: GiveTask): PieceRead {
    return { ...this.#hold(piece, batch, hasTimes), ledger: emptyLedger(), heldLines: 0, isBehindBroken: false };
  }

  #hold(piece: number, batch: RowBatch, hasTimes: boolean): Pick<PieceRead, "rows" | "times" | "lines"> {
    const { rows, setAside } = batch;
    const tally = new ScreenTally(this.#positive, true);
    tally.addSetAside(setAside);
    this.#pieces.set(piece, {
      batch,
      tally,
      decisions: new Uint8Array(rows.length),
      described: [],
      numbered: new Map(),
      screened: 0,
    });
    if (!hasTimes) return { rows: rows.length, times: null, lines: null };
    const [times, lines] = [new Float64Array(rows.length), new Float64Array(rows.length)];
    for (let row = 0; row < rows.length; row++) {
      times[row] = rows[row]!.timeMs ?? Number.NaN;
      lines[row] = rows[row]!.line;
    }
    return { rows: rows.length, times, lines };
  }

  screen({ piece, rows, activity, wantsRows, isLast }: ScreenTask): PieceScreened {
    const held = this.#pieces.get(piece);
    // A thread that took the place of one that died knows nothing of what that one read.
    if (held === undefined) throw workerLost();
    const all = held.batch.rows;
    const taken = rows === null ? all : Array.from(rows, (row) => all[row]!);
    const observations = activity && new Uint32Array(taken.length * OBSERVATION_WORDS);
    const tables = activity === null ? this.#tables : this.#tablesWith(activity);
    for (let from = 0; from < taken.length; from += BATCH_EVENTS) {
      held.tally.cut += fillEvents(this.#events, taken, from, this.#country);
      screen(this.#events, this.#findings, tables);
      if (activity) observe(this.#events, this.#findings, activity.callerHash, observations!, from);
      held.tally.addEvents(this.#events, this.#findings);
      this.#keep(held, taken, rows, from, wantsRows && this.#start.rowsAs !== null);
    }
    held.screened += taken.length;
    return { observations, whole: isLast ? this.#finish(piece, held) : null };
  }

  /** What is told of each row, by its place in the piece. */
  #keep(held: HeldPiece, taken: readonly Row[], places: Uint32Array | null, from: number, wantsRows: boolean): void {
    const { count } = this.#events;
    const { decision } = this.#findings.outcome;
    for (let index = 0; index < count; index++) {
      const place = places === null ? from + index : places[from + index]!;
      held.decisions[place] = decision[index]!;
      if (!wantsRows) continue;
      const row = taken[from + index]!;
      held.described[place] = describeRow(row, this.#events, this.#findings, index, this.#rowOptions);
      const caller = this.#events.caller[index]! as Identity;
      if (!this.#start.unmask && row.caller !== null && isNumbered(caller)) held.numbered.set(place, caller);
    }
  }

  #finish(piece: number, held: HeldPiece): WholePiece {
    const { batch, tally, decisions, described, numbered } = held;
    this.#pieces.delete(piece);
    assert(held.screened === batch.rows.length, "every row of a piece is screened once");
    for (const [place, { label }] of batch.rows.entries()) tally.addLabel(label, decisions[place]!);
    const writer = new RowWriter(this.#start);
    return {
      counts: tally.counts,
      rows: writer.write(described, numbered),
      setAside: this.#start.wantsSetAside ? batch.setAside : [],
    };
  }

  #tablesWith(activity: ActivityHandle): ScreeningTables {
    const { memory } = activity;
    if (this.#sketches?.memory !== memory) this.#sketches = { memory, sketches: Sketches.attach(memory) };
    return { ...this.#tables, behaviour: attachActivity(activity, undefined, this.#sketches.sketches) };
  }
}

export function workerLost(): RingfenceError {
  return new RingfenceError(
    "io",
    "a worker thread ended while it was at a part of the file, for want of memory perhaps: try again with --workers 1",
  );
}

function linesOf({ header, blank, inRows, setAside }: LineLedger): number {
  return header + blank + inRows + setAside;
}
