/** What training came to when it was last right: it moves with a decision alone. */
import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { loadModel } from "../../src/detect/learned/models.ts";
import { attachNormaliser } from "../../src/detect/normaliser/normaliser.ts";
import { loadNormaliserTable } from "../../src/detect/normaliser/stored-normaliser.ts";
import { calibrateScores } from "../../src/training/calibrate-scores.ts";
import { ExampleTable } from "../../src/training/examples.ts";
import { replayLabels } from "../../src/training/labelling/replay.ts";
import { trainModel } from "../../src/training/train-model.ts";
import { madeUpMessages } from "./messages.ts";

const reads = { raw: true, sender: true };

test("a model of 300 made-up messages has the weights, thresholds and figures on record", () => {
  const table = new ExampleTable(madeUpMessages(300), attachNormaliser(loadNormaliserTable()), reads);
  const { weights, card } = trainModel(table, { reads, seed: 1, blockedBenign: 0.02, files: ["made-up"] });
  expect(createHash("sha256").update(weights).digest("hex").slice(0, 16)).toBe("59706653a0d008e9");
  const { block, flag, benign } = card.thresholds;
  const { mcc, caught } = card.figures.byGroup;
  const figures = [block, flag, benign, card.bias, card.step, mcc!, caught.value!, card.calibration!.slope];
  expect(figures.map((figure) => figure.toPrecision(5)).join(" ")).toBe(
    "-0.89226 -0.89226 -0.99039 -0.050300 0.000012847 0.96999 1.0000 5.8022",
  );
});

test("a session of labels asks about the messages on record, and reaches what is on record", () => {
  const candidates = madeUpMessages(220, 3).map((message, at) => ({ ...message, line: at + 2, sender: null }));
  const points = replayLabels(candidates, reads, loadModel("starter"), 1);
  const told = points.map(({ rows, mcc, random, expected }) => [rows, mcc, random, expected?.mcc ?? null]);
  expect(told.map((row) => row.map((figure) => figure?.toPrecision(4)).join(" ")).join(", ")).toBe(
    "25.00 1.000 1.000 0.9659, 50.00 1.000 1.000 0.9920, 100.0 1.000 1.000 1.000",
  );
});

test("scores that are right nine times in ten on either side are calibrated to these odds, a little drawn in", () => {
  const rows = [1, -1].flatMap((side) => Array.from({ length: 10 }, (_, at) => [side, at === 0 ? -side : side]));
  const [scores, labels] = [0, 1].map((at) => rows.map((row) => row[at]!));
  // Of 10 rows of a class half a row is the other's on either side: 95 of 110 in the mean.
  const { slope, offset } = calibrateScores(Float64Array.from(scores!), Int8Array.from(labels!));
  expect([slope, offset]).toEqual([expect.closeTo(Math.log(95 / 15), 4), expect.closeTo(0, 6)]);
});
