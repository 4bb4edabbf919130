/** The pace of a run: play, pause, step, and simulated hours a second. Decides when the next hour may be shown. */
import { Changes } from "./changes.ts";

/** Faster hours share a frame. */
const FAST_HOURS_PER_SECOND = 10;

export class Pacer {
  isPlaying = true;
  /** Null: as fast as it goes. */
  hoursPerSecond: number | null;
  readonly #changes = new Changes();
  #steps = 0;
  #isReleased = false;
  #dueMs = 0;

  constructor(hoursPerSecond: number | null) {
    this.hoursPerSecond = hoursPerSecond;
  }

  /** Faster than frames. */
  get isFast(): boolean {
    return this.isPlaying && (this.hoursPerSecond === null || this.hoursPerSecond > FAST_HOURS_PER_SECOND);
  }

  play(): void {
    this.#set(true, 0);
  }

  pause(): void {
    this.#set(false, 0);
  }

  step(): void {
    this.#set(false, this.#steps + 1);
  }

  setPace(hoursPerSecond: number | null): void {
    this.hoursPerSecond = hoursPerSecond;
    this.#set(this.isPlaying, this.#steps);
  }

  /** Holds nobody up any more. */
  release(): void {
    this.#isReleased = true;
    this.#changes.tell();
  }

  /** Resolves when the next hour may be shown. One caller at a time. */
  async turn(): Promise<void> {
    while (!this.#isReleased) {
      if (this.#steps > 0) {
        this.#steps--;
        return;
      }
      const waitMs = this.isPlaying ? this.#dueMs - performance.now() : Number.POSITIVE_INFINITY;
      if (waitMs <= 0) return this.#setNextDue();
      await this.#changes.next(waitMs);
    }
  }

  #set(isPlaying: boolean, steps: number): void {
    this.isPlaying = isPlaying;
    this.#steps = steps;
    this.#dueMs = performance.now();
    this.#changes.tell();
  }

  /** A late hour shortens the next wait only: a run that was held up does not race afterwards. */
  #setNextDue(): void {
    if (this.hoursPerSecond === null) return;
    const intervalMs = 1000 / this.hoursPerSecond;
    this.#dueMs = Math.max(this.#dueMs, performance.now() - intervalMs) + intervalMs;
  }
}
