/**
 * Exposure: the strongest signal of each kind about a subscriber, summed and fading. All fade alike, so the order of
 * kinds and the strongest signal do not depend on the time of reading. An account is a row of numbers, which lie
 * together: there are a hundred thousand.
 */
import type { Identity } from "../../event/identity.ts";
import { enlarged } from "../../core/growth.ts";
import { assert } from "../../core/assert.ts";
import { HOUR_MS } from "../../core/time.ts";
import { SIGNAL_KINDS, type Signal, type SignalKind, NO_IDENTITY, type Signals } from "../../record/signals.ts";

const KINDS = SIGNAL_KINDS.length;

/**
 * Columns of an account: the worth of each kind of signal, of the strongest, and their time. Of the strongest signal:
 * its identity, NO_IDENTITY, or NO_SIGNAL; 1 if it has a host. No objects: the collector would walk them all.
 */
const STRONGEST = KINDS;
const AT_MS = KINDS + 1;
const IDENTITY = KINDS + 2;
const HAS_HOST = KINDS + 3;
const COLUMNS = KINDS + 4;

const FIRST_ACCOUNTS = 1024;
const NONE = -1;
const NO_SIGNAL = -2;

/** Keeps the touching of accounts from being optimised away. */
export const touched = new Float64Array(1);

interface StrongestSignal extends Pick<Signal, "identity" | "host"> {
  readonly worth: number;
}

/** About a hundred bytes for every subscriber who ever had a signal; constant time for everything. */
export class ExposureTable {
  readonly #decayPerMs: number;
  /** By subscriber: the account, numbered as opened, or NONE. */
  #accounts = new Int32Array(FIRST_ACCOUNTS).fill(NONE);
  #opened = 0;
  #worth = new Float64Array(FIRST_ACCOUNTS * COLUMNS);
  readonly #hosts: string[] = [];
  readonly #settledMs = new Map<number, number>();

  constructor(halfLifeHours: number) {
    assert(halfLifeHours > 0, `a half-life must be positive, got ${halfLifeHours}`);
    this.#decayPerMs = Math.LN2 / (halfLifeHours * HOUR_MS);
  }

  /** Loads the accounts of signals that are about to be added: the cache misses overlap. */
  touch({ subscriber, count }: Signals): void {
    let sink = 0;
    for (let row = 0; row < count; row++) {
      const at = Math.max(this.#accountAt(subscriber[row]!), 0) * COLUMNS;
      sink += this.#worth[at]! + this.#worth[at + HAS_HOST]!;
    }
    touched[0] = sink;
  }

  add(signals: Signals, row: number): void {
    const timeMs = signals.timeMs[row]!;
    const strength = signals.strength[row]!;
    assert(strength >= 0, () => `a signal's strength must not be negative, got ${strength}`);
    const account = this.#openAccount(signals.subscriber[row]!, timeMs);
    const at = account * COLUMNS;
    if (timeMs > this.#worth[at + AT_MS]!) this.#fade(at, timeMs);
    // An account is never behind the time of its settling, so only an earlier signal can be void.
    else if (timeMs < this.#worth[at + AT_MS]! && timeMs < (this.#settledMs.get(account) ?? timeMs)) return;
    const worth = strength * this.#remains(this.#worth[at + AT_MS]! - timeMs);
    // A likelihood ratio covers a day with such a signal: two of a kind are no more evidence than the stronger.
    const ofKind = at + signals.kind[row]!;
    this.#worth[ofKind] = Math.max(this.#worth[ofKind]!, worth);
    if (this.#worth[at + IDENTITY] === NO_SIGNAL || worth > this.#worth[at + STRONGEST]!) {
      const host = signals.host[row]!;
      this.#worth[at + STRONGEST] = worth;
      this.#worth[at + IDENTITY] = signals.identity[row]!;
      this.#worth[at + HAS_HOST] = Number(host !== null);
      if (host !== null) this.#hosts[account] = host;
    }
  }

  /** At least 0. Not for a time before the last signal. */
  total(subscriber: number, timeMs: number): number {
    const account = this.#accountAt(subscriber);
    if (account === NONE) return 0;
    const at = account * COLUMNS;
    const atMs = this.#worth[at + AT_MS]!;
    assert(timeMs >= atMs, "exposure is asked for at a time before a signal that counts in it");
    let total = 0;
    for (let kind = 0; kind < KINDS; kind++) total += this.#worth[at + kind]!;
    return total * this.#remains(timeMs - atMs);
  }

  /** What a kind of signal contributes, faded. Not for a time before the last signal. */
  part(subscriber: number, kind: SignalKind, timeMs: number): number {
    const account = this.#accountAt(subscriber);
    if (account === NONE) return 0;
    const at = account * COLUMNS;
    return this.#worth[at + SIGNAL_KINDS.indexOf(kind)]! * this.#remains(timeMs - this.#worth[at + AT_MS]!);
  }

  /** The kinds of signal in the exposure, by what they contribute, strongest first; among equals as in SIGNAL_KINDS. */
  reasons(subscriber: number): SignalKind[] {
    const account = this.#accountAt(subscriber);
    if (account === NONE) return [];
    const at = account * COLUMNS;
    const kinds: number[] = [];
    for (let kind = 0; kind < KINDS; kind++) {
      const worth = this.#worth[at + kind]!;
      if (worth === 0) continue;
      let place = kinds.length;
      while (place > 0 && this.#worth[at + kinds[place - 1]!]! < worth) place--;
      kinds.splice(place, 0, kind);
    }
    return kinds.map((kind) => SIGNAL_KINDS[kind]!);
  }

  /** The signal that contributes most, faded. Not for a time before the last signal. */
  strongest(subscriber: number, timeMs: number): StrongestSignal | null {
    const account = this.#accountAt(subscriber);
    const at = account * COLUMNS;
    if (account === NONE || this.#worth[at + IDENTITY] === NO_SIGNAL) return null;
    const identity = this.#worth[at + IDENTITY]!;
    const host = this.#worth[at + HAS_HOST] === 1 ? this.#hosts[account]! : null;
    const worth = this.#worth[at + STRONGEST]! * this.#remains(timeMs - this.#worth[at + AT_MS]!);
    return { identity: identity === NO_IDENTITY ? null : (identity as Identity), host, worth };
  }

  /** Exposure starts again from 0. Signals from before `timeMs` are void, even if they come in later. */
  settle(subscriber: number, timeMs: number): void {
    const account = this.#openAccount(subscriber, timeMs);
    this.#clear(account, timeMs);
    this.#settledMs.set(account, timeMs);
  }

  #accountAt(subscriber: number): number {
    return subscriber < this.#accounts.length ? this.#accounts[subscriber]! : NONE;
  }

  #openAccount(subscriber: number, timeMs: number): number {
    const known = this.#accountAt(subscriber);
    if (known !== NONE) return known;
    const { length } = this.#accounts;
    if (subscriber >= length) this.#accounts = enlarged(this.#accounts, Math.max(length * 2, subscriber + 1), NONE);
    const account = this.#opened++;
    this.#accounts[subscriber] = account;
    this.#hosts.push("");
    if ((account + 1) * COLUMNS > this.#worth.length) {
      this.#worth = enlarged(this.#worth, this.#worth.length * 2);
    }
    this.#clear(account, timeMs);
    return account;
  }

  #clear(account: number, timeMs: number): void {
    const at = account * COLUMNS;
    for (let column = 0; column <= STRONGEST; column++) this.#worth[at + column] = 0;
    this.#worth[at + AT_MS] = timeMs;
    this.#worth[at + IDENTITY] = NO_SIGNAL;
    this.#worth[at + HAS_HOST] = 0;
  }

  #fade(at: number, timeMs: number): void {
    const remains = this.#remains(timeMs - this.#worth[at + AT_MS]!);
    for (let column = 0; column <= STRONGEST; column++) this.#worth[at + column]! *= remains;
    this.#worth[at + AT_MS] = timeMs;
  }

  #remains(elapsedMs: number): number {
    return elapsedMs === 0 ? 1 : Math.exp(-this.#decayPerMs * elapsedMs);
  }
}
