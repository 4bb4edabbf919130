/**
 * The pace of a run: play, pause, step, and so many simulated hours a second. It says when the next hour may be shown.
 */

/** Frames come no faster (stream.ts): beyond it, hours share one. */
const FAST_HOURS_PER_SECOND = 10;

export class Pacer {
  #playing: boolean;
  #hoursPerSecond: number | null;
  /** Hours that were asked for one by one. */
  #steps = 0;
  #isReleased = false;
  /** When the next hour is due, by performance.now(). */
  #dueMs = 0;
  #wake = (): void => {};

  constructor(playing: boolean, hoursPerSecond: number | null) {
    this.#playing = playing;
    this.#hoursPerSecond = hoursPerSecond;
  }

  get playing(): boolean {
    return this.#playing;
  }

  get hoursPerSecond(): number | null {
    return this.#hoursPerSecond;
  }

  /** Whether hours may follow each other faster than frames do. */
  get isFast(): boolean {
    return this.#playing && (this.#hoursPerSecond === null || this.#hoursPerSecond > FAST_HOURS_PER_SECOND);
  }

  play(): void {
    this.#playing = true;
    this.#steps = 0;
    this.#dueMs = performance.now();
    this.#wake();
  }

  pause(): void {
    this.#playing = false;
    this.#steps = 0;
    this.#wake();
  }

  /** One hour, and no further. */
  step(): void {
    this.#playing = false;
    this.#steps++;
    this.#wake();
  }

  /** Null: as fast as it goes. */
  setPace(hoursPerSecond: number | null): void {
    this.#hoursPerSecond = hoursPerSecond;
    this.#dueMs = performance.now();
    this.#wake();
  }

  /** Holds nobody up any more. */
  release(): void {
    this.#isReleased = true;
    this.#wake();
  }

  /**
   * Resolves when the next hour may be shown. One caller at a time. `isPassing`: whether it is no hour to stop before,
   * as of now: it is shown though the run is paused, and is nobody's step.
   */
  async turn(isPassing: () => boolean = () => false): Promise<void> {
    while (!this.#isReleased) {
      if (!this.#playing && isPassing()) return;
      if (this.#steps > 0) {
        this.#steps--;
        return;
      }
      const waitMs = this.#playing ? this.#untilDue() : Number.POSITIVE_INFINITY;
      if (waitMs <= 0) return this.#setNextDue();
      await this.#change(waitMs);
    }
  }

  #untilDue(): number {
    return this.#hoursPerSecond === null ? 0 : this.#dueMs - performance.now();
  }

  /** An hour that was late makes up for itself, not for more: a run that was held up does not race afterwards. */
  #setNextDue(): void {
    if (this.#hoursPerSecond === null) return;
    const intervalMs = 1000 / this.#hoursPerSecond;
    this.#dueMs = Math.max(this.#dueMs, performance.now() - intervalMs) + intervalMs;
  }

  /** A command, or the time. */
  #change(waitMs: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = Number.isFinite(waitMs) ? setTimeout(resolve, Math.ceil(waitMs)) : undefined;
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
