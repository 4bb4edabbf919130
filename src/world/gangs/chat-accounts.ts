/**
 * Accounts in chat apps into which gangs ask their victims. Each is bought, and in use until the app closes it or it has
 * met as many people as such an account can. The app's accounts are no numbers: the network sees none of it.
 */
import { exponential } from "../../core/distributions.ts";
import { RandomStream } from "../../core/random.ts";
import { HOURS_PER_DAY, HOUR_MS } from "../../core/time.ts";
import type { Scenario } from "../../scenario/schema.ts";

/** People whom one account meets before the gang turns to another, as strangers do not add it any more. Assumed. */
const PEOPLE = 15;

export interface ChatAccount {
  /** When the app closes it. */
  readonly untilMs: number;
}

export class ChatAccounts {
  readonly #meanMs: number;
  readonly #pay: (gang: number) => void;
  readonly #draws: RandomStream;
  readonly #ofGang = new Map<number, { bought: number; people: number; account: ChatAccount }>();

  constructor({ gangs }: Scenario, seed: number, pay: (gang: number) => void) {
    this.#meanMs = gangs.chatDays * HOURS_PER_DAY * HOUR_MS;
    this.#pay = pay;
    this.#draws = new RandomStream(seed, "chat-account");
  }

  /** The account in which the gang meets one person more. */
  join(gang: number, timeMs: number): ChatAccount {
    const last = this.#ofGang.get(gang);
    if (last !== undefined && last.account.untilMs > timeMs && last.people < PEOPLE) {
      last.people++;
      return last.account;
    }
    const bought = last?.bought ?? 0;
    const untilMs = timeMs + exponential(this.#draws.draw(gang, bought)[0]!, this.#meanMs);
    const account = { untilMs };
    this.#ofGang.set(gang, { bought: bought + 1, people: 1, account });
    this.#pay(gang);
    return account;
  }
}
