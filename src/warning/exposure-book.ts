/**
 * Exposure: the signals about each subscriber, summed and fading. All fade alike, so the order of kinds and the strongest
 * signal do not depend on when one looks.
 */
import { assert } from "../core/assert.ts";
import { HOUR_MS } from "../core/time.ts";
import { SIGNAL_KINDS, type Signal, type SignalKind } from "../event/signal.ts";

interface Account {
  /** What stands below is worth so much at this time. */
  atMs: number;
  readonly byKind: number[];
  strongest: Signal | null;
  strongestWorth: number;
  /** Signals from before are void. */
  fromMs: number;
}

/** A few hundred bytes for every subscriber of whom there ever was a signal; constant time for everything. */
export class ExposureBook {
  readonly #decayPerMs: number;
  readonly #accounts = new Map<number, Account>();

  constructor(halfLifeHours: number) {
    assert(halfLifeHours > 0, `a half-life must be positive, got ${halfLifeHours}`);
    this.#decayPerMs = Math.LN2 / (halfLifeHours * HOUR_MS);
  }

  /** Signals need not come in the order of time. */
  add(signal: Signal): void {
    const { kind, subscriber, timeMs, strength } = signal;
    assert(strength >= 0, () => `a signal's strength must not be negative, got ${strength}`);
    const account = this.#accounts.get(subscriber) ?? this.#open(subscriber, timeMs);
    if (timeMs < account.fromMs) return;
    if (timeMs > account.atMs) this.#fade(account, timeMs);
    const worth = strength * this.#remains(account.atMs - timeMs);
    account.byKind[SIGNAL_KINDS.indexOf(kind)]! += worth;
    if (account.strongest === null || worth > account.strongestWorth) {
      account.strongest = signal;
      account.strongestWorth = worth;
    }
  }

  /** The subscriber's exposure at a time not before the last signal. At least 0. */
  total(subscriber: number, timeMs: number): number {
    const account = this.#accounts.get(subscriber);
    if (!account) return 0;
    assert(timeMs >= account.atMs, "exposure is asked for at a time before a signal that counts in it");
    return sum(account.byKind) * this.#remains(timeMs - account.atMs);
  }

  /** The kinds of signal in the exposure, by what they contribute, strongest first; among equals as in SIGNAL_KINDS. */
  reasons(subscriber: number): SignalKind[] {
    const byKind = this.#accounts.get(subscriber)?.byKind ?? [];
    return SIGNAL_KINDS.map((kind, index) => ({ kind, worth: byKind[index] ?? 0 }))
      .filter(({ worth }) => worth > 0)
      .toSorted((a, b) => b.worth - a.worth)
      .map(({ kind }) => kind);
  }

  /** The signal that contributes most: a recent one outdoes an older one that was a little stronger. */
  strongest(subscriber: number): Signal | null {
    return this.#accounts.get(subscriber)?.strongest ?? null;
  }

  /** Exposure starts again from 0; signals of before `timeMs`, also those that are still to come in, do not count. */
  settle(subscriber: number, timeMs: number): void {
    this.#open(subscriber, timeMs).fromMs = timeMs;
  }

  #open(subscriber: number, timeMs: number): Account {
    const account: Account = {
      atMs: timeMs,
      byKind: SIGNAL_KINDS.map(() => 0),
      strongest: null,
      strongestWorth: 0,
      fromMs: Number.NEGATIVE_INFINITY,
    };
    this.#accounts.set(subscriber, account);
    return account;
  }

  #fade(account: Account, timeMs: number): void {
    const remains = this.#remains(timeMs - account.atMs);
    for (let kind = 0; kind < account.byKind.length; kind++) account.byKind[kind]! *= remains;
    account.strongestWorth *= remains;
    account.atMs = timeMs;
  }

  #remains(elapsedMs: number): number {
    return Math.exp(-this.#decayPerMs * elapsedMs);
  }
}

function sum(values: readonly number[]): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}
