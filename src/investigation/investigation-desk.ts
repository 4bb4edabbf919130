/**
 * The investigation desk: complaints add up to cases, cases are worked off first come first served, and what they find
 * is listed. It is how the platform learns, and it is late: the zero-day gap is what passes until enough people
 * complain and somebody has looked.
 */
import { Agenda } from "../core/agenda.ts";
import { assert } from "../core/assert.ts";
import { RandomStream, unit } from "../core/random.ts";
import { HOURS_PER_DAY, HOUR_MS } from "../core/time.ts";
import type { Complaint } from "../event/complaint.ts";
import { domainKey } from "../event/domain-key.ts";
import { type Identity, canonicalIdentity } from "../event/identity.ts";
import type { InvestigationCounts } from "../event/investigation.ts";
import type { Lesson } from "../event/lesson.ts";

/** The scenario's group `investigations` satisfies it. */
export interface InvestigationSettings {
  /** Weight of complaints about one number that opens a case, and about one domain. */
  readonly complaints: number;
  readonly hostComplaints: number;
  readonly windowDays: number;
  /** 0: nobody investigates. */
  readonly casesPerHour: number;
  /** From taking up a case to its result. */
  readonly hours: number;
  /** Share of results that are wrong. */
  readonly mistakes: number;
  readonly publishHours: number;
}

/** Whom investigators find behind a number or domain, mistakes aside. */
export interface Inspector {
  isFraudulent(identity: Identity): boolean;
  isFraudulentHost(host: string): boolean;
}

/** Of the texts complained of in a case, so many different ones become scripts. */
const SCRIPTS_OF_A_CASE = 2;

/** All that is known of one number or domain. */
interface Suspect {
  readonly key: number;
  readonly subject: { readonly identity: Identity } | { readonly host: string };
  complaints: Complaint[];
  /** In work, or waiting for it. */
  isOpen: boolean;
  /** Cases so far: keys the draw of the next. */
  cases: number;
  /** Nothing is opened before: a suspect found honest is left alone for a window. */
  quietUntilMs: number;
}

export class InvestigationDesk {
  readonly #settings: InvestigationSettings;
  readonly #inspector: Inspector;
  readonly #draws: RandomStream;
  readonly #complaints = new Agenda<Complaint>();
  /** Suspects in work, or waiting for it, by when the result is due. */
  readonly #results = new Agenda<Suspect>();
  readonly #suspects = new Map<number, Suspect>();
  /** When an investigator is next free: one is, every hour / casesPerHour. */
  #freeMs = 0;
  /** What lies before is decided. */
  #untilMs = Number.NEGATIVE_INFINITY;
  readonly #counts = { complaints: 0, cases: 0, fraudulent: 0, honest: 0, wrong: 0 };

  constructor(settings: InvestigationSettings, seed: number, inspector: Inspector) {
    this.#settings = settings;
    this.#inspector = inspector;
    this.#draws = new RandomStream(seed, "investigation");
  }

  /**
   * Complaints, in an order that does not depend on batches; each counts from its own time on, which must not be past.
   */
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
   * What cases that end before `untilMs` come to, in order of time. The same however the time is cut, and complaints
   * handed over: at one and the same time, results come first. Scripts are published every so many hours, not before
   * `earliestTick`.
   */
  advance(untilMs: number, earliestTick = 0): Lesson[] {
    this.#untilMs = Math.max(this.#untilMs, untilMs);
    const lessons: Lesson[] = [];
    while (Math.min(this.#results.nextMs, this.#complaints.nextMs) < untilMs) {
      const nowMs = this.#results.nextMs;
      if (nowMs <= this.#complaints.nextMs) lessons.push(...this.#decide(this.#results.take()!, nowMs, earliestTick));
      else this.#file(this.#complaints.take()!);
    }
    return lessons;
  }

  statistics(): InvestigationCounts {
    const { cases, fraudulent, honest } = this.#counts;
    return { ...this.#counts, waiting: cases - fraudulent - honest };
  }

  #file(complaint: Complaint): void {
    this.#counts.complaints++;
    const { identity, host } = complaint;
    this.#weigh(this.#suspect(canonicalIdentity(identity), { identity }), complaint);
    if (host !== null) this.#weigh(this.#suspect(domainKey(host), { host }), complaint);
  }

  #suspect(key: number, subject: Suspect["subject"]): Suspect {
    const known = this.#suspects.get(key);
    if (known) return known;
    const suspect: Suspect = { key, subject, complaints: [], isOpen: false, cases: 0, quietUntilMs: 0 };
    this.#suspects.set(key, suspect);
    return suspect;
  }

  #weigh(suspect: Suspect, complaint: Complaint): void {
    const nowMs = complaint.timeMs;
    const { complaints, hostComplaints, windowDays, casesPerHour, hours } = this.#settings;
    const enough = "host" in suspect.subject ? hostComplaints : complaints;
    const sinceMs = nowMs - windowDays * HOURS_PER_DAY * HOUR_MS;
    // In order of time, as they are filed.
    while (suspect.complaints.length > 0 && suspect.complaints[0]!.timeMs < sinceMs) suspect.complaints.shift();
    suspect.complaints.push(complaint);
    if (suspect.isOpen || casesPerHour === 0 || nowMs < suspect.quietUntilMs) return;
    if (suspect.complaints.reduce((sum, { weight }) => sum + weight, 0) < enough) return;
    suspect.isOpen = true;
    suspect.cases++;
    this.#counts.cases++;
    const startMs = Math.max(nowMs, this.#freeMs);
    this.#freeMs = startMs + HOUR_MS / casesPerHour;
    this.#results.add(startMs + hours * HOUR_MS, suspect);
  }

  /** Who is found fraudulent may be investigated again for new complaints: the listing may have run out by then. */
  #decide(suspect: Suspect, nowMs: number, earliestTick: number): Lesson[] {
    const { mistakes, windowDays } = this.#settings;
    const { subject, key, complaints } = suspect;
    const isFraudulent =
      "host" in subject
        ? this.#inspector.isFraudulentHost(subject.host)
        : this.#inspector.isFraudulent(subject.identity);
    const word = this.#draws.drawByKey(key, suspect.cases)[0]!;
    const isWrong = unit(word) < mistakes;
    suspect.isOpen = false;
    suspect.complaints = [];
    if (isWrong) this.#counts.wrong++;
    if (isFraudulent === isWrong) {
      this.#counts.honest++;
      suspect.quietUntilMs = nowMs + windowDays * HOURS_PER_DAY * HOUR_MS;
      return [];
    }
    this.#counts.fraudulent++;
    const fromTick = Math.ceil(nowMs / HOUR_MS);
    if ("host" in subject) return [{ what: "host", host: subject.host, fromTick }];
    const listing: Lesson = { what: "identity", identity: subject.identity, fromTick };
    // Scripts are looked at twice: none is taken from an honest sender. Assumed.
    return isFraudulent ? [listing, ...this.#scripts(complaints, Math.max(fromTick, earliestTick))] : [listing];
  }

  #scripts(complaints: readonly Complaint[], tick: number): Lesson[] {
    const { publishHours } = this.#settings;
    const texts = new Set(complaints.flatMap(({ text, scriptKnown }) => (text === null || scriptKnown ? [] : text)));
    const fromTick = Math.ceil(tick / publishHours) * publishHours;
    return [...texts].slice(0, SCRIPTS_OF_A_CASE).map((text) => ({ what: "script", text, fromTick }));
  }
}
