/**
 * The investigation desk: complaints add up to cases, cases are worked off first come first served, and findings are
 * listed. So the platform learns late: the zero-day gap lasts until enough people have complained and somebody has
 * looked. A line that calls many people in a day may be cut off at its first complaint, before anybody looks: that stops
 * gangs early, and couriers, doctors and teachers too. Owners listed by mistake appeal, and so do a few gangs; who is
 * listed stays so until then. An appeal is decided as a case is, with the same share of mistakes.
 */
import type { BlocklistKey } from "../../event/blocklist-key.ts";
import { Agenda } from "../../core/agenda.ts";
import { assert } from "../../core/assert.ts";
import { KeyIndex, NO_VALUE } from "../../core/key-index.ts";
import { lognormal } from "../../core/distributions.ts";
import { RandomStream, unit } from "../../core/random.ts";
import { DAY_MS, HOUR_MS } from "../../core/time.ts";
import { isApp } from "../../record/app.ts";
import type { Complaint } from "../../record/complaint.ts";
import { domainKey } from "../../event/link/domain-key.ts";
import { type CanonicalIdentity, type Identity, canonicalIdentity } from "../../event/identity.ts";
import type { InvestigationCounts, ListingUpdate } from "../../record/investigation.ts";
import type { Scenario } from "../../scenario/schema.ts";

export interface GroundTruth {
  isFraudulent(identity: Identity): boolean;
  isFraudulentHost(host: string): boolean;
}

/** Complaints about an app that open a case: nobody has it but victims. Assumed; changes no headline figure. */
const APP_COMPLAINTS = 12;
/** Gangs that appeal: most take another number. Assumed. */
const GANG_APPEALS = 0.1;
/** Median time until a holder appeals. Assumed; changes no headline figure. */
const APPEAL_HOURS = 24;
/** Spread of that time, as of a report. Assumed. */
const APPEAL_SIGMA = 0.8;
/** It takes effect after the listing does. */
const MIN_APPEAL_MS = 2 * HOUR_MS;

const SCRIPTS_OF_A_CASE = 2;

const WEEK_MS = 7 * DAY_MS;

interface Suspect {
  readonly key: BlocklistKey;
  readonly host: string | null;
  complaints: Complaint[];
  isOpen: boolean;
  /** Keys the draw of the next. */
  cases: number;
  /** Earliest next case: a suspect found benign is left alone for a window. */
  quietUntilMs: number;
  /** Cut off, or listed by mistake: an operator looks at it again after this. */
  cutUntilMs: number;
}

export class InvestigationDesk {
  readonly #settings: Scenario["investigations"];
  readonly #groundTruth: GroundTruth;
  readonly #draws: RandomStream;
  readonly #complaints = new Agenda<Complaint>();
  readonly #results = new Agenda<Suspect>();
  readonly #appeals = new Agenda<Suspect>();
  readonly #outgoing: Scenario["operators"]["outgoing"];
  readonly #outgoingDraws: RandomStream;
  readonly #appealDraws: RandomStream;
  readonly #places = new KeyIndex();
  readonly #suspects: Suspect[] = [];
  /** When an investigator is next free: one is, every hour / casesPerHour. */
  #freeMs = 0;
  #untilMs = Number.NEGATIVE_INFINITY;
  readonly #counts = {
    complaints: 0,
    cases: 0,
    fraudulent: 0,
    benign: 0,
    wrong: 0,
    cutOff: 0,
    cutOffWrongly: 0,
    appeals: 0,
  };

  constructor(
    settings: Scenario["investigations"],
    outgoing: Scenario["operators"]["outgoing"],
    seed: number,
    groundTruth: GroundTruth,
  ) {
    this.#outgoing = outgoing;
    this.#outgoingDraws = new RandomStream(seed, "operator-outgoing");
    this.#appealDraws = new RandomStream(seed, "appeal");
    this.#settings = settings;
    this.#groundTruth = groundTruth;
    this.#draws = new RandomStream(seed, "investigation");
  }

  /** Complaints in an order that does not depend on batches; each counts from its own time, which must not be past. */
  take(complaints: readonly Complaint[]): void {
    for (const complaint of complaints) {
      const { timeMs } = complaint;
      assert(
        timeMs >= this.#untilMs,
        () => `a complaint of ${timeMs} ms comes after the desk was brought to ${this.#untilMs} ms`,
      );
      this.#complaints.add(timeMs, complaint);
    }
  }

  /**
   * Results of cases that end before `untilMs`, lines cut off and appeals, in order of time. They do not depend on how
   * the time is cut, or when complaints are handed over: at the same time, results come first, then appeals. Scripts
   * are published every so many hours, not before `earliestTick`.
   */
  advance(untilMs: number, earliestTick = 0): ListingUpdate[] {
    this.#untilMs = Math.max(this.#untilMs, untilMs);
    const updates: ListingUpdate[] = [];
    for (;;) {
      const nowMs = Math.min(this.#results.nextMs, this.#appeals.nextMs, this.#complaints.nextMs);
      if (nowMs >= untilMs) return updates;
      if (nowMs === this.#results.nextMs) this.#decide(this.#results.take()!, nowMs, earliestTick, updates);
      else if (nowMs === this.#appeals.nextMs) this.#hear(this.#appeals.take()!, nowMs, updates);
      else this.#file(this.#complaints.take()!, updates);
    }
  }

  /** Of somebody who was blocked without a case. */
  awaitAppeal(key: CanonicalIdentity, nowMs: number): void {
    this.#awaitAppeal(this.#suspect(key, null), nowMs);
  }

  statistics(): InvestigationCounts {
    const { cases, fraudulent, benign } = this.#counts;
    return { ...this.#counts, waiting: cases - fraudulent - benign };
  }

  #file(complaint: Complaint, updates: ListingUpdate[]): void {
    this.#counts.complaints++;
    const { identity, host, app } = complaint;
    const caller = this.#suspect(canonicalIdentity(identity), null);
    this.#weigh(caller, complaint);
    this.#askOperator(caller, complaint, updates);
    if (host !== null) this.#weigh(this.#suspect(domainKey(host), host), complaint);
    if (app !== null) this.#weigh(this.#suspect(domainKey(app), app), complaint);
  }

  #suspect(key: BlocklistKey, host: string | null): Suspect {
    const place = this.#places.get(key);
    if (place !== NO_VALUE) return this.#suspects[place]!;
    const suspect: Suspect = { key, host, complaints: [], isOpen: false, cases: 0, quietUntilMs: 0, cutUntilMs: 0 };
    this.#places.set(key, this.#suspects.push(suspect) - 1);
    return suspect;
  }

  #weigh(suspect: Suspect, complaint: Complaint): void {
    const nowMs = complaint.timeMs;
    const { windowDays, casesPerHour, hours } = this.#settings;
    const sinceMs = nowMs - windowDays * DAY_MS;
    while (suspect.complaints.length > 0 && suspect.complaints[0]!.timeMs < sinceMs) suspect.complaints.shift();
    // Most never get a second complaint: an array of one takes no spare memory, one that grows holds sixteen.
    if (suspect.complaints.length === 0) suspect.complaints = [complaint];
    else suspect.complaints.push(complaint);
    if (suspect.isOpen || casesPerHour === 0 || nowMs < suspect.quietUntilMs) return;
    if (suspect.complaints.reduce((sum, { weight }) => sum + weight, 0) < this.#enough(suspect)) return;
    suspect.isOpen = true;
    suspect.cases++;
    this.#counts.cases++;
    const startMs = Math.max(nowMs, this.#freeMs);
    this.#freeMs = startMs + HOUR_MS / casesPerHour;
    this.#results.add(startMs + hours * HOUR_MS, suspect);
  }

  #askOperator(caller: Suspect, { timeMs: nowMs, called }: Complaint, updates: ListingUpdate[]): void {
    const key = caller.key as CanonicalIdentity;
    if (called === 0 || nowMs < caller.cutUntilMs || !this.#isCutOff(key, called, nowMs)) return;
    this.#counts.cutOff++;
    caller.cutUntilMs = this.#afterWindow(nowMs);
    updates.push({ what: "identity", identity: key, fromTick: Math.ceil(nowMs / HOUR_MS) });
    if (!this.#groundTruth.isFraudulent(key)) this.#counts.cutOffWrongly++;
    this.#awaitAppeal(caller, nowMs);
  }

  /** The same lines all week, and others in the next. */
  #isCutOff(line: BlocklistKey, called: number, nowMs: number): boolean {
    const { people, cutShare } = this.#outgoing;
    return called >= people && unit(this.#outgoingDraws.drawByKey(line, Math.floor(nowMs / WEEK_MS))[0]!) < cutShare;
  }

  #awaitAppeal(suspect: Suspect, nowMs: number): void {
    const words = this.#appealDraws.drawByKey(suspect.key, Math.floor(nowMs / HOUR_MS));
    if (this.#isFraudulent(suspect) && unit(words[2]!) >= GANG_APPEALS) return;
    const delayMs = lognormal(words[0]!, words[1]!, APPEAL_HOURS * HOUR_MS, APPEAL_SIGMA);
    this.#appeals.add(nowMs + Math.max(MIN_APPEAL_MS, delayMs), suspect);
  }

  #hear(suspect: Suspect, nowMs: number, updates: ListingUpdate[]): void {
    const word = this.#appealDraws.drawByKey(suspect.key, Math.floor(nowMs / HOUR_MS))[3]!;
    if (this.#isFraudulent(suspect) !== this.#isMistake(word)) return;
    this.#counts.appeals++;
    suspect.quietUntilMs = this.#afterWindow(nowMs);
    suspect.cutUntilMs = suspect.quietUntilMs;
    updates.push({ what: "cleared", key: suspect.key, fromTick: Math.ceil(nowMs / HOUR_MS) });
  }

  #afterWindow(nowMs: number): number {
    return nowMs + this.#settings.windowDays * DAY_MS;
  }

  #enough({ host }: Suspect): number {
    const { complaints, hostComplaints } = this.#settings;
    if (host === null) return complaints;
    return isApp(host) ? APP_COMPLAINTS : hostComplaints;
  }

  /** A suspect found fraudulent may be investigated again for new complaints: its listing may have expired by then. */
  #decide(suspect: Suspect, nowMs: number, earliestTick: number, updates: ListingUpdate[]): void {
    const { key, host, complaints } = suspect;
    const isFraudulent = this.#isFraudulent(suspect);
    const words = this.#draws.drawByKey(key, suspect.cases);
    const isWrong = this.#isMistake(words[0]!);
    suspect.isOpen = false;
    suspect.complaints = [];
    if (isWrong) this.#counts.wrong++;
    if (isFraudulent === isWrong) {
      this.#counts.benign++;
      suspect.quietUntilMs = this.#afterWindow(nowMs);
      return;
    }
    this.#counts.fraudulent++;
    this.#awaitAppeal(suspect, nowMs);
    const fromTick = Math.ceil(nowMs / HOUR_MS);
    if (host !== null) {
      updates.push({ what: "host", host, fromTick });
      return;
    }
    updates.push({ what: "identity", identity: key as CanonicalIdentity, fromTick, isConfirmed: true });
    // Scripts are looked at a second time, with the same share of mistakes. Assumed.
    if (isFraudulent !== this.#isMistake(words[1]!))
      this.#learnScripts(complaints, Math.max(fromTick, earliestTick), updates);
  }

  #isFraudulent({ key, host }: Suspect): boolean {
    if (host !== null) return this.#groundTruth.isFraudulentHost(host);
    return this.#groundTruth.isFraudulent(key as CanonicalIdentity);
  }

  #isMistake(word: number): boolean {
    return unit(word) < this.#settings.mistakes;
  }

  #learnScripts(complaints: readonly Complaint[], tick: number, updates: ListingUpdate[]): void {
    const { publishHours } = this.#settings;
    const fromTick = Math.ceil(tick / publishHours) * publishHours;
    const texts: string[] = [];
    for (const { text, scriptKnown } of complaints) {
      if (text === null || scriptKnown || texts.includes(text)) continue;
      updates.push({ what: "script", text, fromTick });
      if (texts.push(text) === SCRIPTS_OF_A_CASE) return;
    }
  }
}
