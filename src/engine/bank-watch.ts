/** Banks and their inputs. A number is suspect if it is listed, or if one of its events was blocked lately. */
import { HOUR_MS } from "../core/time.ts";
import { NO_VALUE } from "../core/key-index.ts";
import type { BankStatement, HoldReason, TransferRequest } from "../record/bank.ts";
import type { Complaint } from "../record/complaint.ts";
import { type Identity, canonicalIdentity } from "../event/identity.ts";
import { BankDesk } from "../respond/banks/bank-desk.ts";
import { LONG_CALL, type NotedEvents } from "../respond/signals/noted-events.ts";
import { SUSPECT_HOURS, SuspectNumbers } from "../respond/signals/suspect-numbers.ts";
import type { Scenario } from "../scenario/schema.ts";
import type { Banks } from "../world/episodes/held-transfers.ts";
import type { Observation } from "../world/people/observation.ts";
import { Payers } from "../world/people/payers.ts";
import type { World } from "../world/world.ts";
import type { Platform } from "./platform.ts";

interface BankWatchOptions {
  readonly scenario: Scenario;
  readonly seed: number;
  readonly world: World;
  readonly platform: Platform;
  readonly observation: Observation;
}

export class BankWatch implements Banks {
  readonly #settings: Scenario["banks"];
  readonly #world: World;
  readonly #platform: Platform;
  readonly #observation: Observation;
  readonly #desk: BankDesk;
  readonly #payers: Payers;
  readonly #suspects: SuspectNumbers;
  readonly #people = new Set<number>();
  readonly #held = { account: 0, score: 0, call: 0 };
  readonly #counts = { asked: 0, delayHours: 0 };

  constructor({ scenario, seed, world, platform, observation }: BankWatchOptions) {
    this.#settings = scenario.banks;
    this.#world = world;
    this.#platform = platform;
    this.#observation = observation;
    this.#suspects = new SuspectNumbers(SUSPECT_HOURS);
    this.#payers = new Payers(scenario, seed);
    this.#desk = new BankDesk(scenario.banks);
  }

  /** Takes the calls of the hour that begins at `startMs`. Call it before the transfers of that hour. */
  hear(noted: NotedEvents, startMs: number): void {
    const { columns, count, blocked } = noted;
    this.#desk.forgetCalls(startMs);
    this.#suspects.raise(columns.blocked, blocked, startMs);
    const rows: number[] = [];
    for (let row = 0; row < count; row++) {
      if ((columns.what[row]! & LONG_CALL) === 0) continue;
      const caller = columns.caller[row]! as Identity;
      if (columns.callerListed[row] === 1 || this.#isSuspect(caller, columns.timeMs[row]!)) rows.push(row);
    }
    const callees = Float64Array.from(rows, (row) => columns.callee[row]!);
    const had = Uint32Array.from(rows, (row) => columns.subscriber[row]!);
    const subscribers = new Int32Array(rows.length);
    this.#world.subscribersInto(callees, had, rows.length, subscribers);
    rows.forEach((row, at) => {
      if (subscribers[at] !== NO_VALUE) this.#desk.noteCall(subscribers[at]!, columns.timeMs[row]!);
    });
  }

  /** Sends the banks the accounts that victims named in the hour before `nowMs`, and a few others by mistake. */
  listAccounts(complaints: readonly Complaint[], nowMs: number): void {
    const fromMs = nowMs + this.#settings.listHours * HOUR_MS;
    for (const { account } of complaints) {
      if (account === null) continue;
      this.#desk.list(account, fromMs);
      const mistaken = this.#payers.wronglyListedBeside(account);
      if (mistaken !== null) this.#desk.list(mistaken, fromMs);
    }
  }

  /** Innocent people pay each other in that hour. Call it after `hear`. */
  serveInnocents(hour: number): void {
    for (const transfer of this.#payers.ofHour(hour)) {
      this.#counts.asked++;
      const reason = this.#desk.holds(transfer);
      if (reason === null) continue;
      this.#held[reason]++;
      this.#people.add(transfer.subscriber);
      if (reason !== "account") this.#counts.delayHours += this.#settings.holdHours;
    }
  }

  holds(transfer: TransferRequest, talksTo: Identity | null): HoldReason | null {
    const { subscriber, timeMs } = transfer;
    // The network sees only a part of such calls.
    const isSeen =
      talksTo !== null &&
      this.#observation.seesAct({ kind: "callBack", subscriber, timeMs, identity: talksTo, host: null, account: null });
    if (isSeen && this.#isSuspect(talksTo, timeMs)) this.#desk.noteCall(subscriber, timeMs);
    return this.#desk.holds(transfer);
  }

  innocents(): BankStatement["innocents"] {
    return { ...this.#counts, held: this.#held, people: this.#people.size };
  }

  #isSuspect(number: Identity, timeMs: number): boolean {
    const key = canonicalIdentity(number);
    return this.#platform.isListed(key) || this.#suspects.has(key, timeMs);
  }
}
