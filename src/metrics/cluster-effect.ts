/**
 * Design effects of a rate over clusters of known size, `k[i]` of `n[i]` in cluster i: by how much its variance exceeds
 * that of as many independent trials. The variance is that of the ratio estimator with the bias-reduced linearisation
 * of Bell and McCaffrey (2002, Survey Methodology 28, 169): each residual is enlarged by 1 / (1 - share), as a cluster
 * that makes up most of the trials pulls the rate to itself. Without it, where a few large clusters lead, 95 %
 * intervals held the truth in 60 to 80 % of the worlds; with it, in 92 to 98 % (docs/statistics.md).
 */
import { assert } from "../core/assert.ts";
import { NORMAL_95, studentQuantile } from "./quantiles.ts";

/**
 * Of trials that may stand and fall together, as a gang's contacts do. Times the square of Student's t over the normal
 * quantile (Korn and Graubard 1998), with the degrees of freedom that the variance is worth (Satterthwaite's, as Bell
 * and McCaffrey), where all trials of a cluster agree. Where all stand or all fall, their variance is unknown and each
 * cluster counts as one trial. Never below 1; null below two clusters. Empty clusters do not count.
 *
 * `kinds[i]`, where given, is what cluster i is, and worlds have each kind about as often (world/gangs/allotment.ts):
 * then only how clusters of a kind differ is left to chance.
 */
export function rateDesignEffect(k: ArrayLike<number>, n: ArrayLike<number>, kinds?: ArrayLike<number>): number | null {
  const { clusters, successes, trials, squares } = sumClusters(k, n);
  if (clusters < 2) return null;
  if (successes === 0 || successes === trials) return Math.max(1, squares / trials);
  const value = successes / trials;
  const order = kinds === undefined ? null : orderByKind(n, kinds);
  const { sum, mean, freedom } =
    order === null
      ? { sum: enlargedResiduals(k, n, value, trials), ...expectationOf(n, trials, squares) }
      : neighbourDifferences(k, n, order, value, trials, squares);
  const variance = (sum * squares) / mean;
  const quantiles = studentQuantile(freedom) / NORMAL_95;
  return Math.max(1, (variance / binomial(successes, trials)) * quantiles * quantiles);
}

/**
 * Of people, of whom each decides alone though one gang is after several: trials are taken to be independent unless the
 * residuals say otherwise. Where all stand or all fall, each person counts as one trial, as the standards of the US
 * National Center for Health Statistics have it (Parker et al. 2017). Never below 1; null below two clusters.
 */
export function peopleDesignEffect(k: ArrayLike<number>, n: ArrayLike<number>): number | null {
  const { clusters, successes, trials } = sumClusters(k, n);
  if (clusters < 2) return null;
  if (successes === 0 || successes === trials) return 1;
  return Math.max(1, enlargedResiduals(k, n, successes / trials, trials) / binomial(successes, trials));
}

interface ClusterSums {
  readonly clusters: number;
  readonly successes: number;
  readonly trials: number;
  readonly squares: number;
}

function sumClusters(k: ArrayLike<number>, n: ArrayLike<number>): ClusterSums {
  assert(k.length === n.length, `clusters of ${k.length} and ${n.length}`);
  let [clusters, successes, trials, squares] = [0, 0, 0, 0];
  for (let i = 0; i < n.length; i++) {
    const size = n[i]!;
    if (size > 0) clusters++;
    successes += k[i]!;
    trials += size;
    squares += size * size;
  }
  return { clusters, successes, trials, squares };
}

function binomial(successes: number, trials: number): number {
  return (successes * (trials - successes)) / trials;
}

/** Squares of k - value * n, each by 1 - share of the cluster: without bias where trials are independent. */
function enlargedResiduals(k: ArrayLike<number>, n: ArrayLike<number>, value: number, trials: number): number {
  let sum = 0;
  for (let i = 0; i < n.length; i++) {
    const residual = k[i]! - value * n[i]!;
    if (n[i]! > 0) sum += (residual * residual) / (1 - n[i]! / trials);
  }
  return sum;
}

/**
 * Of those squares, where all trials of a cluster agree and its count so varies with the square of its size: their mean
 * in units of that variance, and the degrees of freedom 2 mean^2 / variance of a normal quadratic form. The covariance
 * of residuals i and j, from the sizes n and the variances w = n^2 with their sum W, is
 *
 *     w_i [i = j] - (n_i w_j + n_j w_i) / N + n_i n_j W / N^2
 *
 * whose squares are summed by their moments, so that it takes as long as there are clusters.
 */
function expectationOf(n: ArrayLike<number>, trials: number, squares: number): { mean: number; freedom: number } {
  const pull = squares / (trials * trials);
  let [mean, own, ofDiagonal, square, cube, fourth] = [0, 0, 0, 0, 0, 0];
  for (let i = 0; i < n.length; i++) {
    const size = n[i]!;
    if (size === 0) continue;
    const by = 1 / (1 - size / trials);
    const w = size * size;
    const across = w * (pull - (2 * size) / trials);
    mean += by * (w + across);
    own += by * by * (w + across) * (w + across);
    ofDiagonal += by * by * across * across;
    square += by * w;
    cube += by * w * size;
    fourth += by * w * w;
  }
  const crossed =
    (2 * (square * fourth + cube * cube)) / (trials * trials) -
    (4 * pull * square * cube) / trials +
    pull * pull * square * square;
  return { mean, freedom: (mean * mean) / (own + crossed - ofDiagonal) };
}

/** Clusters with a trial, those of a kind in a row; null where all are of one kind. */
function orderByKind(n: ArrayLike<number>, kinds: ArrayLike<number>): number[] | null {
  const met = Array.from({ length: n.length }, (_, i) => i).filter((i) => n[i]! > 0);
  if (met.every((i) => kinds[i] === kinds[met[0]!])) return null;
  return met.sort((a, b) => kinds[a]! - kinds[b]! || a - b);
}

/**
 * Half of the squared differences of residuals between neighbours, the last and the first too: the estimator of
 * systematic samples (Wolter 2007, 8.2), in which what neighbours have in common falls out. With what is expected of it
 * where all trials of a cluster agree, and the degrees of freedom of such a form, which for clusters of one size are
 * two thirds of their number.
 */
function neighbourDifferences(
  k: ArrayLike<number>,
  n: ArrayLike<number>,
  order: readonly number[],
  value: number,
  trials: number,
  squares: number,
): { sum: number; mean: number; freedom: number } {
  const pull = squares / (trials * trials);
  /** Of two residuals, beside the variance that is a cluster's own. */
  const shared = (a: number, b: number): number => a * b * (pull - (a + b) / trials);
  let [sum, mean, fourth] = [0, 0, 0];
  for (const [at, i] of order.entries()) {
    const j = order[(at + 1) % order.length]!;
    const [ni, nj] = [n[i]!, n[j]!];
    const difference = k[i]! - k[j]! - value * (ni - nj);
    sum += (difference * difference) / 2;
    mean += ni * ni + shared(ni, ni) - shared(ni, nj);
    fourth += ni * ni * (ni * ni + (nj * nj) / 2);
  }
  return { sum, mean, freedom: (squares * squares) / fourth };
}
