/** What a comparison demands unless told otherwise, and what `doctor` reckons with. */

/**
 * The two-sided level of significance over all figures of a comparison. One of two directions is a regression, so an
 * unchanged program raises an alarm in at most 1 comparison of 100: a gate that cries wolf is switched off.
 */
export const LEVEL = 0.02;

/** Below it nothing counts; as a factor less 1. */
export const DEFAULT_MIN_EFFECT = 0.02;

export const DEFAULT_PAIRS = 20;
