/** Counts what screening decided of the rows of a file. Counts only: rates are the report's. */
import { sumOf } from "../core/sum.ts";
import { assert } from "../core/assert.ts";
import { RingfenceError } from "../core/errors.ts";
import { type EventBatch, KIND_MESSAGE } from "../event/event-batch.ts";
import { EVIDENCE } from "../detect/evidence.ts";
import { ALLOW, BLOCK, DECISIONS, FLAG, type Findings } from "../event/findings.ts";
import type { PositiveLabels } from "./positive-labels.ts";
import { type Row, SET_ASIDE_REASONS, type SetAside, type SetAsideReason } from "./row.ts";

/** From which decision on an event counts as taken for fraud. */
export const POSITIVE_VERDICTS = ["flag", "block"] as const;
export type PositiveVerdict = (typeof POSITIVE_VERDICTS)[number];

export interface Confusion {
  tp: number;
  fp: number;
  tn: number;
  fn: number;
}

export interface LabelCount {
  readonly label: string;
  /** Whether the label means fraud. */
  readonly positive: boolean;
  allow: number;
  flag: number;
  block: number;
}

/** A label column may turn out to be an identifier: beyond so many values, the rest is counted as one. */
const MAX_LABELS = 200;
export const OTHER_LABELS = "(other labels)";
const MAX_LABEL_UNITS = 80;

export class ScreenTally {
  screened = 0;
  calls = 0;
  messages = 0;
  /** Texts that were cut at MAX_TEXT_UNITS. */
  cut = 0;
  unlabelled = 0;
  /** By code of DECISIONS. */
  readonly verdicts: [number, number, number] = [0, 0, 0];
  /** Events by kind of evidence, in the order of EVIDENCE. */
  readonly evidence: number[] = EVIDENCE.map(() => 0);
  /** Matches by template number. */
  readonly templates = new Map<number, number>();
  readonly setAside: Record<SetAsideReason, number> = Object.fromEntries(
    Object.keys(SET_ASIDE_REASONS).map((reason) => [reason, 0]),
  ) as Record<SetAsideReason, number>;
  readonly #positive: PositiveLabels;
  readonly #labels = new Map<string, LabelCount>();
  /** Whether fraud, by a label's value as written. */
  readonly #confusion = { flag: { tp: 0, fp: 0, tn: 0, fn: 0 }, block: { tp: 0, fp: 0, tn: 0, fn: 0 } };

  constructor(positive: PositiveLabels) {
    this.#positive = positive;
  }

  /** Rows of the file: each was screened or set aside. */
  get rows(): number {
    return this.screened + this.quarantined;
  }

  get quarantined(): number {
    return sumOf(Object.values(this.setAside));
  }

  addSetAside(lines: readonly SetAside[]): void {
    for (const { reason } of lines) this.setAside[reason]++;
  }

  /** Counts a screened batch that was filled from rows [from, from + events.count). */
  addScreened(rows: readonly Row[], from: number, events: EventBatch, findings: Findings): void {
    const { decision, evidence } = findings.outcome;
    for (let index = 0; index < events.count; index++) {
      const verdict = decision[index]!;
      assert(verdict === ALLOW || verdict === FLAG || verdict === BLOCK, `no such decision: ${verdict}`);
      this.verdicts[verdict]++;
      if (events.kind[index] === KIND_MESSAGE) this.messages++;
      else this.calls++;
      for (let rest = evidence[index]!; rest !== 0; rest &= rest - 1) this.evidence[31 - Math.clz32(rest & -rest)]!++;
      const template = findings.match.template[index]!;
      if (template >= 0) this.templates.set(template, (this.templates.get(template) ?? 0) + 1);
      this.#addLabel(rows[from + index]!.label, verdict);
    }
    this.screened += events.count;
  }

  /** Decisions against labels, or null when no row had one. */
  confusion(verdict: PositiveVerdict): Confusion | null {
    return this.#labels.size === 0 ? null : this.#confusion[verdict];
  }

  /** By label value, in order of first appearance. */
  get labels(): LabelCount[] {
    return [...this.#labels.values()];
  }

  /** What must hold before anything is shown. Throws `invariant`. */
  check(): void {
    const decided = this.verdicts[ALLOW] + this.verdicts[FLAG] + this.verdicts[BLOCK];
    const labelled = this.labels.reduce((sum, label) => sum + label.allow + label.flag + label.block, 0);
    const { tp, fp, tn, fn } = this.#confusion.flag;
    const holds =
      decided === this.screened &&
      this.calls + this.messages === this.screened &&
      labelled + this.unlabelled === this.screened &&
      tp + fp + tn + fn === labelled;
    if (holds) return;
    throw new RingfenceError(
      "invariant",
      `${this.screened} rows were screened, but ${decided} were decided and ${labelled} + ${this.unlabelled} labelled and not`,
    );
  }

  #addLabel(written: string | null, verdict: number): void {
    if (written === null) {
      this.unlabelled++;
      return;
    }
    const positive = this.#positive.matches(written);
    this.#countLabel(written.slice(0, MAX_LABEL_UNITS), positive)[DECISIONS[verdict]!]++;
    addOutcome(this.#confusion.flag, positive, verdict >= FLAG);
    addOutcome(this.#confusion.block, positive, verdict >= BLOCK);
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

function addOutcome(confusion: Confusion, positive: boolean, taken: boolean): void {
  if (positive) confusion[taken ? "tp" : "fn"]++;
  else confusion[taken ? "fp" : "tn"]++;
}
