/** What the stages found of an event, each in its own columns; and what was decided. */
import { evidenceNames } from "../detect/evidence.ts";
import { GRADES } from "../detect/learned/grades.ts";
import { KIND_MESSAGE } from "../event/event-batch.ts";
import { DECISIONS, type Findings, hostsOf } from "../event/findings.ts";
import { riskOf } from "../event/risk.ts";
import { eventId } from "../report/directory/decision.ts";
import type { RowField } from "../report/columns/row-field.ts";
import type { Cell } from "../rows/typed/column.ts";

/** A stage that ships, with a section of its own. */
const LEARNED = "learned";

const LIST_ANSWERS = ["absent", "filterOnly", "listed"] as const;

/** In the order in which they are written; `own`: the columns of stages of a user's own, by stage. */
export function findingsFields(own: Findings["own"]): readonly RowField[] {
  const ofOthers = Object.entries(own).filter(([stage]) => stage !== LEARNED);
  return [
    { name: "id", type: "string", of: ({ events }, row) => eventId(events, row) },
    ofText("links_count", "int32", ({ links }, row) => links.count[row]!),
    ofText("links_hosts", "string", (findings, row) => hostsOf(findings, row).join(" ")),
    ofAll("blocklist_caller", "string", ({ blocklist }, row) => LIST_ANSWERS[blocklist.caller[row]!]!),
    ofAll("blocklist_neighbours", "int32", ({ blocklist }, row) => blocklist.neighbours[row]!),
    ofText("blocklist_domain", "string", ({ blocklist }, row) => LIST_ANSWERS[blocklist.domain[row]!]!),
    ofSome("lookalike_caller_of", ({ lookalike }, row) => whereFound(lookalike.caller[row]!, lookalike.callerOf[row]!)),
    ofSome("lookalike_caller_distance", ({ lookalike }, row) =>
      whereFound(lookalike.caller[row]!, lookalike.caller[row]! - 1),
    ),
    ofText("lookalike_domain_of", "int32", ({ lookalike }, row) =>
      whereFound(lookalike.domain[row]!, lookalike.domainOf[row]!),
    ),
    ofText("lookalike_domain_distance", "int32", ({ lookalike }, row) =>
      whereFound(lookalike.domain[row]!, lookalike.domain[row]! - 1),
    ),
    ofText("match_template", "int32", ({ match }, row) => whereMatched(match, row, match.template)),
    ofText("match_distance", "int32", ({ match }, row) => whereMatched(match, row, match.distance)),
    ofText("match_length", "int32", ({ match }, row) => whereMatched(match, row, match.length)),
    ofAll("behaviour_attempts", "int32", ({ behaviour }, row) => behaviour.attempts[row]!),
    ofAll("behaviour_fan_out", "int32", ({ behaviour }, row) => behaviour.fanOut[row]!),
    ofAll("behaviour_calls", "int32", ({ behaviour }, row) => behaviour.calls[row]!),
    ofAll("behaviour_answered", "int32", ({ behaviour }, row) => behaviour.answered[row]!),
    ofAll("behaviour_mean_duration_s", "int32", ({ behaviour }, row) => behaviour.meanDurationS[row]!),
    ofText("learned_grade", "string", (findings, row) => GRADES[findings.own[LEARNED]!["grade"]![row]!]!),
    ofText("learned_log_odds", "int32", (findings, row) => findings.own[LEARNED]!["logOdds"]![row]!),
    ...ofOthers.flatMap(([stage, columns]) =>
      Object.keys(columns).map((column) =>
        ofAll(`own_${stage}_${column}`, "float64", (findings, row) => findings.own[stage]![column]![row]!),
      ),
    ),
  ];
}

export const DECISION_FIELDS: readonly RowField[] = [
  { name: "id", type: "string", of: ({ events }, row) => eventId(events, row) },
  ofAll("decision", "string", ({ outcome }, row) => DECISIONS[outcome.decision[row]!]!),
  ofAll("score", "int32", ({ outcome }, row) => outcome.score[row]!),
  ofAll("risk", "float64", ({ outcome }, row) => Math.round(riskOf(outcome.score[row]!) * 10_000) / 10_000),
  ofAll("evidence", "string", ({ outcome }, row) => evidenceWords(outcome.evidence[row]!)),
];

/** Few kinds of evidence come together: their words are made once. */
const madeWords = new Map<number, string>();

function evidenceWords(evidence: number): string {
  const made = madeWords.get(evidence);
  if (made !== undefined) return made;
  const words = evidenceNames(evidence).join(" ");
  if (madeWords.size < 10_000) madeWords.set(evidence, words);
  return words;
}

type Read = (findings: Findings, row: number) => Cell;

function ofAll(name: string, type: RowField["type"], read: Read): RowField {
  return { name, type, of: ({ findings }, row) => read(findings, row) };
}

function ofSome(name: string, read: Read): RowField {
  return { name, type: "int32", nullable: true, of: ({ findings }, row) => read(findings, row) };
}

/** Null of a call. */
function ofText(name: string, type: RowField["type"], read: Read): RowField {
  return {
    name,
    type,
    nullable: true,
    of: ({ events, findings }, row) => (events.kind[row] === KIND_MESSAGE ? read(findings, row) : null),
  };
}

function whereFound(found: number, value: number): number | null {
  return found === 0 ? null : value;
}

function whereMatched({ template }: Findings["match"], row: number, column: ArrayLike<number>): number | null {
  return template[row]! < 0 ? null : column[row]!;
}
