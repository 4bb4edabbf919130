import { exponential } from "../../core/distributions.ts";
import { below } from "../../core/random.ts";
import { HOUR_MS } from "../../core/time.ts";
import { MAX_ACCOUNT } from "../../record/account.ts";

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
  /** Without an account, a transfer is tried again so much later, so often. */
  readonly waitMs: number;
  readonly tries: number;
  /** A transfer to the account of the gang was made; or was given up for want of one. */
  note(transfer: Transfer): void;
  noteFailed(): void;
}

/** Mean time for which a gang uses an account, exponential. Assumed; changes no headline figure. */
export const ACCOUNT_DAYS = 4;

const HALF = Math.floor(Math.sqrt(MAX_ACCOUNT + 1));

/** The number of an account, which says nothing of its gang, and how long it is in use: from three words of a draw. */
export function drawAccount(words: Uint32Array, meanMs: number): { readonly number: number; readonly lifeMs: number } {
  return {
    number: below(words[1]!, HALF) * HALF + below(words[2]!, HALF),
    lifeMs: Math.max(HOUR_MS, exponential(words[0]!, meanMs)),
  };
}
