/**
 * Messages without labels, of which some are fraud, nobody knows which: each counts as fraud so far as its calibrated
 * score says, and as benign for the rest. What a threshold comes to among them is then a guess, and no measurement.
 */
import type { ModelCard } from "../detect/learned/model-card.ts";
import { matthews } from "../metrics/rates.ts";

export type Guess = NonNullable<ModelCard["thresholds"]["guess"]>;

export class MixedMessages {
  /** Fraud among them, in messages. */
  readonly fraud: number;
  /** Descending. */
  readonly #scores: Float64Array;
  readonly #fraudOf: (score: number) => number;

  /** `calibration`: of scores of a model that had not seen its rows. */
  constructor(scores: Float64Array, { slope, offset }: ModelCard["calibration"]) {
    this.#scores = scores.slice().sort().toReversed();
    this.#fraudOf = (score) => 1 / (1 + Math.exp(-slope * score - offset));
    this.fraud = this.#scores.reduce((sum, score) => sum + this.#fraudOf(score), 0);
  }

  get #benign(): number {
    return this.#scores.length - this.fraud;
  }

  /** The lowest threshold that so great a share of what is benign reaches at most. */
  thresholdOf(share: number): number {
    const most = share * this.#benign;
    let threshold = (this.#scores[0] ?? 0) + 1e-6;
    for (const { between, benign } of this.#places()) {
      if (benign > most) break;
      threshold = between;
    }
    return threshold;
  }

  /** Where the Matthews correlation is greatest. */
  best(): number {
    let best = { mcc: 0, threshold: (this.#scores[0] ?? 0) + 1e-6 };
    for (const { between, benign, fraud } of this.#places()) {
      const mcc = this.#mcc(fraud, benign);
      if (mcc !== null && mcc > best.mcc) best = { mcc, threshold: between };
    }
    return best.threshold;
  }

  /** What blocking from `block` on, and flagging from `flag` on, comes to. */
  guessAt(block: number, flag: number): Guess {
    const [blocked, flagged] = [this.#reaching(block), this.#reaching(flag)];
    return {
      fraud: kept(this.fraud / this.#scores.length),
      caught: kept(blocked.fraud / this.fraud),
      caughtFlagged: kept(flagged.fraud / this.fraud),
      benignBlocked: kept(blocked.benign / this.#benign),
      benignFlagged: kept(flagged.benign / this.#benign),
      mcc: this.#mcc(blocked.fraud, blocked.benign),
    };
  }

  #reaching(threshold: number): { readonly fraud: number; readonly benign: number } {
    const reaching = this.#scores.filter((score) => score >= threshold);
    const fraud = reaching.reduce((sum, score) => sum + this.#fraudOf(score), 0);
    return { fraud, benign: reaching.length - fraud };
  }

  /** Between each two different scores, from the greatest on: what lies above. */
  *#places() {
    let [fraud, benign] = [0, 0];
    for (const [at, score] of this.#scores.entries()) {
      const chance = this.#fraudOf(score);
      fraud += chance;
      benign += 1 - chance;
      const next = this.#scores[at + 1] ?? score - 1;
      if (next !== score) yield { between: (score + next) / 2, fraud, benign };
    }
  }

  #mcc(tp: number, fp: number): number | null {
    const { value } = matthews({ tp, fn: this.fraud - tp, fp, tn: this.#benign - fp });
    return value === null ? null : kept(value);
  }
}

/** What differs behind these digits is the rounding of a machine's exponential. */
function kept(value: number): number {
  return Number.isFinite(value) ? Number(Math.min(1, value).toPrecision(6)) : 0;
}
