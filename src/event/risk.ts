/**
 * A score, in hundredths of a nat of log-odds, as a probability in [0, 1]. For showing only: decisions compare scores,
 * which are integers.
 */
export function riskOf(score: number): number {
  return 1 / (1 + Math.exp(-score / 100));
}
