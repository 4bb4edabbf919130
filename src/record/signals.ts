/**
 * The signals of one window, as columns: there are hundreds an hour, and an object for each would be garbage by the
 * next.
 */
import type { Identity } from "../event/identity.ts";
import { SIGNAL_KINDS, type SignalKind } from "./signal.ts";

const FIRST_ROOM = 1024;
/** In place of the identity where there is none; those that are there are whole numbers from 0. */
export const NO_IDENTITY = -1;

/** 29 bytes a signal, and the host of those that have one. */
export class Signals {
  /** Signals in the columns; what lies behind is of no meaning. */
  count = 0;
  /** Places in SIGNAL_KINDS. */
  kind = new Uint8Array(FIRST_ROOM);
  subscriber = new Uint32Array(FIRST_ROOM);
  timeMs = new Float64Array(FIRST_ROOM);
  strength = new Float64Array(FIRST_ROOM);
  /** NO_IDENTITY where it is a domain's. */
  identity = new Float64Array(FIRST_ROOM);
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

  /**
   * The rows by time, then by all else that they hold: the order in which signals were added does not show. Valid until
   * the next call. In linear time where they were added by time.
   */
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
      compareHosts(this.host[a] ?? "", this.host[b] ?? "")
    );
  }

  #grow(): void {
    const room = this.kind.length * 2;
    this.kind = enlarged(this.kind, new Uint8Array(room));
    this.subscriber = enlarged(this.subscriber, new Uint32Array(room));
    this.timeMs = enlarged(this.timeMs, new Float64Array(room));
    this.strength = enlarged(this.strength, new Float64Array(room));
    this.identity = enlarged(this.identity, new Float64Array(room));
  }
}

function enlarged<Column extends Uint8Array | Uint32Array | Float64Array>(from: Column, into: Column): Column {
  into.set(from);
  return into;
}

/** By code units: the same under every locale. */
function compareHosts(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
