/**
 * The signal reader: turns what the platform saw in a window of time into signals. It knows numbers and domains that
 * are listed, or suspect because some of their events were blocked lately; accounts that victims reported lately; and
 * who had contact with any of them. It does not know episodes.
 */
import type { BlocklistKey } from "../../event/blocklist-key.ts";
import { NO_VALUE } from "../../core/key-index.ts";
import { HOURS_PER_DAY, HOUR_MS } from "../../core/time.ts";
import { accountKey, isAccountKey } from "../../record/bank.ts";
import type { Act, ActKind } from "../../record/act.ts";
import type { Complaint } from "../../record/complaint.ts";
import { domainKey, isDomainKey } from "../../event/link/domain-key.ts";
import { type Identity, canonicalIdentity, canonicalInto } from "../../event/identity.ts";
import { Signals } from "../../record/signals.ts";
import { type LoggedContact, ContactLog } from "./contact-log.ts";
import { SUSPECT_HOURS, SuspectNumbers } from "./suspect-numbers.ts";
import { FLAGGED, LONG_CALL, type NotedEvents } from "./noted-events.ts";
import type { Scenario } from "../../scenario/schema.ts";

/** How far back contacts with a listed number count. Assumed; changes no headline figure. */
const LOOK_BACK_HOURS = 72;
/** An account stays suspect for so many days after a victim last reported it. Assumed; changes no headline figure. */
const SUSPECT_ACCOUNT_DAYS = 5;

/** The operators' own records. Keys: canonical identities, domain keys. */
interface Network {
  /** out[i] = the subscriber with numbers[i], or NO_VALUE, for i in [0, count). had[i]: who had it at the call. */
  subscribersInto(numbers: Float64Array, had: Uint32Array, count: number, out: Int32Array): void;
  isListed(key: BlocklistKey): boolean;
  isListedHost(host: string): boolean;
  /** out[i] = 1 where keys[i] is listed, else 0, for i in [0, count). were[i]: the same when it was screened. */
  listedInto(keys: Float64Array, were: Uint8Array, count: number, out: Uint8Array): void;
}

export interface Window {
  readonly notedEvents: NotedEvents;
  readonly acts: readonly Act[];
  /** Made in the window. People who report something know already: earlier logged contacts give no more signals. */
  readonly complaints: readonly Complaint[];
  readonly listed: Iterable<number>;
  readonly startMs: number;
  readonly endMs: number;
}

export class SignalReader {
  readonly #settings: Scenario["signals"];
  readonly #lookBackMs: number;
  readonly #network: Network;
  readonly #contactLog: ContactLog;
  readonly #suspects: SuspectNumbers;
  readonly #suspectAccounts = new Map<number, number>();
  readonly #hosts = new Map<number, string>();
  readonly #reported = new Map<number, number>();
  readonly #signals = new Signals();
  #rows = rowColumns(0);

  constructor(
    settings: Scenario["signals"],
    subscribers: number,
    network: Network,
    { suspectHours = SUSPECT_HOURS, lookBackHours = LOOK_BACK_HOURS } = {},
  ) {
    this.#settings = settings;
    this.#network = network;
    this.#suspects = new SuspectNumbers(suspectHours);
    this.#lookBackMs = lookBackHours * HOUR_MS;
    this.#contactLog = new ContactLog(Math.ceil(settings.rememberedContacts * subscribers));
  }

  /** Signals of a window, in no order, valid until the next `read`. Windows follow each other. About 1 us an event. */
  read({ notedEvents, acts, complaints, listed, startMs, endMs }: Window): Signals {
    this.#signals.clear();
    // What was blocked counts from the start of the window on: when in it does not matter.
    this.#suspects.raise(notedEvents.columns.blocked, notedEvents.blocked, startMs);
    const rows = notedEvents.inOrder();
    this.#lookUp(notedEvents);
    let next = 0;
    for (const act of acts) {
      next = this.#readEvents(notedEvents, rows, next, act.timeMs);
      this.#readAct(act);
    }
    this.#readEvents(notedEvents, rows, next, Number.POSITIVE_INFINITY);
    const reportedAccounts = this.#readComplaints(complaints);
    this.#lookBack([...listed, ...reportedAccounts], endMs);
    return this.#signals;
  }

  /** Looks up who called and was called, of all events at once: the cache misses overlap. */
  #lookUp({ columns, count }: NotedEvents): void {
    const { timeMs, caller, callerListed, callee, subscriber } = columns;
    if (this.#rows.keys.length < count) this.#rows = rowColumns(count * 2);
    const { keys, callees, isListed, isSuspect } = this.#rows;
    canonicalInto(caller, 0, count, keys);
    this.#network.subscribersInto(callee, subscriber, count, callees);
    this.#network.listedInto(keys, callerListed, count, isListed);
    this.#suspects.hasInto(keys, timeMs, count, isSuspect);
  }

  /** Reads events up to `untilMs`, from index `next` of `rows` on. Returns the index after the last. */
  #readEvents(notedEvents: NotedEvents, rows: Int32Array, next: number, untilMs: number): number {
    const { timeMs } = notedEvents.columns;
    let at = next;
    for (; at < rows.length && timeMs[rows[at]!]! <= untilMs; at++) {
      const row = rows[at]!;
      if (this.#rows.callees[row] !== NO_VALUE) this.#readEvent(notedEvents, row);
    }
    return at;
  }

  /**
   * A long call with a suspect number gives a "suspectCall", flagged or not; with another number it is kept for
   * look-back.
   */
  #readEvent(notedEvents: NotedEvents, row: number): void {
    const subscriber = this.#rows.callees[row]!;
    const { columns } = notedEvents;
    const what = columns.what[row]!;
    const timeMs = columns.timeMs[row]!;
    const caller = columns.caller[row]! as Identity;
    const number = this.#rows.keys[row]!;
    const isLong = (what & LONG_CALL) !== 0;
    const isSuspectCall = isLong && (this.#rows.isListed[row] === 1 || this.#rows.isSuspect[row] === 1);
    if (isLong && !isSuspectCall) this.#contactLog.remember(number, "suspectCall", subscriber, timeMs);
    if (isSuspectCall) this.#signal("suspectCall", subscriber, timeMs, caller, null);
    else if ((what & FLAGGED) !== 0) {
      this.#signal("flaggedContact", subscriber, timeMs, caller, notedEvents.hostOf(row));
    }
  }

  #readAct({ kind, subscriber, timeMs, identity, host, account }: Act): void {
    const number = canonicalIdentity((identity ?? 0) as Identity);
    const key = account !== null ? accountKey(account) : host !== null ? domainKey(host) : number;
    const isListed = host === null ? this.#network.isListed(number) : this.#network.isListedHost(host);
    const isSuspect =
      account === null ? isListed || this.#suspects.has(key, timeMs) : this.#isSuspectAccount(key, timeMs);
    if (isSuspect) return this.#signal(kind, subscriber, timeMs, identity, host);
    if (host !== null) this.#hosts.set(key, host);
    this.#contactLog.remember(key, kind, subscriber, timeMs);
  }

  #readComplaints(complaints: readonly Complaint[]): number[] {
    const accounts: number[] = [];
    for (const { subscriber, timeMs, account } of complaints) {
      this.#reported.set(subscriber, timeMs);
      if (account === null) continue;
      const key = accountKey(account);
      if (!this.#isSuspectAccount(key, timeMs)) accounts.push(key);
      this.#suspectAccounts.set(key, timeMs + SUSPECT_ACCOUNT_DAYS * HOURS_PER_DAY * HOUR_MS);
    }
    return accounts;
  }

  #isSuspectAccount(key: number, timeMs: number): boolean {
    return timeMs < (this.#suspectAccounts.get(key) ?? Number.NEGATIVE_INFINITY);
  }

  /**
   * A signal for each contact with a number, domain or account before it was known, unless it gave one at the time.
   * None is looked back at twice, though a key may be listed or reported again.
   */
  #lookBack(listed: Iterable<number>, endMs: number): void {
    const sinceMs = endMs - this.#lookBackMs;
    for (const [key, contactLog] of this.#contactLog.take(listed, sinceMs)) this.#lookBackAt(key, contactLog, endMs);
  }

  #lookBackAt(key: number, contactLog: readonly LoggedContact[], endMs: number): void {
    const { lookBackFactor } = this.#settings;
    const identity = isDomainKey(key) || isAccountKey(key) ? null : (key as Identity);
    const host = this.#hosts.get(key) ?? null;
    for (const { kind, subscriber, timeMs } of contactLog) {
      if (timeMs <= (this.#reported.get(subscriber) ?? Number.NEGATIVE_INFINITY)) continue;
      const strength = this.#settings[kind] * lookBackFactor;
      this.#signals.add("lookBack", subscriber, endMs, strength, identity, host);
    }
  }

  #signal(
    kind: ActKind | "flaggedContact" | "suspectCall",
    subscriber: number,
    timeMs: number,
    identity: Identity | null,
    host: string | null,
  ): void {
    this.#signals.add(kind, subscriber, timeMs, this.#settings[kind], identity, host);
  }
}

/** Of the events of a window: who called and was called. */
function rowColumns(rows: number) {
  return {
    keys: new Float64Array(rows),
    callees: new Int32Array(rows),
    isListed: new Uint8Array(rows),
    isSuspect: new Uint8Array(rows),
  };
}
