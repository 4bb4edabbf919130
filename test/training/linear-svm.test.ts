import { expect, test } from "vitest";
import { RandomStream } from "../../src/core/random.ts";
import { type LinearWeights, SVM_SETTINGS, type SparseRows, trainLinearSvm } from "../../src/training/linear-svm.ts";

const BUCKETS = 64;
const random = new RandomStream(1, "test-svm");

/** Fraud has more of the lower features. Of two rows in forty the label is another's. */
const lists = Array.from({ length: 400 }, (_, row) => {
  const isFraud = row % 4 === 0;
  const features = Array.from({ length: 6 + (row % 9) }, (__, at) => random.draw(row, at)[0]! % (isFraud ? 40 : 64));
  const again = features.filter((one, at) => features.indexOf(one) !== at);
  return { features: [...new Set(features)], again, label: isFraud === row % 20 > 0 ? 1 : -1 };
});
const chosen = Int32Array.from(lists.keys());

function rowsOf(): SparseRows {
  const start = new Uint32Array(lists.length + 1);
  const again = new Uint32Array(lists.length);
  lists.forEach((row, at) => {
    again[at] = start[at]! + row.features.length;
    start[at + 1] = again[at]! + row.again.length;
  });
  const features = Uint16Array.from(lists.flatMap((row) => [...row.features, ...row.again]));
  return { start, again, features, label: Int8Array.from(lists, ({ label }) => label) };
}

/** What the machine makes least: half of the squares of its weights, and of what it misses the margin by. */
function objective({ weights, bias }: LinearWeights, benignTimes = 1): number {
  let sum = 0.5 * bias * bias;
  weights.forEach((weight, feature) => {
    const having = lists.filter(({ features }) => features.includes(feature)).length;
    const rarity = 1 + Math.log((20 + lists.length) / (20 + having));
    sum += (0.5 * weight * weight) / (rarity * rarity);
  });
  for (const { features, again, label } of lists) {
    const all = [...features, ...again];
    const score = all.reduce((weight, feature) => weight + weights[feature]!, 0) / Math.sqrt(all.length) + bias;
    sum += (label < 0 ? benignTimes : 1) * Math.max(0, 1 - label * score) ** 2;
  }
  return sum;
}

const settings = { ...SVM_SETTINGS, buckets: BUCKETS, seed: 1 };
const longest = trainLinearSvm(rowsOf(), chosen, { ...settings, passes: 3000, hardlyGains: 0 });

test("finds the weights by which rows miss the margin least: others are worse", () => {
  const least = objective(longest);
  for (let tried = 0; tried < 40; tried++) {
    const other = longest.weights.map(
      (weight, feature) => weight + 0.02 * ((random.draw(9999, tried, feature)[0]! % 3) - 1),
    );
    expect(objective({ weights: other, bias: longest.bias })).toBeGreaterThan(least);
  }
  expect(objective({ ...longest, bias: longest.bias + 0.02 })).toBeGreaterThan(least);
  expect(objective({ ...longest, bias: longest.bias - 0.02 })).toBeGreaterThan(least);
});

test("an error about a benign row may cost more", () => {
  const other = trainLinearSvm(rowsOf(), chosen, { ...settings, benignTimes: 5, passes: 3000, hardlyGains: 0 });
  expect(objective(other, 5)).toBeLessThan(0.98 * objective(longest, 5));
  expect(objective(longest)).toBeLessThan(0.98 * objective(other));
});

test("stops early, near to what it would find at last", () => {
  expect(objective(trainLinearSvm(rowsOf(), chosen, settings))).toBeLessThan(1.1 * objective(longest));
});
