/** The course of an episode, on the main thread: contact by contact, by site, app and chat, to the transfer. */
import type { Agenda } from "../../core/agenda.ts";
import type { Act, ActKind } from "../../record/act.ts";
import type { EpisodeOutcome } from "../../record/episode.ts";
import type { Scenario } from "../../scenario/schema.ts";
import type { AccountSource } from "../gangs/accounts.ts";
import { ChatAccounts } from "../gangs/chat-accounts.ts";
import type { MoneyLedger } from "../gangs/economy/money-ledger.ts";
import type { Belief } from "../people/belief.ts";
import type { Contact, FollowUp } from "../gangs/contact.ts";
import { type GangPolicy, USUAL_POLICY, attemptsOf, levelIn } from "../gangs/gang-policy.ts";
import type { EpisodePace, Reaction } from "./episode-pace.ts";
import type { Episode } from "./episode.ts";
import type { Banks, HeldTransfers } from "./held-transfers.ts";
import { Losses, TestPayments } from "./payments.ts";
import { type AppsInUse, SiteAccess } from "./site-access.ts";
import type { Subscribers } from "../people/subscribers.ts";

export interface Surroundings {
  readonly scenario: Scenario;
  readonly seed: number;
  readonly subscribers: Subscribers;
  readonly typologyOf: (gang: number) => number;
  readonly refuses: (subscriber: number, host: string) => boolean;
  /** One of the sites that a gang uses now, by a word of a draw. */
  readonly siteOf: (gang: number, word: number) => string;
  readonly apps: AppsInUse;
  readonly bank: MoneyLedger;
  readonly accounts?: AccountSource | undefined;
  readonly banks?: Banks | undefined;
  readonly onReturned?: (gang: number, engagedMs: number, yuan: number) => void;
  readonly policyOf?: (gang: number) => GangPolicy;
  /** Called where a gang buys an account in a chat app. */
  readonly payChat?: (gang: number) => void;
}

interface EpisodeCourseOptions extends Surroundings {
  readonly accounts: AccountSource;
  readonly pace: EpisodePace;
  readonly belief: Belief;
  readonly held: HeldTransfers | null;
  readonly agenda: Pick<Agenda<EpisodeDue>, "add">;
  readonly end: (episode: Episode, endMs: number, outcome: EpisodeOutcome) => void;
}

export type EpisodeDue =
  | { readonly what: "transfer" | "install" | "insight" | "chat" | "payment"; readonly episode: Episode }
  | { readonly what: "act"; readonly episode: Episode; readonly kind: ActKind; readonly contact: Contact };

export class EpisodeCourse {
  readonly #options: EpisodeCourseOptions;
  readonly #sites: SiteAccess;
  readonly #testPayments: TestPayments;
  readonly #losses: Losses;
  readonly #chats: ChatAccounts;
  #followUps: FollowUp[] = [];
  #acts: Act[] = [];

  constructor(options: EpisodeCourseOptions) {
    const { scenario, seed, refuses, apps } = options;
    this.#options = options;
    this.#sites = new SiteAccess(scenario, seed, refuses, apps);
    this.#testPayments = new TestPayments(scenario, seed);
    this.#losses = new Losses(scenario, seed);
    this.#chats = new ChatAccounts(scenario, seed, options.payChat ?? (() => {}));
  }

  meet(episode: Episode, contact: Contact): void {
    const { gang, target, step, campaign, timeMs, delivered, answered, host } = contact;
    if (!delivered) return this.#fail(episode, timeMs);
    episode.lastIdentity = contact.identity;
    episode.lastHost = host ?? episode.lastHost;
    const reaction = this.#reactionTo(episode, contact);
    const actMs = timeMs + (reaction?.delayMs ?? 0);
    if (reaction) this.#options.agenda.add(actMs, { what: "act", episode, kind: reaction.kind, contact });
    if (!answered) return this.#fail(episode, timeMs);

    episode.step = episode.resume ?? step + 1;
    episode.attempt = 0;
    // A person who waited for another link goes on at the old step.
    const followOnMs = episode.resume === null ? this.#options.pace.followOnMs(gang, target, campaign.script, step) : 0;
    const dueMs = timeMs + followOnMs;
    if (episode.chat === null && this.#movesToChat(episode, reaction)) {
      episode.chat = this.#chats.join(gang, timeMs);
    }
    const waits = reaction?.kind === "lookUp" || episode.chat !== null;
    episode.dueMs = waits ? Math.max(dueMs, actMs) : dueMs;
    if (reaction?.kind !== "lookUp") this.#leaveStep(episode, step, timeMs);
  }

  happen(timeMs: number, due: EpisodeDue): void {
    const { episode } = due;
    if (due.what === "act") this.#act(timeMs, episode, due.kind, due.contact);
    else if (due.what === "transfer") this.#transfer(timeMs, episode);
    else if (due.what === "install") this.#install(timeMs, episode);
    else if (due.what === "insight") this.#options.end(episode, timeMs, "sawThrough");
    else if (due.what === "chat") this.#chat(timeMs, episode);
    else this.#pay(timeMs, episode);
  }

  takeFollowUps(): FollowUp[] {
    const taken = this.#followUps;
    this.#followUps = [];
    return taken;
  }

  takeActs(): Act[] {
    const taken = this.#acts;
    this.#acts = [];
    return taken;
  }

  #leaveStep(episode: Episode, step: number, timeMs: number): void {
    const { gang, target, typology, dueMs } = episode;
    // A person who waited for another link has paid after this step already.
    const paid = episode.resume === null ? this.#testPayments.after(gang, target, typology, step) : null;
    if (paid !== null) this.#options.agenda.add(timeMs + paid * (dueMs - timeMs), { what: "payment", episode });
    this.#goOn(episode, timeMs);
  }

  /** Some are moved at once; others, as gangs do by habit, once they have answered a message that names no link. */
  #movesToChat({ gang, target }: Episode, reaction: Reaction | null): boolean {
    const { pace } = this.#options;
    if (pace.movesToChat(gang, target, levelIn(this.#policyOf(gang), "chat") ?? 0)) return true;
    return reaction?.kind === "reply" && pace.movesToChat(gang, target);
  }

  /** In a chat app, only the opening of a link is an act of its own. */
  #reactionTo({ chat }: Episode, { gang, target, step, campaign, host }: Contact): Reaction | null {
    const { channel } = campaign.script.steps[step]!;
    if (chat === null) return this.#options.pace.reaction({ gang, target, step, channel, host });
    return host === null ? null : this.#options.pace.reaction({ gang, target, step, channel: "message", host });
  }

  #goOn(episode: Episode, nowMs: number): void {
    const { campaign, target, step, attempt, dueMs, insight } = episode;
    const isDone = step === campaign.script.steps.length;
    if (!isDone && episode.chat !== null) this.#options.agenda.add(dueMs, { what: "chat", episode });
    else if (!isDone) this.#followUps.push({ campaign, target, step, attempt, dueMs });
    else if (this.#sites.missingApp(episode) !== null) {
      this.#options.agenda.add(this.#sites.installMs(episode, nowMs), { what: "install", episode });
    } else if (insight === null) this.#options.agenda.add(dueMs, { what: "transfer", episode });
  }

  #fail(episode: Episode, timeMs: number): void {
    episode.attempt++;
    const { gang, target, step, attempt } = episode;
    episode.dueMs = timeMs + this.#options.pace.retryMs(gang, target, step, attempt);
    if (attempt < attemptsOf(this.#policyOf(gang), this.#options.scenario.episodes.attempts))
      this.#goOn(episode, timeMs);
    else this.#options.end(episode, timeMs, "lostContact");
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
    if (!this.#options.belief.pays(episode, timeMs)) return this.#options.end(episode, timeMs, "heeded");
    const account = episode.passage === "other" ? null : this.#options.accounts.at(episode.gang, timeMs);
    if (account === null && episode.passage !== "other") return this.#wait(timeMs, episode);
    const { gang, target, typology, subscriber } = episode;
    const lossYuan = this.#losses.lossYuan(gang, target, typology, this.#options.subscribers.ageBand[subscriber]!);
    const firstYuan = episode.sentMs === null ? this.#losses.firstYuan(lossYuan, episode.typology) : 0;
    const yuan = firstYuan === 0 ? lossYuan - episode.sentYuan : firstYuan;
    if (account !== null && this.#isHeld(timeMs, episode, account, yuan)) return;
    this.#send(timeMs, episode, account, yuan);
    if (firstYuan === 0) {
      episode.sentYuan = lossYuan;
      episode.lastAccount = account ?? episode.lastAccount;
      return this.#options.end(episode, timeMs, "lost");
    }
    episode.sentYuan = firstYuan;
    episode.sentMs = timeMs;
    if (account !== null) this.#pay(timeMs, episode);
    const restMs = timeMs + this.#options.pace.restMs(episode.gang, episode.target);
    this.#options.agenda.add(restMs, { what: "transfer", episode });
  }

  #isHeld(timeMs: number, episode: Episode, account: number, yuan: number): boolean {
    const answer = this.#options.held?.answer(timeMs, episode, account, yuan) ?? null;
    if (answer === null) return false;
    this.#reportPayment(timeMs, episode, account);
    if ("ends" in answer) this.#options.end(episode, timeMs, answer.ends);
    else this.#options.agenda.add(answer.againMs, { what: "transfer", episode });
    return true;
  }

  /** To the account; null: in a way that no bank sees. */
  #send(timeMs: number, episode: Episode, account: number | null, yuan: number): void {
    const { gang, target, sentMs } = episode;
    episode.heldYuan = 0;
    if (account === null) return this.#options.held!.sendOtherwise(gang, yuan);
    episode.passage = "bank";
    this.#options.bank.send(gang, yuan);
    const returned = (back: number): void => {
      episode.returnedYuan += back;
      this.#options.onReturned?.(gang, episode.engagedMs, back);
    };
    this.#options.accounts.note({ gang, target, part: sentMs === null ? 0 : 1, yuan, timeMs, returned });
  }

  #wait(timeMs: number, episode: Episode): void {
    episode.waits++;
    if (episode.waits < this.#options.accounts.tries) {
      return this.#options.agenda.add(timeMs + this.#options.accounts.waitMs, { what: "transfer", episode });
    }
    this.#options.accounts.noteFailed();
    this.#options.end(episode, timeMs, "noAccount");
  }

  #policyOf(gang: number): GangPolicy {
    return this.#options.policyOf?.(gang) ?? USUAL_POLICY;
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
    if (this.#sites.endsAtPage(episode)) return this.#options.end(episode, timeMs, "siteBlocked");
    episode.step = step;
    episode.attempt = attempt;
    this.#fail(episode, timeMs);
  }

  /** The app is refused: the gang has the person install its present app. The network does not see that message. */
  #moveApp(timeMs: number, episode: Episode): void {
    if (this.#sites.endsAtPage(episode)) return this.#options.end(episode, timeMs, "siteBlocked");
    const { gang, target, step, refusals } = episode;
    episode.app = null;
    episode.dueMs = timeMs + this.#options.pace.retryMs(gang, target, step, refusals);
    this.#options.agenda.add(episode.dueMs, { what: "install", episode });
  }

  /**
   * The step that is due is made in a chat app, where it gets through and is answered; if the app has closed the
   * account, it is made by call or message, and the gang may ask the person into another.
   */
  #chat(timeMs: number, episode: Episode): void {
    const { gang, target, campaign, subscriber, step, attempt, lastIdentity: identity } = episode;
    if (episode.chat!.untilMs <= timeMs) {
      episode.chat = null;
      return this.#goOn(episode, timeMs);
    }
    episode.chats++;
    this.#acts.push({ kind: "chat", subscriber, timeMs, identity, host: null, account: null });
    const host = campaign.script.steps[step]!.hasLink
      ? this.#options.siteOf(gang, this.#options.pace.siteWord(gang, target, step, attempt))
      : null;
    const isThrough = { delivered: true, answered: true };
    this.meet(episode, { gang, target, step, attempt, campaign, subscriber, timeMs, ...isThrough, identity, host });
  }

  /** A sum after which the gang goes on: a bank may see whom it goes to. */
  #pay(timeMs: number, episode: Episode): void {
    const account = this.#options.accounts.at(episode.gang, timeMs);
    if (account !== null) this.#reportPayment(timeMs, episode, account);
  }

  /** After a payment that was made or held: the person knows the account, and the bank may report it. */
  #reportPayment(timeMs: number, episode: Episode, account: number): void {
    episode.lastAccount = account;
    const { subscriber } = episode;
    this.#acts.push({ kind: "payment", subscriber, timeMs, identity: null, host: null, account });
  }
}
