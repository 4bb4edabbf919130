import { expect, test } from "vitest";
import { modelCardSchema } from "../../src/detect/learned/model-card.ts";
import { fileNames, labelCounts } from "../../src/training/card-labels.ts";

const { labels: labelsSchema, files: filesSchema } = modelCardSchema.shape.trainedOn.shape;

test("few labels stand on a card as they are, by name", () => {
  const rows = [
    { label: "spam", isFraud: true },
    { label: "ham", isFraud: false },
    { label: "ham", isFraud: false },
  ];
  expect(labelCounts(rows)).toEqual([
    { label: "ham", rows: 2, fraud: false },
    { label: "spam", rows: 1, fraud: true },
  ]);
});

test("a card has room for any labels, and every row is counted once", () => {
  const rows = Array.from({ length: 900 }, (_, at) => ({
    label: `${"x".repeat(at % 3 === 0 ? 500 : 3)} ${at}`,
    isFraud: at % 2 === 0,
  }));
  const counts = labelCounts(rows);
  expect(labelsSchema.safeParse(counts).success).toBe(true);
  expect(counts.reduce((sum, count) => sum + count.rows, 0)).toBe(900);
  expect(counts.filter(({ fraud }) => fraud).reduce((sum, count) => sum + count.rows, 0)).toBe(450);
  expect(labelCounts(rows.toReversed())).toEqual(counts);
});

test("a card has room for any files, in one order", () => {
  const names = Array.from({ length: 300 }, (_, at) => `${"f".repeat(240)}${at}.csv`);
  expect(filesSchema.safeParse(fileNames(names)).success).toBe(true);
  expect(fileNames(names).at(-1)).toBe("and 251 more");
  expect(fileNames(names.slice(0, 50))).toHaveLength(50);
  expect(fileNames(names.slice(0, 51)).at(-1)).toBe("and 2 more");
  expect(fileNames(["b.csv", "a.csv"])).toEqual(fileNames(["a.csv", "b.csv"]));
});
