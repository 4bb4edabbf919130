/**
 * A thread's part in screening a file. It screens the rows of a piece, at once or hour by hour, and returns the results
 * in the order of the file.
 */
import { RingfenceError } from "../core/errors.ts";
import { loadEngines } from "../detect/engines.ts";
import { StageTables } from "../detect/tables.ts";
import { formatIdentity } from "../event/identity.ts";
import { maskIdentity } from "../event/masking.ts";
import { EventRows } from "../rows/event-rows.ts";
import { countEvents, type EventCounts, noCounts } from "./screen-tally.ts";
import { BatchScreener } from "./batch-screener.ts";
import type { PieceScreened, ScreenStart, ScreenTask } from "./piece.ts";
import {
  describeRow,
  formatRow,
  formatRows,
  type RowOptions,
  SCREENED_TYPES,
  type ScreenedRow,
} from "./screened-row.ts";
import { riskOfRows } from "./stated-risk.ts";

interface HeldPiece {
  readonly rows: EventRows;
  readonly opaque: ReadonlyMap<number, string> | null;
  readonly counts: EventCounts;
  /** By row. */
  readonly decisions: Uint8Array;
  readonly described: ScreenedRow[];
}

export class PieceScreener {
  readonly #start: ScreenStart;
  readonly #batch: BatchScreener;
  readonly #rowOptions: RowOptions;
  readonly #pieces = new Map<number, HeldPiece>();

  private constructor(start: ScreenStart) {
    this.#start = start;
    this.#batch = new BatchScreener(new StageTables(start.normaliser).attach(start.handles));
    this.#rowOptions = {
      riskOf: riskOfRows(start.handles),
      show: start.unmask ? formatIdentity : maskIdentity,
      scriptOf: (template) => start.scripts[template]!,
    };
  }

  /** Throws RingfenceError "config" for an engine module that does not load. */
  static async start(start: ScreenStart): Promise<PieceScreener> {
    await loadEngines(start.engines);
    return new PieceScreener(start);
  }

  screen({ piece, given, rows, activity, isLast }: ScreenTask): PieceScreened {
    const held = given === null ? this.#pieces.get(piece) : holdOf(given);
    // The thread that had it has died.
    if (held === undefined) throw workerLost();
    const { events, findings, watch } = this.#batch;
    const observations = this.#batch.screen(
      rows?.length ?? held.rows.count,
      activity,
      (from) => held.rows.copyInto(events, rows, from),
      (from) => {
        countEvents(held.counts, events, findings, watch);
        this.#keep(held, rows, from);
      },
    );
    if (isLast) this.#pieces.delete(piece);
    else this.#pieces.set(piece, held);
    return { observations, whole: isLast ? this.#finish(held) : null };
  }

  /** Keeps the results of rows, by their index in the piece. */
  #keep({ rows, opaque, decisions, described }: HeldPiece, places: Uint32Array | null, from: number): void {
    const { events, findings } = this.#batch;
    for (let index = 0; index < events.count; index++) {
      const place = places === null ? from + index : places[from + index]!;
      decisions[place] = findings.outcome.decision[index]!;
      if (opaque === null) continue;
      const row = describeRow(rows.describe(place), events, findings, index, this.#rowOptions);
      const caller = opaque.get(place);
      described[place] = caller === undefined ? row : { ...row, caller };
    }
  }

  #finish({ counts, decisions, described }: HeldPiece): PieceScreened["whole"] {
    const { rowsAs } = this.#start;
    const text = rowsAs === "text" ? described.map(formatRow).join("") : formatRows(rowsAs!, SCREENED_TYPES, described);
    return { counts, decisions, rows: described.length === 0 ? "" : text };
  }
}

function holdOf({ rows: handle, opaque }: NonNullable<ScreenTask["given"]>): HeldPiece {
  const rows = EventRows.attach(handle);
  return { rows, opaque, counts: noCounts(), decisions: new Uint8Array(rows.count), described: [] };
}

export function workerLost(): RingfenceError {
  return new RingfenceError(
    "io",
    "a worker thread ended while it was at a part of the file, for want of memory perhaps: try again with --workers 1",
  );
}
