/**
 * `node dist/bench/research/provenance/main.js [--set ...]`: the weights of the stage `provenance` (decision 65). Ten
 * days of platform-2020 with the stage on, seeds 101 to 104, an event in twenty: which signs come together in fraud
 * and in benign events, and the log-likelihood ratio of each sign beside the others, by logistic regression. The
 * classifier adds them up; ratios taken one by one would count twice what comes together. Some minutes.
 */
import { PROVENANCE } from "../../../src/detect/provenance/stage.ts";
import { evidenceBit } from "../../../src/detect/evidence.ts";
import { simulate } from "../../../src/engine/simulation.ts";
import { loadScenario } from "../../../src/scenario/file.ts";
import { truthOf } from "../../../src/event/truth.ts";

const SEEDS = [101, 102, 103, 104];
const SIGNS = Object.keys(PROVENANCE.evidence);
const STAGE_BITS = SIGNS.reduce((bits, sign) => bits | evidenceBit(sign), 0);

/** Events with exactly these signs. */
interface Pattern {
  readonly bits: number;
  fraud: number;
  benign: number;
}

const patterns = new Map<number, Pattern>();
for (const seed of SEEDS) {
  const settings = ["hours=240", "report.sampleEvery=20", `screening.stages.${PROVENANCE.name}=true`];
  await simulate({
    scenario: loadScenario("platform-2020", [...settings, ...process.argv.slice(2)]),
    seed,
    workers: 2,
    onSample: ({ view, row }) => {
      const bits = (view.findings.outcome.evidence[row]! & STAGE_BITS) >>> 0;
      const pattern = patterns.get(bits) ?? { bits, fraud: 0, benign: 0 };
      if (truthOf(view.truth).fraud[row] === 1) pattern.fraud++;
      else pattern.benign++;
      patterns.set(bits, pattern);
    },
  });
}

const all = [...patterns.values()];
const weights = fit(all);
const fraud = all.reduce((sum, each) => sum + each.fraud, 0);
const benign = all.reduce((sum, each) => sum + each.benign, 0);
process.stdout.write(`fraud ${fraud}, benign ${benign}; sign: of fraud, of benign, alone, beside the others (nats)\n`);
SIGNS.forEach((sign, at) => {
  const has = all.filter(({ bits }) => (bits & evidenceBit(sign)) !== 0);
  const [of, not] = [has.reduce((sum, each) => sum + each.fraud, 0), has.reduce((sum, each) => sum + each.benign, 0)];
  const alone = Math.log(of / fraud / (not / benign));
  const figures = [of / fraud, not / benign, alone, weights[at]!];
  process.stdout.write(`${sign.padEnd(14)} ${figures.map((figure) => figure.toFixed(4).padStart(9)).join("")}\n`);
});

/** Newton's method; a last weight is of the intercept, and a weak prior keeps signs without fraud finite. */
function fit(of: readonly Pattern[]): number[] {
  const size = SIGNS.length + 1;
  const beta = Array.from({ length: size }, () => 0);
  for (let round = 0; round < 30; round++) {
    const gradient = beta.map((value) => -value);
    const hessian = beta.map((_, i) => beta.map((__, j) => (i === j ? 1 : 0)));
    for (const { bits, fraud: ones, benign: zeros } of of) {
      const signs = [...SIGNS.map((sign) => Number((bits & evidenceBit(sign)) !== 0)), 1];
      const odds = signs.reduce((sum, value, i) => sum + value * beta[i]!, 0);
      const share = 1 / (1 + Math.exp(-odds));
      const spread = share * (1 - share) * (ones + zeros);
      signs.forEach((value, i) => {
        gradient[i]! += value * (ones - share * (ones + zeros));
        signs.forEach((other, j) => (hessian[i]![j]! += value * other * spread));
      });
    }
    solve(hessian, gradient).forEach((step, i) => (beta[i]! += step));
  }
  return beta;
}

/** Gauss's elimination; the matrix is positive. */
function solve(matrix: number[][], right: number[]): number[] {
  const rows = matrix.map((row, i) => [...row, right[i]!]);
  const size = rows.length;
  for (let at = 0; at < size; at++) {
    for (let i = 0; i < size; i++) {
      if (i === at) continue;
      const factor = rows[i]![at]! / rows[at]![at]!;
      for (let j = at; j <= size; j++) rows[i]![j]! -= factor * rows[at]![j]!;
    }
  }
  return rows.map((row, i) => row[size]! / row[i]!);
}
