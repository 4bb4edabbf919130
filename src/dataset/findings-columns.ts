/** What the stages found of an event, each in its own columns; and what was decided. */
import { evidenceNames } from "../detect/evidence.ts";
import { FINDERS } from "../detect/finders.ts";
import type { FoundField } from "../detect/stage.ts";
import { KIND_MESSAGE } from "../event/event-batch.ts";
import { DECISIONS, eventColumns, type Findings } from "../event/findings.ts";
import { eventId } from "../report/directory/decision.ts";
import type { RowField } from "./truth-columns.ts";
import type { Cell } from "../rows/typed/column.ts";

/** In written order: by stage, as events pass them. */
export const FINDINGS_FIELDS: readonly RowField[] = [
  { name: "id", type: "string", of: ({ events }, row) => eventId(events, row) },
  ...FINDERS.flatMap(({ name, fields }) => fields ?? plainFields(name)).map(fieldOf),
];

function plainFields(stage: string): FoundField[] {
  return eventColumns(stage).map((column) => ({
    name: `own_${stage}_${column}`,
    type: "float64",
    of: ({ own }, row) => own[stage]![column]![row]!,
  }));
}

function fieldOf({ ofTexts, of, ...column }: FoundField): RowField {
  if (!ofTexts) return { ...column, of: ({ findings }, row) => of(findings, row) };
  const read: RowField["of"] = ({ events, findings }, row) =>
    events.kind[row] === KIND_MESSAGE ? of(findings, row) : null;
  return { ...column, nullable: true, of: read };
}

export const DECISION_FIELDS: readonly RowField[] = [
  { name: "id", type: "string", of: ({ events }, row) => eventId(events, row) },
  ofAll("decision", "string", ({ outcome }, row) => DECISIONS[outcome.decision[row]!]!),
  ofAll("score", "int32", ({ outcome }, row) => outcome.score[row]!),
  ofAll("evidence", "string", ({ outcome }, row) => evidenceWords(outcome.evidence[row]!)),
];

/** Few kinds of evidence occur together: their words are made once. */
const madeWords = new Map<number, string>();

function evidenceWords(evidence: number): string {
  const made = madeWords.get(evidence);
  if (made !== undefined) return made;
  const words = evidenceNames(evidence).join(" ");
  if (madeWords.size < 10_000) madeWords.set(evidence, words);
  return words;
}

function ofAll(name: string, type: RowField["type"], read: (findings: Findings, row: number) => Cell): RowField {
  return { name, type, of: ({ findings }, row) => read(findings, row) };
}
