/** The one table of weights: what each kind of evidence adds to the log-odds that an event is fraud. */
import { EVIDENCE, type Evidence } from "../../event/evidence.ts";

/**
 * Weights in hundredths of a nat of log-odds, all `assumed`: set by hand so that one strong finding blocks, one weak
 * finding never does, and behaviour alone changes nothing. Long calls speak for a caller: on a gang most people hang
 * up. Their signs agree with the log-likelihood ratios of the default scenario. A scenario may set each.
 */
export const DEFAULT_WEIGHTS: Readonly<Record<Evidence, number>> = {
  callerListed: 700,
  domainListed: 700,
  callerLookalike: 650,
  domainLookalike: 450,
  textMatch: 380,
  textMatchClose: 240,
  fanOutHigh: 90,
  fanOutExtreme: 70,
  answeredLow: 80,
  callsLong: -100,
  routeInternational: 200,
  routeVirtual: 100,
  linkPresent: 60,
};

/** How findings become evidence and evidence a decision. */
export interface ClassifierSettings {
  readonly weights: Readonly<Record<Evidence, number>>;
  /** Log-odds of an event with no evidence, in hundredths of a nat. */
  readonly prior: number;
  /** An event is flagged from this score on, and blocked from that one on; same unit. */
  readonly flagScore: number;
  readonly blockScore: number;
  /** `textMatchClose` from this similarity on, in thousandths. */
  readonly closePermille: number;
  /** Distinct callees in the window from which fan-out is high, and extreme. */
  readonly fanOutHigh: number;
  readonly fanOutExtreme: number;
  /** `answeredLow` below this share of answered calls, in thousandths... */
  readonly answeredLowPermille: number;
  /**
   * ...and `callsLong` from this mean duration on where fan-out is high, once the caller has made `minCalls` calls in
   * the window.
   */
  readonly callsLongS: number;
  readonly minCalls: number;
}

export const DEFAULT_CLASSIFIER: ClassifierSettings = {
  weights: DEFAULT_WEIGHTS,
  prior: -420,
  flagScore: -120,
  blockScore: 180,
  closePermille: 900,
  fanOutHigh: 18,
  fanOutExtreme: 50,
  answeredLowPermille: 400,
  callsLongS: 60,
  minCalls: 8,
};

/** The weights as a column, in the order of EVIDENCE. */
export function weightColumn(weights: Readonly<Record<Evidence, number>>): Int32Array {
  return Int32Array.from(EVIDENCE, (evidence) => weights[evidence]);
}
