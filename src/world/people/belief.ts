/**
 * Whether a victim still believes the fraudster. Belief and persuasion are set against each other, in logits:
 *
 *     belief      base + what the person is like + steps done + days engaged + money already sent, made positive:
 *                 every engaged person believes, and a warning of no worth persuades nobody
 *     persuasion  warnings heard in the episode: the strongest counts fully, each further one less; all of it fades
 *
 * A person who denies the fraud in a talk holds to it: each denial, like each false alarm, lowers the worth of the
 * platform's later warnings. A relative's word and a bank's question keep their worth.
 *
 * A warning that exceeds belief by `hesitation` makes the person break off at once. One that exceeds it by less leaves
 * a doubt. When the transfer is due, the rest of the doubt is compared with the belief at that time.
 */
import { normal } from "../../core/distributions.ts";
import { RandomStream } from "../../core/random.ts";
import { DAY_MS, HOUR_MS } from "../../core/time.ts";
import type { Delivery } from "../../record/warning.ts";
import type { Scenario } from "../../scenario/schema.ts";

/** The relative worth of a warning to each age band. Assumed: the oldest trust callers least. */
const TRUST_BY_AGE = [1, 1.05, 1, 0.97, 0.92];

/** What belief depends on in an episode. */
export interface Believer {
  readonly gang: number;
  readonly target: number;
  readonly engagedMs: number;
  /** Steps done. A person who waits for another link has done `resume` steps instead. */
  readonly step: number;
  readonly resume: number | null;
  /** Sent in a first transfer. */
  readonly sentYuan: number;
  /** What each warning heard is worth at `heardMs`, in logits, in descending order. */
  heard: number[];
  /** In the future while the fraudster cannot talk back. */
  heardMs: number;
}

/** What makes somebody doubt. */
interface Question {
  readonly timeMs: number;
  /** Persuasion, in logits. */
  readonly worth: number;
}

/** A microsecond for each question. Draws are keyed by gang and target. */
export class Belief {
  readonly #settings: Scenario["belief"];
  readonly #draws: RandomStream;
  /** Warnings heard once: the first hearing decides whether one came in vain. */
  readonly #known = new Set<number>();
  /** When each subscriber heard or denied what they hold to be false, in order; what is forgotten goes at the next. */
  readonly #falseAlarms = new Map<number, number[]>();

  constructor({ belief }: Scenario, seed: number) {
    this.#settings = belief;
    this.#draws = new RandomStream(seed, "belief");
  }

  /** Somebody who is in no episode hears a warning. */
  hearInVain({ warning, subscriber, timeMs }: Delivery): void {
    if (this.#known.has(warning)) return;
    this.#known.add(warning);
    this.#holdFalse(subscriber, timeMs);
  }

  /** Somebody in an episode has said that all is well, and from now on stands by it. */
  deny({ subscriber, timeMs }: Delivery): void {
    this.#holdFalse(subscriber, timeMs);
  }

  #holdFalse(subscriber: number, timeMs: number): void {
    this.#falseAlarms.set(subscriber, [...this.#remembered(subscriber, timeMs), timeMs]);
  }

  /** Somebody in an episode hears a warning: true if he or she breaks off. */
  hear(person: Believer, delivery: Delivery, ageBand: number): boolean {
    this.#known.add(delivery.warning);
    const { subscriber, timeMs, channel } = delivery;
    const worth = this.#settings[channel] * (channel === "family" ? 1 : this.#trustOf(subscriber, timeMs));
    return this.isAsked(person, { timeMs, worth }, ageBand);
  }

  /** The same for a question that anybody asks. Its worth is for a person who trusts warnings fully. */
  isAsked(person: Believer, question: Question, ageBand: number): boolean {
    this.#fadeTo(person, question.timeMs);
    person.heard.push(question.worth * TRUST_BY_AGE[ageBand]!);
    person.heard.sort((a, b) => b - a);
    return this.#doubt(person, question.timeMs) > this.#settings.hesitation;
  }

  /** Whether the person pays when a transfer is due. A person without a warning always pays. */
  pays(person: Believer, timeMs: number): boolean {
    return person.heard.length === 0 || this.#doubt(person, timeMs) <= 0;
  }

  /** From `fromMs` until `untilMs` the fraudster cannot talk back: what was heard does not fade. */
  hush(person: Believer, fromMs: number, untilMs: number): void {
    this.#fadeTo(person, fromMs);
    person.heardMs = Math.max(person.heardMs, untilMs);
  }

  /** By how much persuasion exceeds belief. */
  #doubt(person: Believer, timeMs: number): number {
    let persuasion = 0;
    let factor = this.#remains(person, timeMs);
    for (const worth of person.heard) {
      persuasion += factor * worth;
      factor *= this.#settings.repeated;
    }
    return persuasion - this.#beliefOf(person, timeMs);
  }

  #beliefOf({ gang, target, engagedMs, step, resume, sentYuan }: Believer, timeMs: number): number {
    const { base, spread, perStep, perDay, moneySent } = this.#settings;
    const words = this.#draws.draw(gang, target);
    const grown =
      perStep * (resume ?? step) + (perDay * (timeMs - engagedMs)) / DAY_MS + (sentYuan > 0 ? moneySent : 0);
    return positive(base + spread * normal(words[0]!, words[1]!) + grown);
  }

  /** What is left of trust in those who warn. */
  #trustOf(subscriber: number, timeMs: number): number {
    let left = 1;
    for (const _ of this.#remembered(subscriber, timeMs)) left *= this.#settings.falseAlarmFactor;
    return left;
  }

  /** All fades alike, so the order stays. */
  #fadeTo(person: Believer, timeMs: number): void {
    if (timeMs <= person.heardMs) return;
    const remains = this.#remains(person, timeMs);
    person.heard = person.heard.map((worth) => worth * remains);
    person.heardMs = timeMs;
  }

  #remains({ heardMs }: Believer, timeMs: number): number {
    if (timeMs <= heardMs) return 1;
    return Math.exp((-Math.LN2 * (timeMs - heardMs)) / (this.#settings.halfLifeHours * HOUR_MS));
  }

  #remembered(subscriber: number, nowMs: number): number[] {
    const sinceMs = nowMs - this.#settings.falseAlarmDays * DAY_MS;
    return (this.#falseAlarms.get(subscriber) ?? []).filter((timeMs) => timeMs >= sinceMs);
  }
}

/** The softplus ln(1 + e^x): above 0, and x where that is large. */
function positive(x: number): number {
  return x > 30 ? x : Math.log(1 + Math.exp(x));
}
