/**
 * The bank desk: all banks as one. It lets a transfer go, or holds it and asks the payer. It sees the transfer, its own
 * score, a list of accounts, and what the network tells of calls; never who is a victim.
 */
import { DAY_MS } from "../../core/time.ts";
import type { HoldReason, TransferRequest } from "../../record/bank.ts";
import type { Scenario } from "../../scenario/schema.ts";

/** True if, at the time of a transfer, the payer is or was lately on a call with a suspect number. */
type AskNetwork = (subscriber: number, timeMs: number) => boolean;

export class BankDesk {
  readonly #settings: Scenario["banks"];
  readonly #askNetwork: AskNetwork;
  readonly #listed = new Map<number, { readonly fromMs: number; readonly untilMs: number }>();

  constructor(settings: Scenario["banks"], askNetwork: AskNetwork) {
    this.#settings = settings;
    this.#askNetwork = askNetwork;
  }

  /** The platform names an account: listed from `fromMs` on for some days, and again as long if named again. */
  list(account: number, fromMs: number): void {
    const untilMs = fromMs + this.#settings.listDays * DAY_MS;
    const before = this.#isListed(account, fromMs) ? this.#listed.get(account)!.fromMs : fromMs;
    this.#listed.set(account, { fromMs: before, untilMs });
  }

  /** Why the transfer does not go at once; null if it goes. Asks the network only if nothing else decides. */
  holds({ subscriber, account, timeMs, oddness }: TransferRequest): HoldReason | null {
    const { falseShare, falseShareAfterCall } = this.#settings;
    if (this.#isListed(account, timeMs)) return "account";
    if (oddness < falseShare) return "score";
    return oddness < falseShareAfterCall && this.#askNetwork(subscriber, timeMs) ? "call" : null;
  }

  #isListed(account: number, timeMs: number): boolean {
    const listed = this.#listed.get(account);
    return listed !== undefined && timeMs >= listed.fromMs && timeMs < listed.untilMs;
  }
}
