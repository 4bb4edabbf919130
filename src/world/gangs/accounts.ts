/** Accounts that gangs have money sent to: each is in use for some days, then the gang turns to the next. */
import { RandomStream } from "../../core/random.ts";
import { HOURS_PER_DAY, HOUR_MS } from "../../core/time.ts";
import { ACCOUNT_DAYS, type AccountSource, drawAccount } from "./account-source.ts";

interface Account {
  readonly number: number;
  untilMs: number;
  isPaid: boolean;
}

interface AccountHabit {
  /** How long a gang uses an account now, in hours; null for the usual time. */
  readonly hoursOf: (gang: number) => number | null;
  readonly pay: (gang: number) => void;
}

const USUAL_HABIT: AccountHabit = { hoursOf: () => null, pay: () => {} };

/** Endless, as where no cards are traded. */
export class Accounts implements AccountSource {
  readonly waitMs = 0;
  readonly tries = 1;
  readonly #habit: AccountHabit;
  readonly #draws: RandomStream;
  readonly #ofGang = new Map<number, Account[]>();

  constructor(seed: number, habit: AccountHabit = USUAL_HABIT) {
    this.#habit = habit;
    this.#draws = new RandomStream(seed, "account");
  }

  /** The account that a gang uses at `timeMs`, from 0 on. Its number says nothing of the gang. */
  at(gang: number, timeMs: number): number {
    let accounts = this.#ofGang.get(gang);
    if (accounts === undefined) this.#ofGang.set(gang, (accounts = []));
    while (accounts.length === 0 || accounts.at(-1)!.untilMs <= timeMs) accounts.push(this.#next(gang, accounts));
    // Nearly always one of the last two.
    let place = accounts.length - 1;
    while (place > 0 && accounts[place - 1]!.untilMs > timeMs) place--;
    const account = accounts[place]!;
    if (!account.isPaid) this.#habit.pay(gang);
    account.isPaid = true;
    return account.number;
  }

  giveUp(gang: number, account: number, timeMs: number): void {
    const last = this.#ofGang.get(gang)?.at(-1);
    if (last?.number === account) last.untilMs = Math.min(last.untilMs, timeMs);
  }

  note(): void {}

  noteFailed(): void {}

  #next(gang: number, before: readonly Account[]): Account {
    const hours = this.#habit.hoursOf(gang) ?? ACCOUNT_DAYS * HOURS_PER_DAY;
    const { number, lifeMs } = drawAccount(this.#draws.draw(gang, before.length), hours * HOUR_MS);
    // An exponential has no memory: the first is as any other, though it was in use before.
    const fromMs = before.at(-1)?.untilMs ?? 0;
    return { number, untilMs: fromMs + lifeMs, isPaid: false };
  }
}
