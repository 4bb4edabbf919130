/** The few sums of a tally that live views need: cheap enough for every share of a tick. */
import { DECISIONS } from "../event/findings.ts";
import { CHANNELS, STAGE_MEASURES, STAGES, type Tally } from "./tally.ts";

const MEASURES = STAGE_MEASURES.length;

/** In the order of the tallies' own columns. */
export class RunningCounts {
  readonly generated = new Float64Array(CHANNELS.length);
  readonly fraud = new Float64Array(DECISIONS.length);
  readonly benign = new Float64Array(DECISIONS.length);
  /** [stage][benign, fraud][measure] */
  readonly stages = new Float64Array(STAGES.length * 2 * STAGE_MEASURES.length);
  readonly filter = new Float64Array(2);
  readonly #columns = [this.generated, this.fraud, this.benign, this.stages, this.filter];

  addTally({ columns }: Tally): void {
    addTo(this.generated, columns.generated);
    addByDecision(this.fraud, columns.fraud);
    addByDecision(this.benign, columns.benign);
    const { stages, filter } = columns;
    for (let i = 0; i < stages.length; i++) {
      // The channel is the lowest part of a cell: both channels fall together.
      const cell = Math.floor(i / MEASURES);
      this.stages[(cell >> 1) * MEASURES + (i % MEASURES)]! += stages[i]!;
    }
    for (let i = 0; i < filter.length; i++) this.filter[i % 2]! += filter[i]!;
  }

  add(other: RunningCounts): void {
    for (const [at, column] of this.#columns.entries()) addTo(column, other.#columns[at]!);
  }

  clear(): void {
    for (const column of this.#columns) column.fill(0);
  }
}

function addTo(into: Float64Array, from: Float64Array): void {
  for (let i = 0; i < into.length; i++) into[i]! += from[i]!;
}

function addByDecision(into: Float64Array, column: Float64Array): void {
  let [allowed, flagged, blocked] = [0, 0, 0];
  for (let i = 0; i < column.length; i += DECISIONS.length) {
    allowed += column[i]!;
    flagged += column[i + 1]!;
    blocked += column[i + 2]!;
  }
  into[0]! += allowed;
  into[1]! += flagged;
  into[2]! += blocked;
}
