/**
 * Episodes, on the main thread: who is being worked on by which gang, how far it has come, and how it ends. Some 40,000
 * a run, 2,000 at a time; a few microseconds for each contact, act and delivery.
 */
import { Agenda } from "../core/agenda.ts";
import { assert } from "../core/assert.ts";
import type { Act, ActKind } from "../event/act.ts";
import type { Complaint } from "../event/complaint.ts";
import type { EpisodeOutcome, EpisodeRecord, OngoingEpisode } from "../event/episode.ts";
import type { Delivery } from "../event/warning.ts";
import type { Scenario } from "../scenario/schema.ts";
import { Belief } from "./belief.ts";
import type { Contact, FollowUp } from "./contact.ts";
import { EpisodePace } from "./episode-pace.ts";
import { type Episode, beginEpisode, deadlineOf, recordOf } from "./episode.ts";
import { Losses } from "./losses.ts";
import type { Stance } from "./replies.ts";
import type { Subscribers } from "./subscribers.ts";
import { VictimReports } from "./victim-reports.ts";

export interface EpisodeTableOptions {
  readonly scenario: Scenario;
  readonly seed: number;
  readonly subscribers: Subscribers;
  /** The typology of a gang, as an index into TYPOLOGIES. */
  readonly typologyOf: (gang: number) => number;
  /** Whether the network refuses to look up a host. */
  readonly blocksHost: (host: string) => boolean;
}

type Due =
  | { readonly what: "transfer"; readonly episode: Episode }
  | { readonly what: "insight"; readonly episode: Episode }
  | { readonly what: "act"; readonly episode: Episode; readonly kind: ActKind; readonly contact: Contact }
  | { readonly what: "complaint"; readonly complaint: Complaint };

export class EpisodeTable {
  readonly #attempts: number;
  readonly #subscribers: Subscribers;
  readonly #typologyOf: (gang: number) => number;
  readonly #blocksHost: (host: string) => boolean;
  readonly #pace: EpisodePace;
  readonly #losses: Losses;
  readonly #belief: Belief;
  readonly #reports: VictimReports;
  /** Those under way, by subscriber: nobody is in two at once. */
  readonly #open = new Map<number, Episode>();
  /** Until when no stranger gets through to a subscriber whose line was suspended. */
  readonly #suspendedMs = new Map<number, number>();
  readonly #records: EpisodeRecord[] = [];
  readonly #agenda = new Agenda<Due>();
  /** Contacts not yet reached, from #nextContact on. */
  #contacts: Contact[] = [];
  #nextContact = 0;
  #nowMs = 0;
  #followUps: FollowUp[] = [];
  #acts: Act[] = [];
  #complaints: Complaint[] = [];

  constructor({ scenario, seed, subscribers, typologyOf, blocksHost }: EpisodeTableOptions) {
    this.#attempts = scenario.episodes.attempts;
    this.#subscribers = subscribers;
    this.#typologyOf = typologyOf;
    this.#blocksHost = blocksHost;
    this.#pace = new EpisodePace(scenario, seed);
    this.#losses = new Losses(scenario, seed);
    this.#belief = new Belief(scenario, seed);
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

  /** Everything before `untilMs` happens, in order of time; of what is due at once, contacts first. Never goes back. */
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

  /** As of the time reached. */
  isEngaged(subscriber: number): boolean {
    return this.#open.has(subscriber);
  }

  /**
   * Brings the table to the time of the delivery; then the warning is heard. Who is persuaded breaks off, which ends
   * the episode. Truth: only the world may know how the person stands to it (Residents.hear).
   */
  hear(delivery: Delivery): Stance {
    assert(delivery.timeMs >= this.#nowMs, () => `a delivery at ${delivery.timeMs} ms came after ${this.#nowMs} ms`);
    this.advance(delivery.timeMs);
    const episode = this.#open.get(delivery.subscriber);
    if (episode === undefined) {
      this.#belief.hearInVain(delivery);
      return "inNoEpisode";
    }
    const ageBand = this.#subscribers.ageBand[delivery.subscriber]!;
    if (!this.#belief.hear(episode, delivery, ageBand)) return "unmoved";
    this.#giveUp(episode, delivery.timeMs);
    return "persuaded";
  }

  /** As of the time reached, no gang gets through to the subscriber until `untilMs`. */
  suspend(subscriber: number, untilMs: number): void {
    this.#suspendedMs.set(subscriber, Math.max(untilMs, this.#suspendedMs.get(subscriber) ?? 0));
    const episode = this.#open.get(subscriber);
    if (episode) this.#belief.hush(episode, this.#nowMs, untilMs);
  }

  /** Contacts planned since last taken, in the order in which they were decided. */
  takeFollowUps(): FollowUp[] {
    const taken = this.#followUps;
    this.#followUps = [];
    return taken;
  }

  /** Acts that happened since last taken, in order of time. */
  takeActs(): Act[] {
    const taken = this.#acts;
    this.#acts = [];
    return taken;
  }

  /** Complaints made since last taken, in order of time. */
  takeComplaints(): Complaint[] {
    const taken = this.#complaints;
    this.#complaints = [];
    return taken;
  }

  /** Episodes under way. */
  get open(): number {
    return this.#open.size;
  }

  /** The same, one by one. */
  underWay(): Iterable<OngoingEpisode> {
    return this.#open.values();
  }

  /** Of all that ended so far, in the order in which they did. It grows. */
  get ended(): readonly EpisodeRecord[] {
    return this.#records;
  }

  /** Of all that ended, in order of (gang, target). */
  records(): EpisodeRecord[] {
    return this.#records.toSorted((a, b) => a.gang - b.gang || a.target - b.target);
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
    this.#fare(episode, contact);
  }

  #engage(contact: Contact): void {
    assert(contact.delivered && contact.answered, "a first contact that took hold was not blocked, and was answered");
    const episode = beginEpisode(
      contact,
      this.#typologyOf(contact.gang),
      this.#pace.insight(contact.gang, contact.target),
    );
    this.#open.set(contact.subscriber, episode);
    if (episode.insight !== null) {
      const { engagedMs, insight } = episode;
      const aheadMs = deadlineOf(episode, this.#pace, engagedMs) - engagedMs;
      this.#agenda.add(engagedMs + insight * aheadMs, { what: "insight", episode });
    }
    this.#fare(episode, contact);
  }

  #fare(episode: Episode, contact: Contact): void {
    const { gang, target, step, campaign, timeMs, delivered, answered, host } = contact;
    if (!delivered) return this.#fail(episode, timeMs);
    episode.lastIdentity = contact.identity;
    episode.lastHost = host ?? episode.lastHost;
    const { channel } = campaign.script.steps[step]!;
    const reaction = this.#pace.reaction({ gang, target, step, channel, host });
    const actMs = timeMs + (reaction?.delayMs ?? 0);
    if (reaction) this.#agenda.add(actMs, { what: "act", episode, kind: reaction.kind, contact });
    if (!answered) return this.#fail(episode, timeMs);

    episode.step = step + 1;
    episode.attempt = 0;
    const dueMs = timeMs + this.#pace.followOnMs(gang, target, campaign.script, step);
    if (reaction?.kind === "lookUp") {
      // The gang goes on once it sees its visitor: the act decides.
      episode.dueMs = Math.max(dueMs, actMs);
    } else {
      episode.dueMs = dueMs;
      this.#goOn(episode);
    }
  }

  /** The next contact is planned or, after the last, the transfer. */
  #goOn(episode: Episode): void {
    const { campaign, target, step, attempt, dueMs, insight } = episode;
    if (step < campaign.script.steps.length) this.#followUps.push({ campaign, target, step, attempt, dueMs });
    else if (insight === null) this.#agenda.add(dueMs, { what: "transfer", episode });
  }

  /** A try of the step that is due did not work. */
  #fail(episode: Episode, timeMs: number): void {
    episode.attempt++;
    const { gang, target, step, attempt } = episode;
    episode.dueMs = timeMs + this.#pace.retryMs(gang, target, step, attempt);
    if (attempt < this.#attempts) this.#goOn(episode);
    else this.#end(episode, timeMs, "lostContact");
  }

  #happen(timeMs: number, due: Due): void {
    if (due.what === "complaint") this.#complaints.push(due.complaint);
    else if (due.episode.isOver) return;
    else if (due.what === "transfer") this.#transfer(due.episode, timeMs);
    else if (due.what === "insight") this.#end(due.episode, timeMs, "sawThrough");
    else this.#act(timeMs, due.episode, due.kind, due.contact);
  }

  /** All of it, or a small sum first and the rest later: each time the person decides. */
  #transfer(episode: Episode, timeMs: number): void {
    if (!this.#belief.pays(episode, timeMs)) return this.#giveUp(episode, timeMs);
    const lossYuan = this.#lossOf(episode);
    const firstYuan = episode.sentMs === null ? this.#losses.firstYuan(lossYuan, episode.typology) : 0;
    if (firstYuan === 0) return this.#end(episode, timeMs, "lost", lossYuan);
    episode.sentYuan = firstYuan;
    episode.sentMs = timeMs;
    const restMs = timeMs + this.#pace.restMs(episode.gang, episode.target);
    this.#agenda.add(restMs, { what: "transfer", episode });
  }

  #lossOf({ gang, target, typology, subscriber }: Episode): number {
    return this.#losses.lossYuan(gang, target, typology, this.#subscribers.ageBand[subscriber]!);
  }

  /** The person breaks off. What was sent is lost. */
  #giveUp(episode: Episode, timeMs: number): void {
    if (episode.sentYuan === 0) this.#end(episode, timeMs, "heeded");
    else this.#end(episode, timeMs, "lost", episode.sentYuan);
  }

  #act(timeMs: number, episode: Episode, kind: ActKind, contact: Contact): void {
    const { subscriber, host, identity, step, attempt } = contact;
    if (kind !== "lookUp") {
      this.#acts.push({ kind, subscriber, timeMs, identity, host: null });
      return;
    }
    this.#acts.push({ kind, subscriber, timeMs, identity: null, host });
    if (host === null || !this.#blocksHost(host)) return this.#goOn(episode);
    episode.step = step;
    episode.attempt = attempt;
    this.#fail(episode, timeMs);
  }

  #end(episode: Episode, endMs: number, outcome: EpisodeOutcome, lossYuan = 0): void {
    // Harm begins with the first transfer. Before the time comes, it is what would have been.
    const deadlineMs = episode.sentMs ?? (outcome === "lost" ? endMs : deadlineOf(episode, this.#pace, endMs));
    episode.isOver = true;
    this.#open.delete(episode.subscriber);
    this.#records.push(recordOf(episode, { endMs, deadlineMs, outcome, lossYuan }));
    const complaint = this.#reports.report(episode, endMs, outcome);
    if (complaint) this.#agenda.add(complaint.timeMs, { what: "complaint", complaint });
  }
}
