/** The signals of one window, as columns: there are hundreds an hour, and objects would be garbage by the next. */
import { compareText } from "../core/units.ts";
import { enlarged } from "../core/growth.ts";
import type { Identity } from "../event/identity.ts";

export const SIGNAL_KINDS = [
  "flaggedContact",
  "suspectCall",
  "callBack",
  "reply",
  "lookUp",
  /** A number, domain or account known only now, with which the subscriber had contact before. */
  "lookBack",
  "install",
  /** A chat with a person named by a suspect number. */
  "chat",
  /** A payment to an account that a victim reported. */
  "payment",
] as const;
export type SignalKind = (typeof SIGNAL_KINDS)[number];

export interface Signal {
  readonly kind: SignalKind;
  readonly subscriber: number;
  /** When the platform learned of it. */
  readonly timeMs: number;
  /** Added exposure; at least 0. */
  readonly strength: number;
  /** Null for a domain or an account. */
  readonly identity: Identity | null;
  readonly host: string | null;
}

const FIRST_CAPACITY = 1024;
/** Missing identity; real ones are whole numbers from 0. */
export const NO_IDENTITY = -1;

/** 29 bytes a signal, and its host if it has one. */
export class Signals {
  count = 0;
  kind = new Uint8Array(FIRST_CAPACITY);
  subscriber = new Uint32Array(FIRST_CAPACITY);
  timeMs = new Float64Array(FIRST_CAPACITY);
  strength = new Float64Array(FIRST_CAPACITY);
  /** NO_IDENTITY for a domain. */
  identity = new Float64Array(FIRST_CAPACITY);
  readonly host: (string | null)[] = [];
  readonly #rows: number[] = [];

  clear(): void {
    this.count = 0;
  }

  add(
    kind: SignalKind,
    subscriber: number,
    timeMs: number,
    strength: number,
    identity: Identity | null,
    host: string | null,
  ): void {
    if (this.count === this.kind.length) this.#grow();
    const row = this.count++;
    this.kind[row] = SIGNAL_KINDS.indexOf(kind);
    this.subscriber[row] = subscriber;
    this.timeMs[row] = timeMs;
    this.strength[row] = strength;
    this.identity[row] = identity ?? NO_IDENTITY;
    this.host[row] = host;
  }

  /** By time, then by every other column: the order of adding does not matter. Valid until the next call. */
  inOrder(): readonly number[] {
    const rows = this.#rows;
    rows.length = this.count;
    for (let row = 0; row < this.count; row++) rows[row] = row;
    return rows.sort((a, b) => this.#compare(a, b));
  }

  #compare(a: number, b: number): number {
    return (
      this.timeMs[a]! - this.timeMs[b]! ||
      this.subscriber[a]! - this.subscriber[b]! ||
      this.kind[a]! - this.kind[b]! ||
      this.strength[a]! - this.strength[b]! ||
      this.identity[a]! - this.identity[b]! ||
      compareText(this.host[a] ?? "", this.host[b] ?? "")
    );
  }

  #grow(): void {
    const capacity = this.kind.length * 2;
    this.kind = enlarged(this.kind, capacity);
    this.subscriber = enlarged(this.subscriber, capacity);
    this.timeMs = enlarged(this.timeMs, capacity);
    this.strength = enlarged(this.strength, capacity);
    this.identity = enlarged(this.identity, capacity);
  }
}
