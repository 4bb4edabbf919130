/**
 * Episodes, on the main thread: who is worked on by which gang, from when, and how it ends; episode-course.ts has the
 * steps between. Some 40,000 a run, 2,000 at a time; a few microseconds for each contact, act and delivery.
 */
import { Agenda } from "../../core/agenda.ts";
import { assert } from "../../core/assert.ts";
import { HOURS_PER_DAY } from "../../core/time.ts";
import type { Act } from "../../record/act.ts";
import type { BankStatement } from "../../record/bank.ts";
import type { Complaint } from "../../record/complaint.ts";
import type { EpisodeOutcome, EpisodeRecord, OngoingEpisode } from "../../record/episode.ts";
import type { Delivery } from "../../record/warning.ts";
import { Belief } from "../people/belief.ts";
import { Accounts } from "../gangs/accounts.ts";
import type { Contact, FollowUp } from "../gangs/contact.ts";
import { EpisodeCourse, type EpisodeDue, type Surroundings } from "./episode-course.ts";
import { EpisodePace } from "./episode-pace.ts";
import { HeldTransfers } from "./held-transfers.ts";
import { Episode, deadlineOf, recordOf } from "./episode.ts";
import { VictimReports } from "./victim-reports.ts";
import { RingfenceError } from "../../core/errors.ts";

/** A person's stance to a warning just heard. Truth: it never leaves the world. */
export type Stance = "inNoEpisode" | "persuaded" | "unmoved";

type Due = EpisodeDue | { readonly what: "complaint"; readonly complaint: Complaint };

export class EpisodeTable {
  readonly #options: Surroundings;
  readonly #pace: EpisodePace;
  readonly #belief: Belief;
  readonly #course: EpisodeCourse;
  readonly #held: HeldTransfers | null;
  readonly #reports: VictimReports;
  /** Episodes that have not ended, by subscriber: nobody is in two at once. */
  readonly #open = new Map<number, Episode>();
  readonly #suspendedMs = new Map<number, number>();
  readonly #records: EpisodeRecord[] = [];
  /** Episodes whose money may come back, by the index of their record. */
  readonly #ended = new Map<number, Episode>();
  readonly #agenda = new Agenda<Due>();
  #contacts: Contact[] = [];
  #nextContact = 0;
  #nowMs = 0;
  #complaints: Complaint[] = [];

  constructor(options: Surroundings) {
    const { scenario, seed, subscribers, bank, banks, accounts = new Accounts(seed) } = options;
    this.#options = options;
    this.#pace = new EpisodePace(scenario, seed);
    this.#belief = new Belief(scenario, seed);
    const shared = { scenario, seed, subscribers, bank, accounts, belief: this.#belief };
    this.#held = banks ? new HeldTransfers({ ...shared, banks }) : null;
    this.#course = new EpisodeCourse({
      ...options,
      accounts,
      pace: this.#pace,
      belief: this.#belief,
      held: this.#held,
      agenda: this.#agenda,
      end: (episode, endMs, outcome) => this.#end(episode, endMs, outcome),
    });
    this.#reports = new VictimReports(scenario, seed);
  }

  /** Contacts of one window, in order of time; they happen when `advance` passes them. */
  take(contacts: readonly Contact[]): void {
    this.#contacts = [...this.#contacts.slice(this.#nextContact), ...contacts];
    this.#nextContact = 0;
    let lastMs = this.#nowMs;
    for (const { timeMs } of this.#contacts) {
      assert(timeMs >= lastMs, () => `contacts must come in order of time, got ${timeMs} ms after ${lastMs} ms`);
      lastMs = timeMs;
    }
  }

  /** All events before `untilMs`, in order of time; contacts before other events of the same time. */
  advance(untilMs: number): void {
    for (;;) {
      const contact = this.#contacts[this.#nextContact];
      const contactMs = contact?.timeMs ?? Number.POSITIVE_INFINITY;
      const dueMs = this.#agenda.nextMs;
      if (Math.min(contactMs, dueMs) >= untilMs) break;
      if (contact !== undefined && contactMs <= dueMs) {
        this.#nextContact++;
        this.#meet(contact);
      } else {
        this.#happen(dueMs, this.#agenda.take()!);
      }
    }
    this.#nowMs = Math.max(this.#nowMs, untilMs);
  }

  isLineHeld(subscriber: number): boolean {
    return this.#open.has(subscriber) && this.#nowMs >= (this.#suspendedMs.get(subscriber) ?? 0);
  }

  /** Brings the table to the time of the delivery. A person who is persuaded ends the episode. */
  hear(delivery: Delivery): Stance {
    assert(delivery.timeMs >= this.#nowMs, () => `a delivery at ${delivery.timeMs} ms came after ${this.#nowMs} ms`);
    this.advance(delivery.timeMs);
    const episode = this.#open.get(delivery.subscriber);
    if (episode === undefined) {
      this.#belief.hearInVain(delivery);
      return "inNoEpisode";
    }
    const ageBand = this.#options.subscribers.ageBand[delivery.subscriber]!;
    if (!this.#belief.hear(episode, delivery, ageBand)) return "unmoved";
    this.#end(episode, delivery.timeMs, "heeded");
    return "persuaded";
  }

  deny(delivery: Delivery): void {
    this.#belief.deny(delivery);
  }

  suspend(subscriber: number, untilMs: number): void {
    this.#suspendedMs.set(subscriber, Math.max(untilMs, this.#suspendedMs.get(subscriber) ?? 0));
    const episode = this.#open.get(subscriber);
    // A chat app needs no line.
    if (episode !== undefined && episode.chat === null) this.#belief.hush(episode, this.#nowMs, untilMs);
  }

  takeFollowUps(): FollowUp[] {
    return this.#course.takeFollowUps();
  }

  takeActs(): Act[] {
    return this.#course.takeActs();
  }

  takeComplaints(): Complaint[] {
    const taken = this.#complaints;
    this.#complaints = [];
    return taken;
  }

  get open(): number {
    return this.#open.size;
  }

  underWay(): Iterable<OngoingEpisode> {
    return this.#open.values();
  }

  heldTransfers(): BankStatement["victims"] | null {
    return this.#held?.statement() ?? null;
  }

  /** In the order in which they ended. It grows. */
  get ended(): readonly EpisodeRecord[] {
    return this.#records;
  }

  records(): EpisodeRecord[] {
    return this.#records
      .map((record, at) => withReturned(record, this.#ended.get(at)))
      .toSorted((a, b) => a.gang - b.gang || a.target - b.target);
  }

  #meet(made: Contact): void {
    const { gang, target, step, attempt, subscriber } = made;
    const isSuspended = made.timeMs < (this.#suspendedMs.get(subscriber) ?? 0);
    const contact = isSuspended ? { ...made, delivered: false } : made;
    const episode = this.#open.get(subscriber);
    if (step === 0 && attempt === 0) {
      if (episode === undefined && !isSuspended) this.#engage(contact);
      return;
    }
    // A gang learns that an episode is over by being ignored.
    if (episode === undefined || episode.gang !== gang || episode.target !== target) return;
    assert(
      episode.step === step && episode.attempt === attempt,
      () => `contact of step ${step}, try ${attempt} where step ${episode.step}, try ${episode.attempt} is due`,
    );
    episode.contacts++;
    if (!contact.delivered) episode.blocked++;
    this.#course.meet(episode, contact);
  }

  #engage(contact: Contact): void {
    assert(contact.delivered && contact.answered, "a first contact that took hold was not blocked, and was answered");
    const { gang, target } = contact;
    const episode = new Episode(contact, this.#options.typologyOf(gang), this.#pace.insight(gang, target));
    this.#open.set(contact.subscriber, episode);
    if (episode.insight !== null) {
      const { engagedMs, insight } = episode;
      const aheadMs = deadlineOf(episode, this.#pace, engagedMs) - engagedMs;
      this.#agenda.add(engagedMs + insight * aheadMs, { what: "insight", episode });
    }
    this.#course.meet(episode, contact);
  }

  #happen(timeMs: number, due: Due): void {
    if (due.what === "complaint") this.#complaints.push(due.complaint);
    else if (!due.episode.isOver) this.#course.happen(timeMs, due);
  }

  #end(episode: Episode, endMs: number, ended: EpisodeOutcome): void {
    const { subscriber, sentYuan, sentMs } = episode;
    const outcome = sentYuan > 0 ? "lost" : ended;
    // Harm begins with the first transfer. Before it, the deadline is when it would have been.
    const deadlineMs = sentMs ?? (outcome === "lost" ? endMs : deadlineOf(episode, this.#pace, endMs));
    episode.isOver = true;
    this.#held?.noteEnd(episode);
    this.#open.delete(subscriber);
    if (this.#options.scenario.cards.traded && sentYuan > 0) this.#ended.set(this.#records.length, episode);
    this.#records.push(recordOf(episode, { endMs, deadlineMs, outcome, lossYuan: sentYuan }));
    const complaint = this.#reports.report(episode, endMs, outcome);
    if (complaint) this.#agenda.add(complaint.timeMs, { what: "complaint", complaint });
  }
}

function withReturned(record: EpisodeRecord, episode: Episode | undefined): EpisodeRecord {
  if (episode === undefined || episode.returnedYuan === 0) return record;
  return { ...record, lossYuan: episode.sentYuan - episode.returnedYuan };
}

/** Most hours after the last of a scenario in which episodes end: ten years, which is all that a report can hold. */
const MAX_DRAIN_TICKS = 3660 * HOURS_PER_DAY;

/** Throws RingfenceError "config" if `open` episodes still go on after the limit. */
export function requireEnd(tick: number, hours: number, open: number): void {
  if (tick < hours + MAX_DRAIN_TICKS) return;
  throw new RingfenceError(
    "config",
    `expected every episode to end within ${MAX_DRAIN_TICKS} hours after the last of ${hours}, but ${open} still go on: ` +
      "lower what makes them last (episodes.hoursFactor, transferHours, transferSigma, retryHours or attempts)",
  );
}
