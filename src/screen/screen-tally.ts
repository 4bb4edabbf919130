/** Counts the decisions on the rows of a file. */
import { scriptsFound } from "../detect/matcher/found.ts";
import { sumOf } from "../core/sum.ts";
import { assert } from "../core/assert.ts";
import { RingfenceError } from "../core/errors.ts";
import { type EventBatch, KIND_MESSAGE } from "../event/event-batch.ts";
import { addShape, countShape, emptyShape, type ShapeCounts } from "../detect/learned/message-shape.ts";
import type { Confusion } from "../metrics/rates.ts";
import type { ModelWatch } from "../detect/learned/model-watch.ts";
import { EVIDENCE } from "../detect/evidence.ts";
import { ALLOW, BLOCK, DECISIONS, FLAG, type Findings } from "../event/findings.ts";
import { CHUNK_ROWS, type EventRows, NO_LABEL } from "../rows/event-rows.ts";
import type { PositiveLabels } from "../rows/positive-labels.ts";
import { SET_ASIDE_REASONS, type SetAside, type SetAsideReason } from "../rows/row.ts";

interface LabelCount {
  readonly label: string;
  /** True if the label means fraud. */
  readonly positive: boolean;
  allow: number;
  flag: number;
  block: number;
}

/** The most labels that are counted separately: a label column may hold ids. */
const MAX_LABELS = 200;
export const OTHER_LABELS = "(other labels)";
const MAX_LABEL_UNITS = 80;

/** What screened events came to, without their labels. Structured-cloneable. */
export interface EventCounts {
  messages: number;
  /** Statistics of one message in eight, chosen by event id. */
  readonly shape: ShapeCounts;
  /** By code of DECISIONS. */
  readonly verdicts: [number, number, number];
  /** Events by kind of evidence, in the order of EVIDENCE. */
  readonly evidence: number[];
  /** Matches by template number. */
  readonly templates: Map<number, number>;
}

export function noCounts(): EventCounts {
  return {
    messages: 0,
    shape: emptyShape(),
    verdicts: [0, 0, 0],
    evidence: EVIDENCE.map(() => 0),
    templates: new Map(),
  };
}

export function countEvents(
  counts: EventCounts,
  events: EventBatch,
  findings: Findings,
  watch: ModelWatch | null,
): void {
  const { decision, evidence } = findings.outcome;
  const { template: found } = scriptsFound(findings);
  for (let index = 0; index < events.count; index++) {
    const verdict = decision[index]!;
    assert(verdict === ALLOW || verdict === FLAG || verdict === BLOCK, `no such decision: ${verdict}`);
    counts.verdicts[verdict]++;
    if (events.kind[index] === KIND_MESSAGE) {
      counts.messages++;
      if ((events.idLow[index]! & SHAPE_MASK) === 0) {
        const { text, textStart } = events;
        countShape(counts.shape, text, textStart[index]!, textStart[index + 1]!, findings.links.count[index]! > 0);
        watch?.note(counts.shape, events, findings, index);
      }
    }
    for (let rest = evidence[index]!; rest !== 0; rest &= rest - 1) counts.evidence[31 - Math.clz32(rest & -rest)]!++;
    const template = found[index]!;
    if (template >= 0) addMatches(counts, template, 1);
  }
}

function addMatches({ templates }: EventCounts, template: number, matches: number): void {
  templates.set(template, (templates.get(template) ?? 0) + matches);
}

export class ScreenTally {
  readonly counts = noCounts();
  /** Texts that were cut. */
  cut = 0;
  unlabelled = 0;
  readonly setAside: Record<SetAsideReason, number> = Object.fromEntries(
    Object.keys(SET_ASIDE_REASONS).map((reason) => [reason, 0]),
  ) as Record<SetAsideReason, number>;
  readonly #positive: PositiveLabels;
  readonly #labels = new Map<string, LabelCount>();

  constructor(positive: PositiveLabels) {
    this.#positive = positive;
  }

  get screened(): number {
    return sumOf(this.counts.verdicts);
  }

  /** Rows that were screened or set aside. */
  get rows(): number {
    return this.screened + this.quarantined;
  }

  get quarantined(): number {
    return sumOf(Object.values(this.setAside));
  }

  addSetAside(lines: readonly SetAside[]): void {
    for (const { reason } of lines) this.setAside[reason]++;
  }

  /** Of the rows with a label. `least`: the decision from which an event counts as positive. */
  confusion(least: "flag" | "block"): Confusion {
    const counts = { tp: 0, fp: 0, tn: 0, fn: 0 };
    for (const { positive, allow, flag, block } of this.#labels.values()) {
      const [taken, left] = least === "flag" ? [flag + block, allow] : [block, allow + flag];
      counts[positive ? "tp" : "fp"] += taken;
      counts[positive ? "fn" : "tn"] += left;
    }
    return counts;
  }

  /** In order of first appearance. */
  get labels(): LabelCount[] {
    return [...this.#labels.values()];
  }

  /** Throws "invariant" if counts do not add up. */
  check(): void {
    const labelled = sumOf(this.labels.map(({ allow, flag, block }) => allow + flag + block));
    if (labelled + this.unlabelled === this.screened) return;
    const counted = `${labelled} with a label and ${this.unlabelled} without`;
    throw new RingfenceError("invariant", `${this.screened} rows were screened, but ${counted} were counted`);
  }

  /** Adds the counts of a part. */
  add(counts: EventCounts): void {
    const sums = this.counts;
    sums.messages += counts.messages;
    addShape(sums.shape, counts.shape);
    counts.verdicts.forEach((events, verdict) => (sums.verdicts[verdict]! += events));
    counts.evidence.forEach((events, kind) => (sums.evidence[kind]! += events));
    for (const [template, matches] of counts.templates) addMatches(sums, template, matches);
  }

  /** Counts the labels of rows in the order of the file. `decisions`: by row. */
  addLabels({ chunks, labels }: EventRows, decisions: Uint8Array): void {
    const counts = [...labels, null].map((label) => ({ label, rows: DECISIONS.map(() => 0) }));
    for (const [at, { events, rows }] of chunks.entries()) {
      for (let index = 0; index < events.count; index++) {
        const number = rows.label[index] === NO_LABEL ? labels.length : rows.label[index]!;
        counts[number]!.rows[decisions[at * CHUNK_ROWS + index]!]!++;
      }
    }
    for (const { label, rows } of counts) this.addLabel(label, rows);
  }

  /** Counts rows with a label, or without one. `rows`: by verdict. Labels come in the order of the file. */
  addLabel(written: string | null, rows: readonly number[]): void {
    if (written === null) {
      this.unlabelled += sumOf(rows);
      return;
    }
    const count = this.#countLabel(written.slice(0, MAX_LABEL_UNITS), this.#positive.matches(written));
    for (const [verdict, decision] of DECISIONS.entries()) count[decision] += rows[verdict]!;
  }

  #countLabel(label: string, positive: boolean): LabelCount {
    const known = this.#labels.get(label);
    if (known !== undefined && known.positive === positive) return known;
    const name = known === undefined && this.#labels.size < MAX_LABELS ? label : OTHER_LABELS;
    const key = name === label ? label : `${OTHER_LABELS}${positive}`;
    const count = this.#labels.get(key) ?? { label: name, positive, allow: 0, flag: 0, block: 0 };
    this.#labels.set(key, count);
    return count;
  }
}

const SHAPE_MASK = 7;
