/** The pace of a run: play, pause, step, and simulated hours a second. Decides when the next hour may be shown. */

/** Frames come no faster (stream.ts): faster hours share one. */
const FAST_HOURS_PER_SECOND = 10;

export class Pacer {
  #playing: boolean;
  #hoursPerSecond: number | null;
  #steps = 0;
  #isReleased = false;
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

  /** Faster than frames. */
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

  release(): void {
    this.#isReleased = true;
    this.#wake();
  }

  /**
   * Resolves when the next hour may be shown. One caller at a time. `isPassing`: an hour that is shown even while
   * paused, and is no step.
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

  /** A late hour shortens the next wait only: a run that was held up does not race afterwards. */
  #setNextDue(): void {
    if (this.#hoursPerSecond === null) return;
    const intervalMs = 1000 / this.#hoursPerSecond;
    this.#dueMs = Math.max(this.#dueMs, performance.now() - intervalMs) + intervalMs;
  }

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
