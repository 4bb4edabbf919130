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
import { Accounts } from "./accounts.ts";
import type { Contact, FollowUp } from "./contact.ts";
import { EpisodePace, type Reaction } from "./episode-pace.ts";
import { type Episode, beginEpisode, deadlineOf, recordOf } from "./episode.ts";
import { Losses } from "./losses.ts";
import type { Stance } from "./replies.ts";
import { type AppsInUse, SiteAccess } from "./site-access.ts";
import type { Subscribers } from "./subscribers.ts";
import { TestPayments } from "./test-payments.ts";
import { VictimReports } from "./victim-reports.ts";

export interface EpisodeTableOptions {
  readonly scenario: Scenario;
  readonly seed: number;
  readonly subscribers: Subscribers;
  /** The typology of a gang, as an index into TYPOLOGIES. */
  readonly typologyOf: (gang: number) => number;
  /** Whether the network refuses a host or an app. */
  readonly blocksHost: (host: string) => boolean;
  /** One of the sites that a gang uses now, by a word of a draw. */
  readonly siteOf: (gang: number, word: number) => string;
  readonly apps: AppsInUse;
}

type Due =
  | { readonly what: "transfer"; readonly episode: Episode }
  | { readonly what: "install"; readonly episode: Episode }
  | { readonly what: "insight"; readonly episode: Episode }
  | { readonly what: "chat"; readonly episode: Episode }
  | { readonly what: "payment"; readonly episode: Episode }
  | { readonly what: "act"; readonly episode: Episode; readonly kind: ActKind; readonly contact: Contact }
  | { readonly what: "complaint"; readonly complaint: Complaint };

export class EpisodeTable {
  readonly #attempts: number;
  readonly #subscribers: Subscribers;
  readonly #typologyOf: (gang: number) => number;
  readonly #siteOf: EpisodeTableOptions["siteOf"];
  readonly #pace: EpisodePace;
  readonly #sites: SiteAccess;
  readonly #accounts: Accounts;
  readonly #testPayments: TestPayments;
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

  constructor({ scenario, seed, subscribers, typologyOf, blocksHost, siteOf, apps }: EpisodeTableOptions) {
    this.#attempts = scenario.episodes.attempts;
    this.#subscribers = subscribers;
    this.#typologyOf = typologyOf;
    this.#siteOf = siteOf;
    this.#pace = new EpisodePace(scenario, seed);
    this.#sites = new SiteAccess(scenario, seed, blocksHost, apps);
    this.#accounts = new Accounts(scenario, seed);
    this.#testPayments = new TestPayments(scenario, seed);
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
    this.#end(episode, delivery.timeMs, "heeded");
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
    const reaction = this.#reactionTo(episode, contact);
    const actMs = timeMs + (reaction?.delayMs ?? 0);
    if (reaction) this.#agenda.add(actMs, { what: "act", episode, kind: reaction.kind, contact });
    if (!answered) return this.#fail(episode, timeMs);

    episode.step = episode.resume ?? step + 1;
    episode.attempt = 0;
    // Who only waited for another link goes on where he was.
    const followOnMs = episode.resume === null ? this.#pace.followOnMs(gang, target, campaign.script, step) : 0;
    const dueMs = timeMs + followOnMs;
    if (reaction?.kind === "reply" && this.#pace.movesToChat(gang, target)) episode.isInChat = true;
    // The gang goes on once it sees its visitor, or whom it chats with: the act decides.
    const waits = reaction?.kind === "lookUp" || episode.isInChat;
    episode.dueMs = waits ? Math.max(dueMs, actMs) : dueMs;
    if (reaction?.kind !== "lookUp") this.#leaveStep(episode, step, timeMs);
  }

  /** The step is done for good at `timeMs`. */
  #leaveStep(episode: Episode, step: number, timeMs: number): void {
    const { gang, target, typology, dueMs } = episode;
    const paid = this.#testPayments.after(gang, target, typology, step);
    if (paid !== null) this.#agenda.add(timeMs + paid * (dueMs - timeMs), { what: "payment", episode });
    this.#goOn(episode, timeMs);
  }

  /** In a chat app, only the opening of a link is an act of its own. */
  #reactionTo({ isInChat }: Episode, { gang, target, step, campaign, host }: Contact): Reaction | null {
    const { channel } = campaign.script.steps[step]!;
    if (!isInChat) return this.#pace.reaction({ gang, target, step, channel, host });
    return host === null ? null : this.#pace.reaction({ gang, target, step, channel: "message", host });
  }

  /** The next contact is planned or, after the last, the install of the app if one is missing, and the transfer. */
  #goOn(episode: Episode, nowMs: number): void {
    const { campaign, target, step, attempt, dueMs, insight } = episode;
    const isDone = step === campaign.script.steps.length;
    if (!isDone && episode.isInChat) this.#agenda.add(dueMs, { what: "chat", episode });
    else if (!isDone) this.#followUps.push({ campaign, target, step, attempt, dueMs });
    else if (this.#sites.missingApp(episode) !== null) {
      this.#agenda.add(this.#sites.installMs(episode, nowMs), { what: "install", episode });
    } else if (insight === null) this.#agenda.add(dueMs, { what: "transfer", episode });
  }

  /** A try of the step that is due did not work. */
  #fail(episode: Episode, timeMs: number): void {
    episode.attempt++;
    const { gang, target, step, attempt } = episode;
    episode.dueMs = timeMs + this.#pace.retryMs(gang, target, step, attempt);
    if (attempt < this.#attempts) this.#goOn(episode, timeMs);
    else this.#end(episode, timeMs, "lostContact");
  }

  #happen(timeMs: number, due: Due): void {
    if (due.what === "complaint") this.#complaints.push(due.complaint);
    else if (due.episode.isOver) return;
    else if (due.what === "transfer") this.#transfer(timeMs, due.episode);
    else if (due.what === "install") this.#install(timeMs, due.episode);
    else if (due.what === "insight") this.#end(due.episode, timeMs, "sawThrough");
    else if (due.what === "chat") this.#chat(timeMs, due.episode);
    else if (due.what === "payment") this.#pay(timeMs, due.episode);
    else this.#act(timeMs, due.episode, due.kind, due.contact);
  }

  /** The money goes through the app or, where there is none, the site: if the network refuses that, not now. */
  #transfer(timeMs: number, episode: Episode): void {
    const { app, site, campaign } = episode;
    if (!this.#sites.isRefused(episode, app ?? site?.host ?? null, timeMs)) return this.#decide(timeMs, episode);
    episode.resume = campaign.script.steps.length;
    if (app !== null) this.#moveApp(timeMs, episode);
    else this.#moveSite(timeMs, episode, site!.step, site!.attempt);
  }

  /** All of it, or a small sum first and the rest later: each time the person decides. */
  #decide(timeMs: number, episode: Episode): void {
    if (!this.#belief.pays(episode, timeMs)) return this.#end(episode, timeMs, "heeded");
    const lossYuan = this.#lossOf(episode);
    const firstYuan = episode.sentMs === null ? this.#losses.firstYuan(lossYuan, episode.typology) : 0;
    if (firstYuan === 0) {
      episode.sentYuan = lossYuan;
      return this.#end(episode, timeMs, "lost");
    }
    episode.sentYuan = firstYuan;
    episode.sentMs = timeMs;
    const restMs = timeMs + this.#pace.restMs(episode.gang, episode.target);
    this.#agenda.add(restMs, { what: "transfer", episode });
  }

  #lossOf({ gang, target, typology, subscriber }: Episode): number {
    return this.#losses.lossYuan(gang, target, typology, this.#subscribers.ageBand[subscriber]!);
  }

  #act(timeMs: number, episode: Episode, kind: ActKind, contact: Contact): void {
    const { subscriber, host, identity, step, attempt } = contact;
    if (kind !== "lookUp") {
      this.#acts.push({ kind, subscriber, timeMs, identity, host: null, account: null });
      return;
    }
    this.#acts.push({ kind, subscriber, timeMs, identity: null, host, account: null });
    if (this.#sites.isRefused(episode, host, timeMs)) return this.#moveSite(timeMs, episode, step, attempt);
    if (host !== null) episode.site = { host, step, attempt };
    this.#leaveStep(episode, step, timeMs);
  }

  #install(timeMs: number, episode: Episode): void {
    const app = this.#sites.missingApp(episode);
    const { subscriber } = episode;
    this.#acts.push({ kind: "install", subscriber, timeMs, identity: null, host: app, account: null });
    if (this.#sites.isRefused(episode, app, timeMs)) return this.#moveApp(timeMs, episode);
    episode.app = app;
    episode.dueMs = Math.max(episode.dueMs, timeMs);
    this.#goOn(episode, timeMs);
  }

  /** The site of a link is refused: the gang sends another link, in the next try of that step. */
  #moveSite(timeMs: number, episode: Episode, step: number, attempt: number): void {
    if (this.#sites.endsAtPage(episode)) return this.#end(episode, timeMs, "siteBlocked");
    episode.step = step;
    episode.attempt = attempt;
    this.#fail(episode, timeMs);
  }

  /** The app is refused: the gang has the person install the one that it has by then. No network sees it say so. */
  #moveApp(timeMs: number, episode: Episode): void {
    if (this.#sites.endsAtPage(episode)) return this.#end(episode, timeMs, "siteBlocked");
    const { gang, target, step, refusals } = episode;
    episode.app = null;
    episode.dueMs = timeMs + this.#pace.retryMs(gang, target, step, refusals);
    this.#agenda.add(episode.dueMs, { what: "install", episode });
  }

  /** The step that is due is made in a chat app, where it gets through and is answered. */
  #chat(timeMs: number, episode: Episode): void {
    const { gang, target, campaign, subscriber, step, attempt, lastIdentity: identity } = episode;
    episode.chats++;
    this.#acts.push({ kind: "chat", subscriber, timeMs, identity, host: null, account: null });
    const host = campaign.script.steps[step]!.hasLink
      ? this.#siteOf(gang, this.#pace.siteWord(gang, target, step, attempt))
      : null;
    const isThrough = { delivered: true, answered: true };
    this.#fare(episode, { gang, target, step, attempt, campaign, subscriber, timeMs, ...isThrough, identity, host });
  }

  #pay(timeMs: number, episode: Episode): void {
    const account = this.#accounts.at(episode.gang, timeMs);
    episode.lastAccount = account;
    const { subscriber } = episode;
    this.#acts.push({ kind: "payment", subscriber, timeMs, identity: null, host: null, account });
  }

  /** What was sent is lost, however it ends. */
  #end(episode: Episode, endMs: number, ended: EpisodeOutcome): void {
    const { gang, subscriber, sentYuan, sentMs, lastAccount } = episode;
    const outcome = sentYuan > 0 ? "lost" : ended;
    // Harm begins with the first transfer. Before the time comes, it is what would have been.
    const deadlineMs = sentMs ?? (outcome === "lost" ? endMs : deadlineOf(episode, this.#pace, endMs));
    episode.isOver = true;
    this.#open.delete(subscriber);
    this.#records.push(recordOf(episode, { endMs, deadlineMs, outcome, lossYuan: sentYuan }));
    const account = outcome === "lost" ? this.#accounts.at(gang, endMs) : lastAccount;
    const complaint = this.#reports.report(episode, endMs, outcome, account);
    if (complaint) this.#agenda.add(complaint.timeMs, { what: "complaint", complaint });
  }
}
