/**
 * The bank desk: all banks as one. It lets a transfer go, or holds it and asks the payer. It sees the transfer, its own
 * score, a list of accounts, and what the network tells of calls; never who is a victim.
 */
import { DAY_MS } from "../../core/time.ts";
import type { HoldReason, TransferRequest } from "../../record/bank.ts";
import type { Scenario } from "../../scenario/schema.ts";

/** Asked at the time of a transfer, whether the payer spoke with a suspect number a short while ago, or does now. */
type AskNetwork = (subscriber: number, timeMs: number) => boolean;

export class BankDesk {
  readonly #settings: Scenario["banks"];
  readonly #askNetwork: AskNetwork;
  /** By account, when it is on the list. */
  readonly #listed = new Map<number, { readonly fromMs: number; readonly untilMs: number }>();

  constructor(settings: Scenario["banks"], askNetwork: AskNetwork) {
    this.#settings = settings;
    this.#askNetwork = askNetwork;
  }

  /**
   * The platform names an account, which is on the list from `fromMs` on for some days. Named again: for as many from
   * then.
   */
  list(account: number, fromMs: number): void {
    const untilMs = fromMs + this.#settings.listDays * DAY_MS;
    const before = this.#isListed(account, fromMs) ? this.#listed.get(account)!.fromMs : fromMs;
    this.#listed.set(account, { fromMs: before, untilMs });
  }

  /** Why the transfer does not go at once; null where it goes. The network is asked where the rest says nothing. */
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
