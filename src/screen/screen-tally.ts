/** Counts what screening decided of the rows of a file. Counts only: rates are the report's. */
import { scriptsFound } from "../detect/matcher/found.ts";
import { sumOf } from "../core/sum.ts";
import { assert } from "../core/assert.ts";
import { RingfenceError } from "../core/errors.ts";
import { type EventBatch, KIND_MESSAGE } from "../event/event-batch.ts";
import { addShape, countShape, emptyShape, type ShapeCounts } from "../detect/learned/message-shape.ts";
import type { ModelWatch } from "../detect/learned/model-watch.ts";
import { EVIDENCE } from "../detect/evidence.ts";
import { IDENTITY_FORMS } from "../event/identity.ts";
import { ALLOW, BLOCK, DECISIONS, FLAG, type Findings } from "../event/findings.ts";
import type { PositiveLabels } from "../rows/positive-labels.ts";
import { SET_ASIDE_REASONS, type SetAside, type SetAsideReason } from "../rows/row.ts";

/** From which decision on an event counts as taken for fraud. */
export const POSITIVE_VERDICTS = ["flag", "block"] as const;
export type PositiveVerdict = (typeof POSITIVE_VERDICTS)[number];

export interface Confusion {
  tp: number;
  fp: number;
  tn: number;
  fn: number;
}

interface LabelCount {
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

/** What a tally counted, for another thread to add. */
export interface TallyCounts {
  readonly screened: number;
  readonly calls: number;
  readonly messages: number;
  readonly cut: number;
  readonly elsewhere: number;
  readonly shape: Readonly<ShapeCounts>;
  readonly unlabelled: number;
  readonly verdicts: readonly number[];
  readonly evidence: readonly number[];
  readonly templates: readonly (readonly [template: number, matches: number])[];
  readonly setAside: Readonly<Record<SetAsideReason, number>>;
  /** In order of first appearance, by label and whether it means fraud. */
  readonly labels: readonly Readonly<LabelCount>[];
}

export class ScreenTally {
  screened = 0;
  calls = 0;
  messages = 0;
  /** Texts that were cut at MAX_TEXT_UNITS. */
  cut = 0;
  /** Callers whose numbers are written as in another country. */
  elsewhere = 0;
  /** Of one message in eight, by its identity: what they look like. */
  readonly shape = emptyShape();
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
  readonly #isPart: boolean;
  readonly #confusion = { flag: { tp: 0, fp: 0, tn: 0, fn: 0 }, block: { tp: 0, fp: 0, tn: 0, fn: 0 } };

  /** `isPart`: its counts are added to others, so it tells all labels apart. */
  constructor(positive: PositiveLabels, isPart = false) {
    this.#positive = positive;
    this.#isPart = isPart;
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

  /**
   * Counts a screened batch, but for the labels of its rows (`addLabel`). `watch`: of a model whose thresholds hold.
   */
  addEvents(events: EventBatch, findings: Findings, watch: ModelWatch | null): void {
    const { decision, evidence } = findings.outcome;
    for (let index = 0; index < events.count; index++) {
      const verdict = decision[index]!;
      assert(verdict === ALLOW || verdict === FLAG || verdict === BLOCK, `no such decision: ${verdict}`);
      this.verdicts[verdict]++;
      if (events.kind[index] === KIND_MESSAGE) this.messages++;
      else this.calls++;
      if (isElsewhere(events.caller[index]!)) this.elsewhere++;
      if (events.kind[index] === KIND_MESSAGE && (events.idLow[index]! & SHAPE_MASK) === 0) {
        const { text, textStart } = events;
        countShape(this.shape, text, textStart[index]!, textStart[index + 1]!, findings.links.count[index]! > 0);
        watch?.note(this.shape, events, findings, index);
      }
      for (let rest = evidence[index]!; rest !== 0; rest &= rest - 1) this.evidence[31 - Math.clz32(rest & -rest)]!++;
      const template = scriptsFound(findings).template[index]!;
      if (template >= 0) this.templates.set(template, (this.templates.get(template) ?? 0) + 1);
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

  /** What was counted, if this is a part of a tally. */
  get counts(): TallyCounts {
    const { screened, calls, messages, cut, elsewhere, shape, unlabelled, verdicts, evidence, setAside, labels } = this;
    const templates = [...this.templates];
    return {
      screened,
      calls,
      messages,
      cut,
      elsewhere,
      shape,
      unlabelled,
      verdicts,
      evidence,
      templates,
      setAside,
      labels,
    };
  }

  /** Adds the counts of a part, in the order of the file: further labels than the first so many are counted as one. */
  addCounts(counts: TallyCounts): void {
    this.screened += counts.screened;
    this.calls += counts.calls;
    this.messages += counts.messages;
    this.cut += counts.cut;
    this.elsewhere += counts.elsewhere;
    addShape(this.shape, counts.shape);
    this.unlabelled += counts.unlabelled;
    counts.verdicts.forEach((events, verdict) => (this.verdicts[verdict]! += events));
    counts.evidence.forEach((events, kind) => (this.evidence[kind]! += events));
    for (const [template, matches] of counts.templates) {
      this.templates.set(template, (this.templates.get(template) ?? 0) + matches);
    }
    for (const reason of Object.keys(this.setAside) as SetAsideReason[])
      this.setAside[reason] += counts.setAside[reason];
    for (const { label, positive, ...decided } of counts.labels) {
      const count = this.#countLabel(label, positive);
      DECISIONS.forEach((decision, verdict) => {
        count[decision] += decided[decision];
        addOutcomes(this.#confusion.flag, positive, verdict >= FLAG, decided[decision]);
        addOutcomes(this.#confusion.block, positive, verdict >= BLOCK, decided[decision]);
      });
    }
  }

  /** Counts the label of rows that were decided so. */
  addLabel(written: string | null, verdict: number, rows = 1): void {
    if (rows === 0) return;
    if (written === null) {
      this.unlabelled += rows;
      return;
    }
    const positive = this.#positive.matches(written);
    this.#countLabel(written.slice(0, MAX_LABEL_UNITS), positive)[DECISIONS[verdict]!] += rows;
    addOutcomes(this.#confusion.flag, positive, verdict >= FLAG, rows);
    addOutcomes(this.#confusion.block, positive, verdict >= BLOCK, rows);
  }

  #countLabel(label: string, positive: boolean): LabelCount {
    if (this.#isPart) return this.#labelOf(`${positive} ${label}`, label, positive);
    const known = this.#labels.get(label);
    if (known !== undefined && known.positive === positive) return known;
    const name = known === undefined && this.#labels.size < MAX_LABELS ? label : OTHER_LABELS;
    const key = name === label ? label : `${OTHER_LABELS}${positive}`;
    return this.#labelOf(key, name, positive);
  }

  #labelOf(key: string, label: string, positive: boolean): LabelCount {
    const known = this.#labels.get(key);
    if (known !== undefined) return known;
    const count = { label, positive, allow: 0, flag: 0, block: 0 };
    this.#labels.set(key, count);
    return count;
  }
}

function addOutcomes(confusion: Confusion, positive: boolean, taken: boolean, rows: number): void {
  if (positive) confusion[taken ? "tp" : "fn"] += rows;
  else confusion[taken ? "fp" : "tn"] += rows;
}

const SHAPE_MASK = 7;

const FORM_UNIT = 1e15;
const [PLAIN, DOUBLE_ZERO, PLUS] = (["plain", "doubleZero", "plus"] as const).map((form) =>
  IDENTITY_FORMS.indexOf(form),
);

/**
 * Whether a number, folded as the country's own, is none of it: from abroad still, or of ten digits without a code,
 * as North Americans write theirs (a Chinese mobile number has eleven).
 */
function isElsewhere(caller: number): boolean {
  const form = Math.floor(caller / FORM_UNIT);
  const value = caller - form * FORM_UNIT;
  if (form === PLAIN) return value >= 2e9 && value < 1e10;
  return (form === PLUS || form === DOUBLE_ZERO) && value >= 1e7 && !String(value).startsWith("86");
}
