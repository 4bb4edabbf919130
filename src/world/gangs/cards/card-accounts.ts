/** Accounts that are bought cards. A frozen account takes no more money, and what still lies on it goes back. */
import { exponential } from "../../../core/distributions.ts";
import { RandomStream } from "../../../core/random.ts";
import { HOURS_PER_DAY, HOUR_MS } from "../../../core/time.ts";
import type { Scenario } from "../../../scenario/schema.ts";
import type { MoneyLedger } from "../economy/money-ledger.ts";
import { ACCOUNT_DAYS, type AccountSource, type Transfer, drawAccount } from "../accounts.ts";
import type { CardSet } from "./card-market.ts";
import type { GangCards } from "./gang-cards.ts";

interface Account {
  readonly number: number;
  readonly set: CardSet;
  untilMs: number;
  isFrozen: boolean;
  lying: Lying[];
}

interface Lying extends Transfer {
  readonly movedMs: number;
}

interface CardAccountsOptions {
  readonly scenario: Scenario;
  readonly seed: number;
  readonly cards: GangCards;
  readonly ledger: MoneyLedger;
  readonly isPenalised: (holder: number, tick: number) => boolean;
  readonly hoursOf?: (gang: number) => number;
}

export class CardAccounts implements AccountSource {
  frozen = 0;
  returned = 0;
  failed = 0;
  readonly #options: CardAccountsOptions;
  readonly #draws: RandomStream;
  readonly #layers: RandomStream;
  /** By gang, the one in use and how many it had; and all by their numbers. */
  readonly #inUse = new Map<number, Account>();
  readonly #had = new Map<number, number>();
  readonly #byNumber = new Map<number, Account>();

  constructor(options: CardAccountsOptions) {
    const { seed } = options;
    this.#options = options;
    this.#draws = new RandomStream(seed, "card-account");
    this.#layers = new RandomStream(seed, "layering");
  }

  get waitMs(): number {
    return this.#options.scenario.cards.accountWaitHours * HOUR_MS;
  }

  get tries(): number {
    return this.#options.scenario.cards.accountTries;
  }

  at(gang: number, timeMs: number): number | null {
    const tick = Math.floor(timeMs / HOUR_MS);
    const account = this.#inUse.get(gang);
    if (account !== undefined && timeMs < account.untilMs && this.#works(account, tick)) return account.number;
    const set = this.#options.cards.account(gang, tick);
    if (set === null) return null;
    const ordinal = this.#had.get(gang) ?? 0;
    this.#had.set(gang, ordinal + 1);
    const hours = this.#options.hoursOf?.(gang) ?? ACCOUNT_DAYS * HOURS_PER_DAY;
    const { number, lifeMs } = drawAccount(this.#draws.draw(gang, ordinal), hours * HOUR_MS);
    const next = { number, set, untilMs: timeMs + lifeMs, isFrozen: false, lying: [] };
    this.#inUse.set(gang, next);
    this.#byNumber.set(number, next);
    return number;
  }

  giveUp(gang: number, account: number, timeMs: number): void {
    const inUse = this.#inUse.get(gang);
    if (inUse?.number === account) inUse.untilMs = Math.min(inUse.untilMs, timeMs);
  }

  note(transfer: Transfer): void {
    const { gang, target, part, timeMs } = transfer;
    const account = this.#inUse.get(gang)!;
    const word = this.#layers.draw(gang, target, part)[0]!;
    const movedMs = timeMs + exponential(word, this.#options.scenario.cards.layeringHours * HOUR_MS);
    account.lying = account.lying.filter((lying) => lying.movedMs > timeMs);
    account.lying.push({ ...transfer, movedMs });
  }

  noteFailed(): void {
    this.failed++;
  }

  setOf(number: number): CardSet | null {
    return this.#byNumber.get(number)?.set ?? null;
  }

  freeze(number: number, timeMs: number): void {
    const account = this.#byNumber.get(number);
    if (account === undefined || account.isFrozen) return;
    account.isFrozen = true;
    this.frozen++;
    for (const { gang, yuan, movedMs, returned } of account.lying) {
      if (movedMs <= timeMs) continue;
      this.#options.ledger.giveBack(gang, yuan);
      this.returned++;
      returned(yuan);
    }
    account.lying = [];
  }

  #works({ isFrozen, set }: Account, tick: number): boolean {
    return !isFrozen && !this.#options.isPenalised(set.holder, tick);
  }
}
