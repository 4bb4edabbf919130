/**
 * Numbers and domains that are doubtful for a while, because something of them was blocked. Doubt is counted by windows: all keys of one
 * window are forgotten together, unless a later one renewed them.
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

  constructor(lifeHours: number) {
    this.#lifeMs = lifeHours * HOUR_MS;
  }

  /** Forgets what is doubtful no longer at `startMs`, where the next window starts; the first `count` keys are doubtful from then on. */
  raise(keys: Float64Array, count: number, startMs: number): void {
    this.#forget(startMs);
    const serial = this.#serial++;
    const raised: number[] = [];
    for (let i = 0; i < count; i++) {
      const key = keys[i]!;
      if (this.#raisedIn.get(key) === serial) continue;
      this.#raisedIn.set(key, serial);
      raised.push(key);
    }
    this.#windows.push({ serial, untilMs: startMs + this.#lifeMs, keys: raised });
  }

  /** Of a time not before the window last raised. */
  has(key: number, timeMs: number): boolean {
    const serial = this.#raisedIn.get(key);
    if (serial === NO_VALUE) return false;
    return this.#windows[serial - this.#windows[0]!.serial]!.untilMs > timeMs;
  }

  #forget(nowMs: number): void {
    while (this.#windows.length > 0 && this.#windows[0]!.untilMs <= nowMs) {
      const { serial, keys } = this.#windows.shift()!;
      for (const key of keys) if (this.#raisedIn.get(key) === serial) this.#raisedIn.delete(key);
    }
  }
}
