/**
 * Numbers and domains that are doubtful for a while, because something of them was blocked. Doubt is counted by
 * windows: all keys of one window are forgotten together, unless a later one renewed them.
 */
import { KeyIndex, NO_VALUE } from "../core/key-index.ts";
import { HOUR_MS } from "../core/time.ts";

/** The doubts that one window raised. */
interface Raised {
  readonly serial: number;
  readonly untilMs: number;
  readonly keys: number[];
}

export class Doubts {
  readonly #lifeMs: number;
  /** Key -> the serial of the window that last raised it. */
  readonly #raisedIn = new KeyIndex();
  /** Windows that are not forgotten, in order. */
  readonly #windows: Raised[] = [];
  #serial = 0;
  /** Serials of the keys being asked for. */
  #serials = new Int32Array(0);

  constructor(lifeHours: number) {
    this.#lifeMs = lifeHours * HOUR_MS;
  }

  /**
   * Forgets what is doubtful no longer at `startMs`, where the next window starts; the first `count` keys are doubtful
   * from then on.
   */
  raise(keys: Float64Array, count: number, startMs: number): void {
    this.#forget(startMs);
    const serial = this.#serial++;
    const raised: number[] = [];
    for (let i = 0; i < count; i++) {
      const key = keys[i]!;
      if (this.#raisedIn.raise(key, serial) !== serial) raised.push(key);
    }
    this.#windows.push({ serial, untilMs: startMs + this.#lifeMs, keys: raised });
  }

  /** Of a time not before the window last raised. */
  has(key: number, timeMs: number): boolean {
    const serial = this.#raisedIn.get(key);
    return serial !== NO_VALUE && this.#untilMs(serial) > timeMs;
  }

  /** out[i] = 1 where keys[i] is doubtful at timesMs[i], 0 where it is not, for i in [0, count). */
  hasInto(keys: Float64Array, timesMs: Float64Array, count: number, out: Uint8Array): void {
    if (this.#serials.length < count) this.#serials = new Int32Array(count * 2);
    const serials = this.#serials;
    this.#raisedIn.getInto(keys, count, serials);
    for (let i = 0; i < count; i++)
      out[i] = serials[i] !== NO_VALUE && this.#untilMs(serials[i]!) > timesMs[i]! ? 1 : 0;
  }

  #untilMs(serial: number): number {
    return this.#windows[serial - this.#windows[0]!.serial]!.untilMs;
  }

  #forget(nowMs: number): void {
    while (this.#windows.length > 0 && this.#windows[0]!.untilMs <= nowMs) {
      const { serial, keys } = this.#windows.shift()!;
      for (const key of keys) this.#raisedIn.deleteUpTo(key, serial);
    }
  }
}
