/**
 * Latencies as an HDR histogram (Tene; hdr-histogram-js): microseconds in buckets of three significant digits, so that
 * a million of them take no more memory than ten, and histograms of several threads or runs add up to the one of all.
 */
import { Int32Histogram, decodeFromCompressedBase64, encodeIntoCompressedBase64 } from "hdr-histogram-js";

const SIGNIFICANT_DIGITS = 3;
/** An hour: whatever takes longer is counted as that. */
const HIGHEST_US = 3_600_000_000;
const US_A_MS = 1000;

interface SpectrumPoint {
  readonly percentile: number;
  readonly us: number;
}

/**
 * A histogram as text: in the compressed form that all HDR tools read, base64, which knows the greatest by its bucket
 * alone.
 */
export type EncodedHistogram = { readonly hdr: string; readonly maxUs: number };

export class LatencyHistogram {
  readonly #histogram: Int32Histogram;

  constructor() {
    this.#histogram = new Int32Histogram(1, HIGHEST_US, SIGNIFICANT_DIGITS);
  }

  get count(): number {
    return this.#histogram.totalCount;
  }

  /** The greatest, within a microsecond; 0 of none. */
  get maxUs(): number {
    return this.#histogram.maxValue;
  }

  /** Counts a latency, rounded to microseconds and at least one, `times` times. 50 to 100 ns; allocates nothing. */
  record(latencyMs: number, times = 1): void {
    this.#histogram.recordValueWithCount(microseconds(latencyMs), times);
  }

  static sum(histograms: readonly LatencyHistogram[]): LatencyHistogram {
    const all = new LatencyHistogram();
    for (const histogram of histograms) all.add(histogram);
    return all;
  }

  add(other: LatencyHistogram): void {
    this.#histogram.add(other.#histogram);
  }

  /**
   * The nearest-rank percentile (0 to 100): the smallest latency that at least so many per cent do not exceed, as the
   * middle of its bucket, which is within 0.05 % of it. Readers of HDR files commonly show the upper end of the bucket.
   * 0 of none.
   */
  percentileUs(percentile: number): number {
    if (this.count === 0) return 0;
    const found = this.#histogram.getValueAtPercentile(percentile);
    return Math.min(this.#histogram.medianEquivalentValue(found), this.maxUs);
  }

  /**
   * Percentiles for a chart: five to each halving of what is left to 100, until less than one latency is left; then the
   * greatest.
   */
  spectrum(): SpectrumPoint[] {
    const points: SpectrumPoint[] = [];
    for (let left = 1; left * this.count >= 1; left /= 2) {
      for (let tick = 0; tick < TICKS_A_HALVING; tick++) {
        const percentile = 100 * (1 - left + (left / 2) * (tick / TICKS_A_HALVING));
        points.push({ percentile, us: this.percentileUs(percentile) });
      }
    }
    if (this.count > 0) points.push({ percentile: 100, us: this.maxUs });
    return points;
  }

  encode(): EncodedHistogram {
    return { hdr: encodeIntoCompressedBase64(this.#histogram), maxUs: this.maxUs };
  }

  static decode({ hdr, maxUs }: EncodedHistogram): LatencyHistogram {
    const decoded = new LatencyHistogram();
    decoded.#histogram.add(decodeFromCompressedBase64(hdr) as Int32Histogram);
    decoded.#histogram.maxValue = maxUs;
    return decoded;
  }
}

const TICKS_A_HALVING = 5;

function microseconds(ms: number): number {
  return Math.min(HIGHEST_US, Math.max(1, Math.round(ms * US_A_MS)));
}
