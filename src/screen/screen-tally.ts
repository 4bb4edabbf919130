/** Counts the decisions on the rows of a file. */
import { scriptsFound } from "../detect/matcher/found.ts";
import { sumOf } from "../core/sum.ts";
import { assert } from "../core/assert.ts";
import { RingfenceError } from "../core/errors.ts";
import { type EventBatch, KIND_MESSAGE } from "../event/event-batch.ts";
import { addShape, countShape, emptyShape, type ShapeCounts } from "../detect/learned/message-shape.ts";
import type { ModelWatch } from "../detect/learned/model-watch.ts";
import { EVIDENCE } from "../detect/evidence.ts";
import { ALLOW, BLOCK, DECISIONS, FLAG, type Findings } from "../event/findings.ts";
import type { PositiveLabels } from "../rows/positive-labels.ts";
import { SET_ASIDE_REASONS, type SetAside, type SetAsideReason } from "../rows/row.ts";

/** The decision from which an event counts as positive. */
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

/** The counts of a tally, for another thread. */
export interface TallyCounts {
  readonly screened: number;
  readonly calls: number;
  readonly messages: number;
  readonly shape: Readonly<ShapeCounts>;
  readonly verdicts: readonly number[];
  readonly evidence: readonly number[];
  readonly templates: readonly (readonly [template: number, matches: number])[];
}

const SUMS = ["screened", "calls", "messages"] as const;

export class ScreenTally {
  screened = 0;
  calls = 0;
  messages = 0;
  cut = 0;
  /** Statistics of one message in eight, chosen by event id. */
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
  readonly #positive: PositiveLabels | null;
  readonly #labels = new Map<string, LabelCount>();
  readonly #confusion = { flag: { tp: 0, fp: 0, tn: 0, fn: 0 }, block: { tp: 0, fp: 0, tn: 0, fn: 0 } };

  /** `positive`: left out, labels are counted elsewhere. */
  constructor(positive: PositiveLabels | null = null) {
    this.#positive = positive;
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

  /** Counts a screened batch, without labels (`addLabel`). */
  addEvents(events: EventBatch, findings: Findings, watch: ModelWatch | null): void {
    const { decision, evidence } = findings.outcome;
    for (let index = 0; index < events.count; index++) {
      const verdict = decision[index]!;
      assert(verdict === ALLOW || verdict === FLAG || verdict === BLOCK, `no such decision: ${verdict}`);
      this.verdicts[verdict]++;
      if (events.kind[index] === KIND_MESSAGE) this.messages++;
      else this.calls++;
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

  /** Null if no row had a label. */
  confusion(verdict: PositiveVerdict): Confusion | null {
    return this.#labels.size === 0 ? null : this.#confusion[verdict];
  }

  /** In order of first appearance. */
  get labels(): LabelCount[] {
    return [...this.#labels.values()];
  }

  /** Throws "invariant" if counts do not add up. */
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

  get counts(): TallyCounts {
    const { screened, calls, messages, shape, verdicts, evidence, templates } = this;
    return { screened, calls, messages, shape, verdicts, evidence, templates: [...templates] };
  }

  /** Adds the counts of a part. */
  addCounts(counts: TallyCounts): void {
    for (const name of SUMS) this[name] += counts[name];
    addShape(this.shape, counts.shape);
    counts.verdicts.forEach((events, verdict) => (this.verdicts[verdict]! += events));
    counts.evidence.forEach((events, kind) => (this.evidence[kind]! += events));
    for (const [template, matches] of counts.templates) {
      this.templates.set(template, (this.templates.get(template) ?? 0) + matches);
    }
  }

  /** Counts rows with a label, or without one. `rows`: by verdict. Labels come in the order of the file. */
  addLabel(written: string | null, rows: readonly number[]): void {
    if (written === null) {
      this.unlabelled += sumOf(rows);
      return;
    }
    const positive = this.#positive?.matches(written) ?? false;
    const count = this.#countLabel(written.slice(0, MAX_LABEL_UNITS), positive);
    DECISIONS.forEach((decision, verdict) => {
      count[decision] += rows[verdict]!;
      addOutcomes(this.#confusion.flag, positive, verdict >= FLAG, rows[verdict]!);
      addOutcomes(this.#confusion.block, positive, verdict >= BLOCK, rows[verdict]!);
    });
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

function addOutcomes(confusion: Confusion, positive: boolean, taken: boolean, rows: number): void {
  if (positive) confusion[taken ? "tp" : "fn"] += rows;
  else confusion[taken ? "fp" : "tn"] += rows;
}

const SHAPE_MASK = 7;
