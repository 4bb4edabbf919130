/** Accounts that gangs have money sent to: each is in use for some days, then the gang turns to the next. */
import { exponential } from "../../core/distributions.ts";
import { RandomStream, below } from "../../core/random.ts";
import { HOURS_PER_DAY, HOUR_MS } from "../../core/time.ts";
import { MAX_ACCOUNT } from "../../record/bank.ts";

export interface Transfer {
  readonly gang: number;
  readonly target: number;
  readonly part: number;
  readonly yuan: number;
  readonly timeMs: number;
  /** Called if the account is frozen while the money still lies on it. */
  readonly returned: (yuan: number) => void;
}

export interface AccountSource {
  /** The account that a gang uses at `timeMs`; null where it has none. Its number says nothing of the gang. */
  at(gang: number, timeMs: number): number | null;
  giveUp(gang: number, account: number, timeMs: number): void;
  /** Without an account, a transfer is tried again after this time, up to this number of tries. */
  readonly waitMs: number;
  readonly tries: number;
  /** A transfer to the gang's account was made, or was given up because the gang had none. */
  note(transfer: Transfer): void;
  noteFailed(): void;
}

/** Mean time for which a gang uses an account, exponential. Assumed; changes no headline figure. */
export const ACCOUNT_DAYS = 4;

const HALF = Math.floor(Math.sqrt(MAX_ACCOUNT + 1));

/** The number of an account, and how long it is in use: from three words of a draw. */
export function drawAccount(words: Uint32Array, meanMs: number): { readonly number: number; readonly lifeMs: number } {
  return {
    number: below(words[1]!, HALF) * HALF + below(words[2]!, HALF),
    lifeMs: Math.max(HOUR_MS, exponential(words[0]!, meanMs)),
  };
}

interface Account {
  readonly number: number;
  untilMs: number;
  isPaid: boolean;
}

export class Accounts implements AccountSource {
  readonly waitMs = 0;
  readonly tries = 1;
  readonly #hoursOf: (gang: number) => number;
  readonly #pay: (gang: number) => void;
  readonly #draws: RandomStream;
  readonly #ofGang = new Map<number, Account[]>();

  /** `hoursOf`: the mean hours for which a gang uses an account now. */
  constructor(
    seed: number,
    hoursOf: (gang: number) => number = () => ACCOUNT_DAYS * HOURS_PER_DAY,
    pay: (gang: number) => void = () => {},
  ) {
    this.#hoursOf = hoursOf;
    this.#pay = pay;
    this.#draws = new RandomStream(seed, "account");
  }

  at(gang: number, timeMs: number): number {
    let accounts = this.#ofGang.get(gang);
    if (accounts === undefined) this.#ofGang.set(gang, (accounts = []));
    while (accounts.length === 0 || accounts.at(-1)!.untilMs <= timeMs) accounts.push(this.#next(gang, accounts));
    // Nearly always one of the last two.
    let place = accounts.length - 1;
    while (place > 0 && accounts[place - 1]!.untilMs > timeMs) place--;
    const account = accounts[place]!;
    if (!account.isPaid) this.#pay(gang);
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
    const { number, lifeMs } = drawAccount(this.#draws.draw(gang, before.length), this.#hoursOf(gang) * HOUR_MS);
    // An exponential life has no memory: the first account is like any other, though it was in use before.
    const fromMs = before.at(-1)?.untilMs ?? 0;
    return { number, untilMs: fromMs + lifeMs, isPaid: false };
  }
}
