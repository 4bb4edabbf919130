/**
 * What victims do when the bank holds a transfer. Belief decides if they give up. A victim who insists waits, or pays
 * in another way; after a refused account, with another account. Gangs learn from it, and tell victims what to say.
 */
import { RandomStream, unit } from "../../core/random.ts";
import { HOUR_MS } from "../../core/time.ts";
import type { BankStatement, HoldReason, TransferRequest } from "../../record/bank.ts";
import type { EpisodeOutcome } from "../../record/episode.ts";
import type { Identity } from "../../event/identity.ts";
import type { Scenario } from "../../scenario/schema.ts";
import type { AccountSource } from "../gangs/accounts.ts";
import type { MoneyLedger } from "../gangs/economy/money-ledger.ts";
import type { Belief } from "../people/belief.ts";
import { Payers } from "../people/payers.ts";
import type { Subscribers } from "../people/subscribers.ts";
import type { Episode } from "./episode.ts";

export interface Banks {
  /** `talksTo`: the number that the payer is on the line with meanwhile, which the network may report. */
  holds(transfer: TransferRequest, talksTo: Identity | null): HoldReason | null;
}

type Answer = { readonly ends: EpisodeOutcome } | { readonly againMs: number };

interface HeldTransfersOptions {
  readonly scenario: Scenario;
  readonly seed: number;
  readonly banks: Banks;
  readonly bank: MoneyLedger;
  readonly accounts: Pick<AccountSource, "giveUp">;
  readonly belief: Belief;
  readonly subscribers: Subscribers;
}

export class HeldTransfers {
  readonly #options: HeldTransfersOptions;
  readonly #payers: Payers;
  readonly #draws: RandomStream;
  readonly #heldOf: Uint32Array;
  readonly #refusals = new Map<number, number>();
  readonly #stoppedYuan: Float64Array;
  readonly #held = { account: 0, score: 0, call: 0 };
  readonly #counts = {
    asked: 0,
    dissuaded: 0,
    otherWays: 0,
    otherWaysYuan: 0,
    coached: 0,
    heldYuan: 0,
    accountsTurned: 0,
  };

  constructor(options: HeldTransfersOptions) {
    const { scenario, seed } = options;
    this.#options = options;
    this.#payers = new Payers(scenario, seed);
    this.#draws = new RandomStream(seed, "held-transfer");
    this.#heldOf = new Uint32Array(scenario.gangs.count);
    this.#stoppedYuan = new Float64Array(scenario.gangs.count);
  }

  answer(timeMs: number, episode: Episode, account: number, yuan: number): Answer | null {
    if (episode.passage !== "bank") return null;
    const { gang, target, subscriber } = episode;
    const part = episode.sentMs === null ? 0 : 1;
    const words = this.#draws.draw(gang, target, part);
    const [lineWord, wayWord] = [words[0]!, words[1]!];
    this.#counts.asked++;
    const oddness = this.#payers.oddness(gang, target, part);
    const reason = this.#options.banks.holds(
      { subscriber, account, timeMs, oddness },
      this.#talksTo(episode, lineWord),
    );
    if (reason === null) return null;
    this.#held[reason]++;
    if (reason === "account") this.#learnRefused(gang, account, timeMs);
    if (episode.heldYuan === 0) this.#counts.heldYuan += yuan;
    episode.heldYuan = yuan;
    if (this.#isDissuaded(timeMs, episode)) {
      this.#counts.dissuaded++;
      return { ends: "heeded" };
    }
    return this.#insist(timeMs, episode, reason, wayWord);
  }

  sendOtherwise(gang: number, yuan: number): void {
    this.#counts.otherWaysYuan += yuan;
    this.#options.bank.sendOtherwise(gang, yuan, this.#options.scenario.banks.otherWayPrice);
  }

  noteEnd({ gang, heldYuan }: Episode): void {
    this.#stoppedYuan[gang]! += heldYuan;
  }

  statement(): BankStatement["victims"] {
    return { ...this.#counts, held: this.#held, stoppedYuan: this.#stoppedYuan };
  }

  #talksTo({ campaign, chat, lastIdentity }: Episode, word: number): Identity | null {
    const calls = chat === null && campaign.script.steps.some(({ channel }) => channel === "call");
    return calls && unit(word) < this.#options.scenario.banks.onTheLine ? lastIdentity : null;
  }

  /** Each held transfer teaches the gang; the first few found it unprepared. */
  #isDissuaded(timeMs: number, episode: Episode): boolean {
    const { coachAfter, coachedWorth, coachYuan, question } = this.#options.scenario.banks;
    const { gang, subscriber } = episode;
    const isCoached = coachAfter > 0 && this.#heldOf[gang]! >= coachAfter;
    this.#heldOf[gang]!++;
    if (isCoached) {
      this.#counts.coached++;
      this.#options.bank.spend(gang, "wages", coachYuan);
    }
    const worth = isCoached ? coachedWorth * question : question;
    return this.#options.belief.isAsked(episode, { timeMs, worth }, this.#options.subscribers.ageBand[subscriber]!);
  }

  /** A gang hears of it from its victim, and turns to another account. */
  #learnRefused(gang: number, account: number, timeMs: number): void {
    const { banks, cards } = this.#options.scenario;
    const refusals = (this.#refusals.get(account) ?? 0) + 1;
    this.#refusals.set(account, refusals);
    if (refusals !== banks.turnAfter) return;
    this.#counts.accountsTurned++;
    this.#options.accounts.giveUp(gang, account, timeMs);
    // Cards are paid for when they are bought.
    if (!cards.traded) this.#options.bank.spend(gang, "accounts", banks.accountYuan);
  }

  #insist(timeMs: number, episode: Episode, reason: HoldReason, word: number): Answer {
    const { otherWay, otherWayHours, holdHours, otherAccountHours, otherAccounts } = this.#options.scenario.banks;
    if (unit(word) < otherWay) {
      this.#counts.otherWays++;
      episode.passage = "other";
      return { againMs: timeMs + otherWayHours * HOUR_MS };
    }
    if (reason !== "account") {
      episode.passage = "released";
      return { againMs: timeMs + holdHours * HOUR_MS };
    }
    if (episode.refusedAccounts >= otherAccounts) return { ends: "noAccount" };
    episode.refusedAccounts++;
    return { againMs: timeMs + otherAccountHours * HOUR_MS };
  }
}
