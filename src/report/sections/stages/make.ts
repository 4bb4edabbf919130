/** What each stage and each kind of evidence contributed, from the merged tally. */
import { EVIDENCE } from "../../../detect/evidence.ts";
import { ALLOW, BLOCK, DECISIONS, FLAG } from "../../../event/findings.ts";
import type { StagesFields } from "./schema.ts";
import { CELLS, CHANNELS, STAGE_MEASURES, STAGES, type Tally } from "../../../metrics/tally.ts";

/** Events that each stage had evidence on, blocked with it, and would have let through if silent. */
export function stageRows(tally: Tally): StagesFields["stages"] {
  const { stages } = tally.columns;
  const measures = (stage: number, fraud: number) => {
    const sum = (measure: number): number => {
      const at = (stage * CELLS + 2 * fraud) * STAGE_MEASURES.length + measure;
      return stages[at]! + stages[at + STAGE_MEASURES.length]!;
    };
    return { seen: sum(0), blocked: sum(1), decisive: sum(2) };
  };
  return STAGES.map(({ name }, stage) => ({ stage: name, fraud: measures(stage, 1), benign: measures(stage, 0) }));
}

/** Every event once: under the stage whose evidence weighed most, or under "none". */
export function decidedRows(tally: Tally): StagesFields["decidedBy"] {
  const decided = STAGES.map(({ name }, stage) => ({
    stage: name,
    fraud: sumDecisions(tally.columns.decided, stage, 1),
    benign: sumDecisions(tally.columns.decided, stage, 0),
  }));
  const fraud = countOf(tally.columns.fraud);
  const benign = countOf(tally.columns.benign);
  return [
    ...decided,
    {
      stage: "none",
      fraud: decided.reduce((left, row) => less(left, row.fraud), fraud),
      benign: decided.reduce((left, row) => less(left, row.benign), benign),
    },
  ];
}

type Decisions = StagesFields["decidedBy"][number]["fraud"];

function sumDecisions(column: Float64Array, stage: number, fraud: number): Decisions {
  const at = (stage * CELLS + 2 * fraud) * DECISIONS.length;
  return countOf(column.subarray(at, at + CHANNELS.length * DECISIONS.length));
}

function countOf(column: Float64Array): Decisions {
  const sums = [0, 0, 0];
  for (let i = 0; i < column.length; i++) sums[i % DECISIONS.length]! += column[i]!;
  return { allowed: sums[ALLOW]!, flagged: sums[FLAG]!, blocked: sums[BLOCK]! };
}

function less(a: Decisions, b: Decisions): Decisions {
  return { allowed: a.allowed - b.allowed, flagged: a.flagged - b.flagged, blocked: a.blocked - b.blocked };
}

export function evidenceRows(tally: Tally): StagesFields["evidence"] {
  const { evidence } = tally.columns;
  return EVIDENCE.map((name, index) => {
    const at = index * CELLS;
    return { name, fraud: evidence[at + 2]! + evidence[at + 3]!, benign: evidence[at]! + evidence[at + 1]! };
  });
}
