import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { createScreener } from "../../src/index.ts";
import { exactRecords } from "../../src/rows/csv/exact-records.ts";
import { readLines } from "../../src/rows/lines/text-lines.ts";
import { groupNearDuplicates } from "../../src/training/near-duplicates.ts";
import { readOwnMessages } from "../../src/training/own-messages.ts";

const path = fileURLToPath(import.meta.resolve("#datasets/messages-check/institutions.csv"));
const [head, ...rows] = [...exactRecords(path, readLines(path))];
const texts = rows.map((fields) => fields[head!.indexOf("text")]!);

test("what institutions write is blocked never, and flagged once in fifty at most, by the model that ships", async () => {
  const verdicts = (await createScreener()).screen(texts.map((text) => ({ text }))).map(({ verdict }) => verdict);
  expect(verdicts).toHaveLength(300);
  expect(verdicts.filter((verdict) => verdict === "block")).toEqual([]);
  expect(verdicts.filter((verdict) => verdict === "flag").length).toBeLessThanOrEqual(6);
});

test("no message that the starter is checked on is near one that it was trained on", () => {
  const own = readOwnMessages().map(({ text }) => text);
  const groups = groupNearDuplicates([...own, ...texts]);
  const trained = new Set(groups.slice(0, own.length));
  expect(texts.filter((_, at) => trained.has(groups[own.length + at]!))).toEqual([]);
});
