/**
 * A platform that trains its model again, on what an operator can honestly have: texts of complaints with what
 * investigators decided of them, rightly or wrongly, and allowed messages of which nobody complained. What is right is
 * never asked: fraud that nobody reports is trained on as benign.
 */
import { RingfenceError } from "../core/errors.ts";
import { HOURS_PER_DAY, HOUR_MS } from "../core/time.ts";
import type { LearnedModel } from "../detect/learned/model.ts";
import type { NormaliserTable } from "../detect/normaliser/normaliser.ts";
import type { Complaint } from "../record/complaint.ts";
import { type Identity, canonicalIdentity } from "../event/identity.ts";
import type { BlocklistKey } from "../event/blocklist-key.ts";
import type { AllowedMessage, RetrainingStatement, Training } from "../record/retraining.ts";
import type { Scenario } from "../scenario/schema.ts";
import { type Example, ExampleTable } from "./examples.ts";
import { KeptTexts } from "./kept-texts.ts";
import { trainModel } from "./train-model.ts";

export type RetrainingSettings = Scenario["retraining"];

/** What the platform has listed, as of the tick last sealed. */
export interface Listed {
  isListed(key: BlocklistKey): boolean;
  isListedHost(host: string): boolean;
}

/** A model, and the tick from which it screens. */
export interface TrainedModel {
  readonly model: LearnedModel;
  readonly fromTick: number;
}

export interface RetrainingOptions {
  readonly settings: RetrainingSettings;
  readonly seed: number;
  /** No model comes into force from this hour on. */
  readonly hours: number;
  /** Its weights may be added in part, as rows that were held out decide. */
  readonly base: LearnedModel | null;
  readonly normaliser: NormaliserTable;
  readonly listed: Listed;
}

/** As the model that ships: the text of a message alone, whoever sent it. */
const READS = { raw: true, sender: false } as const;

/** The newest texts of fraud that are kept, and of benign ones. Design: a training takes some 0.2 ms a text. */
const ROWS_OF_CLASS = 3000;
/** So many times what it blocks a model may flag; and so much at least, where nobody says what it may block. */
const FLAGGED_TIMES = 10;
const FLAGGED_LEAST = (benign: number): number => Math.max(0.01, 1.5 / benign);

/** What a training costs: the work, the tests. Assumed. */
const TRAINING_YUAN = 3000;
/** What it costs to keep the text of a case with the decision on it. Assumed. */
const LABEL_YUAN = 2;

export class Retraining {
  readonly #options: RetrainingOptions;
  readonly #everyTicks: number;
  readonly #delayTicks: number;
  readonly #quietMs: number;
  readonly #kept: KeptTexts;
  /** Allowed messages that wait, in order of time, from `#nextWaiting` on. */
  #waiting: AllowedMessage[] = [];
  #nextWaiting = 0;
  /** Texts complained of lately, and when last; in order of time. */
  readonly #complained = new Map<string, number>();
  readonly #trainings: Training[] = [];
  readonly #counts = { labelledFraud: 0, labelledBenign: 0, drawn: 0, quiet: 0 };

  constructor(options: RetrainingOptions) {
    const { everyDays, delayDays, quietDays } = options.settings;
    this.#options = options;
    this.#everyTicks = Math.max(1, Math.round(everyDays * HOURS_PER_DAY));
    this.#delayTicks = Math.round(delayDays * HOURS_PER_DAY);
    this.#quietMs = quietDays * HOURS_PER_DAY * HOUR_MS;
    this.#kept = new KeptTexts(ROWS_OF_CLASS);
  }

  /** Complaints as they are made, in order of time. */
  noteComplaints(complaints: readonly Complaint[]): void {
    for (const { text, timeMs } of complaints) {
      if (text === null) continue;
      this.#complained.delete(text);
      this.#complained.set(text, timeMs);
    }
  }

  /** The complaints of a case that was decided, in order of time. */
  noteDecided(complaints: readonly Complaint[], isFraud: boolean): void {
    for (const { text, identity } of complaints) {
      if (text === null) continue;
      this.#counts[isFraud ? "labelledFraud" : "labelledBenign"]++;
      this.#kept.add(exampleOf(text, identity, isFraud ? "fraud" : "dismissed"));
    }
  }

  /** Allowed messages that were drawn in a tick, in order of time. */
  noteAllowed(messages: readonly AllowedMessage[]): void {
    this.#counts.drawn += messages.length;
    for (const message of messages) this.#waiting.push(message);
  }

  /**
   * The model that is trained at a tick, if any. Ticks follow one another. Cost: in a tick of training some 0.2 ms a
   * text that is kept.
   */
  advance(tick: number): TrainedModel | null {
    this.#takeQuiet(tick * HOUR_MS);
    const fromTick = tick + this.#delayTicks;
    if (tick === 0 || tick % this.#everyTicks !== 0 || fromTick >= this.#options.hours) return null;
    if (this.#trained === this.#options.settings.trainings) return null;
    const { fraud, benign } = this.#kept;
    const trained = this.#train();
    const isTrained = typeof trained !== "string";
    this.#trainings.push({
      tick,
      fraud,
      benign,
      fromTick: isTrained ? fromTick : null,
      reason: isTrained ? null : trained,
    });
    return isTrained ? { model: trained, fromTick } : null;
  }

  get #trained(): number {
    return this.#trainings.filter(({ fromTick }) => fromTick !== null).length;
  }

  statement(): RetrainingStatement {
    const { labelledFraud, labelledBenign } = this.#counts;
    const yuan = this.#trained * TRAINING_YUAN + (labelledFraud + labelledBenign) * LABEL_YUAN;
    return { trainings: this.#trainings, ...this.#counts, yuan };
  }

  /** Messages that have waited long enough; in order of time, so the first that has not ends it. */
  #takeQuiet(nowMs: number): void {
    const { listed } = this.#options;
    const sinceMs = nowMs - this.#quietMs;
    for (; this.#nextWaiting < this.#waiting.length; this.#nextWaiting++) {
      const { text, caller, hosts, timeMs } = this.#waiting[this.#nextWaiting]!;
      if (timeMs > sinceMs) break;
      if (this.#complained.has(text) || listed.isListed(canonicalIdentity(caller as Identity))) continue;
      if (hosts.some((host) => listed.isListedHost(host))) continue;
      this.#counts.quiet++;
      this.#kept.add(exampleOf(text, caller as Identity, "quiet"));
    }
    if (this.#nextWaiting > 1000) {
      this.#waiting = this.#waiting.slice(this.#nextWaiting);
      this.#nextWaiting = 0;
    }
    for (const [text, timeMs] of this.#complained) {
      if (timeMs >= sinceMs) break;
      this.#complained.delete(text);
    }
  }

  /** The model, or in words why there is none. */
  #train(): LearnedModel | string {
    const { settings, seed, base, normaliser } = this.#options;
    const { minRows, blockedBenign } = settings;
    const { fraud, benign } = this.#kept;
    // A share of which less than one row may be blocked sets no threshold.
    const minBenign = blockedBenign === 0 ? minRows : Math.max(minRows, Math.ceil(1 / blockedBenign));
    if (fraud < minRows) return `${fraud} texts of fraud, of ${minRows} that it takes`;
    if (benign < minBenign) return `${benign} benign texts, of ${minBenign} that it takes`;
    try {
      return trainModel(new ExampleTable(this.#kept.examples, normaliser, READS), {
        reads: READS,
        seed,
        blockedBenign: blockedBenign === 0 ? null : blockedBenign,
        flagged: (blocked, rows) => Math.max(FLAGGED_TIMES * blocked, blockedBenign === 0 ? FLAGGED_LEAST(rows) : 0),
        files: [],
        date: null,
        base,
      });
    } catch (error) {
      if (error instanceof RingfenceError && error.code === "noData") return error.message;
      throw error;
    }
  }
}

function exampleOf(text: string, caller: Identity, label: string): Example {
  return { text, isFraud: label === "fraud", label, caller, direction: 0 };
}
