/**
 * The bank desk: all banks as one. It lets a transfer go, or holds it and asks the payer. It sees the transfer, its own
 * score, a list of accounts, and who spoke with a suspect number lately; never who is a victim.
 */
import { DAY_MS, MINUTE_MS } from "../../core/time.ts";
import type { HoldReason, TransferRequest } from "../../record/bank.ts";
import type { Scenario } from "../../scenario/schema.ts";

export class BankDesk {
  readonly #settings: Scenario["banks"];
  readonly #listed = new Map<number, { readonly fromMs: number; readonly untilMs: number }>();
  /** By subscriber: when calls with suspect numbers began. A few calls of the last hours. */
  readonly #calls = new Map<number, number[]>();

  constructor(settings: Scenario["banks"]) {
    this.#settings = settings;
  }

  /** The platform names an account: listed from `fromMs` on for some days, and again as long if named again. */
  list(account: number, fromMs: number): void {
    const untilMs = fromMs + this.#settings.listDays * DAY_MS;
    const before = this.#isListed(account, fromMs) ? this.#listed.get(account)!.fromMs : fromMs;
    this.#listed.set(account, { fromMs: before, untilMs });
  }

  noteCall(subscriber: number, timeMs: number): void {
    const calls = this.#calls.get(subscriber);
    if (calls === undefined) this.#calls.set(subscriber, [timeMs]);
    else calls.push(timeMs);
  }

  forgetCalls(nowMs: number): void {
    for (const [subscriber, calls] of this.#calls) {
      const left = calls.filter((callMs) => this.#isRecent(callMs, nowMs));
      if (left.length === 0) this.#calls.delete(subscriber);
      else this.#calls.set(subscriber, left);
    }
  }

  holds({ subscriber, account, timeMs, oddness }: TransferRequest): HoldReason | null {
    const { falseShare, falseShareAfterCall } = this.#settings;
    if (this.#isListed(account, timeMs)) return "account";
    if (oddness < falseShare) return "score";
    if (oddness >= falseShareAfterCall) return null;
    // Calls after the transfer are not known yet.
    const calls = this.#calls.get(subscriber) ?? [];
    return calls.some((callMs) => callMs <= timeMs && this.#isRecent(callMs, timeMs)) ? "call" : null;
  }

  #isRecent(callMs: number, nowMs: number): boolean {
    return nowMs - callMs <= this.#settings.callMinutes * MINUTE_MS;
  }

  #isListed(account: number, timeMs: number): boolean {
    const listed = this.#listed.get(account);
    return listed !== undefined && timeMs >= listed.fromMs && timeMs < listed.untilMs;
  }
}
