/** How long something took of late: quantiles over the last five to ten minutes, within a tenth. */

const WINDOW_MS = 5 * 60_000;
/** Steps between a microsecond and twice as long: each ends 9 % above the one before. */
const STEPS_AN_OCTAVE = 8;
/** Up to a minute. */
const STEPS = 26 * STEPS_AN_OCTAVE;

export class Latency {
  /** Of this window, and of the one before. */
  #counts = new Float64Array(STEPS);
  #before = new Float64Array(STEPS);
  #endMs = 0;

  add(seconds: number, count: number, nowMs: number): void {
    this.#turn(nowMs);
    const step = Math.ceil(Math.log2(Math.max(1, seconds * 1e6)) * STEPS_AN_OCTAVE);
    this.#counts[Math.min(STEPS - 1, step)]! += count;
  }

  /** In microseconds, at most a tenth too much; null of nothing. */
  quantiles(
    shares: readonly number[],
    nowMs: number,
  ): { readonly count: number; readonly micros: readonly (number | null)[] } {
    this.#turn(nowMs);
    const both = this.#counts.map((count, step) => count + this.#before[step]!);
    const count = both.reduce((sum, one) => sum + one, 0);
    const micros = shares.map((share) => {
      let left = share * count;
      const step = both.findIndex((one) => (left -= one) <= 0 && one > 0);
      return step < 0 ? null : Math.round(2 ** (step / STEPS_AN_OCTAVE));
    });
    return { count, micros };
  }

  #turn(nowMs: number): void {
    if (nowMs < this.#endMs) return;
    this.#before = nowMs < this.#endMs + WINDOW_MS ? this.#counts : new Float64Array(STEPS);
    this.#counts = new Float64Array(STEPS);
    this.#endMs = (Math.floor(nowMs / WINDOW_MS) + 1) * WINDOW_MS;
  }
}
