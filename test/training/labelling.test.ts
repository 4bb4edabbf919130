import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { RandomStream } from "../../src/core/random.ts";
import { loadModel } from "../../src/detect/learned/models.ts";
import { Scorer } from "../../src/detect/learned/scorer.ts";
import { expectedQuality } from "../../src/training/labelling/expected-quality.ts";
import { finishedModel } from "../../src/training/labelling/finished-model.ts";
import { questionsCsv, resumeLabels, takeLabels, writeLabels } from "../../src/training/labelling/label-file.ts";
import { type Candidate, LabelPool } from "../../src/training/labelling/label-pool.ts";
import { Labelling } from "../../src/training/labelling/labelling.ts";
import { replayLabels } from "../../src/training/labelling/replay.ts";
import { newFolder } from "../new-folder.ts";
import { madeUpMessages } from "./messages.ts";

const folder = newFolder("labelling");
const reads = { raw: true, sender: false };
const candidates = madeUpMessages(600).map((message, at): Candidate => ({ ...message, line: at + 2, sender: null }));
const starter = loadModel("starter");

function session(seed = 1): { readonly pool: LabelPool; readonly labelling: Labelling } {
  const pool = new LabelPool(candidates, reads, seed);
  return { pool, labelling: new Labelling(pool, starter) };
}

/** Answers by the truth until so many are labelled. */
function label({ pool, labelling }: ReturnType<typeof session>, count: number): string[] {
  const reasons: string[] = [];
  while (labelling.answers.size < count) {
    const { row, reason } = labelling.question()!;
    reasons.push(reason);
    labelling.answer(row, pool.candidate(row).isFraud ? "fraud" : "benign");
  }
  return reasons;
}

test("asks for likely fraud first, then for what the model is unsure of, with one of five at random", () => {
  const mine = session();
  const reasons = label(mine, 25);
  expect(reasons.slice(0, 5)).toEqual(["likely", "likely", "random", "random", "random"]);
  const later = reasons.slice(-10);
  expect(later.filter((reason) => reason === "unsure").length).toBeGreaterThanOrEqual(6);
  expect(later.filter((reason) => reason === "random").length).toBeGreaterThanOrEqual(2);
});

test("asks about no message twice, nor about a near-duplicate of one that is labelled", () => {
  const mine = session();
  label(mine, 60);
  const groups = [...mine.labelling.answers.keys()].map((row) => mine.pool.table.group[row]);
  expect(new Set(groups).size).toBe(60);
});

test("the same seed asks the same questions, and undo asks the last one again", () => {
  const [one, other] = [session(), session()];
  label(one, 30);
  label(other, 30);
  expect([...one.labelling.answers]).toEqual([...other.labelling.answers]);
  const last = [...one.labelling.answers.keys()].at(-1);
  expect(one.labelling.undo()).toBe(last);
  expect(one.labelling.question()!.row).toBe(last);
  expect(one.labelling.answers.size).toBe(29);
});

test("a file of labels says why each was asked about, and a session that goes on keeps it", () => {
  const path = join(folder, "picked.csv");
  const mine = session();
  const reasons = label(mine, 20);
  writeLabels(path, mine.pool, mine.labelling);
  const written = readFileSync(path, "utf8").trimEnd().split("\n");
  expect(written.map((line) => /"(\w*)"$/.exec(line)![1])).toEqual(["picked", ...reasons]);
  const again = session();
  expect(resumeLabels(join(folder, "none.csv"), again.pool, again.labelling)).toBe(0);
  expect(resumeLabels(path, again.pool, again.labelling)).toBe(20);
  expect([...again.labelling.answers]).toEqual([...mine.labelling.answers]);
  writeLabels(path, again.pool, again.labelling);
  expect(readFileSync(path, "utf8").trimEnd().split("\n")).toEqual(written);
  expect(again.labelling.question()!.reason).toBe("unsure");
  again.labelling.undo();
  expect(again.labelling.question()!.reason).toBe(reasons.at(-1));
  // Labels that somebody gave unasked have no reason.
  writeFileSync(path, written.map((line) => line.replace(/,"\w*"$/, "")).join("\n"));
  const unasked = session();
  resumeLabels(path, unasked.pool, unasked.labelling);
  writeLabels(path, unasked.pool, unasked.labelling);
  expect(readFileSync(path, "utf8")).toMatch(/^.*\n(.*,""\n)+$/);
});

test("a skipped message is asked no more and is no label", () => {
  const { labelling } = session();
  const { row } = labelling.question()!;
  labelling.answer(row, "skip");
  expect(labelling.question()!.row).not.toBe(row);
  expect(labelling.labels().size).toBe(0);
});

test("messages go out to a spreadsheet and come back with labels; rows without one are passed over", () => {
  const { pool, labelling } = session();
  const csv = questionsCsv(pool, labelling.questions(4));
  const lines = csv.trimEnd().split("\n");
  const filled = lines.map((line, at) =>
    at === 0 || at === 4 ? line : line.replace('""', at === 1 ? '"Fraud"' : '"b"'),
  );
  const path = join(folder, "filled.csv");
  writeFileSync(path, `${filled.join("\n")}\n`);
  expect(takeLabels(path, pool, labelling).taken).toBe(3);
  expect([...labelling.answers.values()]).toEqual(["fraud", "benign", "benign"]);
});

test.each([";", "\t"])("labels come back from a spreadsheet that parts columns by %j", (delimiter) => {
  const { pool, labelling } = session();
  const csv = questionsCsv(pool, labelling.questions(2));
  const path = join(folder, "parted.csv");
  writeFileSync(path, csv.replaceAll(/^("\d+",)""/gm, `$1"fraud"`).replaceAll('","', `"${delimiter}"`));
  expect(takeLabels(path, pool, labelling).taken).toBe(2);
});

test("labels come back from a spreadsheet that saves in its country's encoding and loses what that has not", () => {
  const texts = ["您的账户已冻结 \u{1f600}", "晚饭回来吃吗\u0092", "快递到了, 请取"];
  const pool = new LabelPool(
    texts.map((text, at) => ({ ...candidates[0]!, text, line: at + 2 })),
    reads,
    1,
  );
  const path = join(folder, "gbk.csv");
  // The texts in GB18030; what it has no room for is a question mark.
  const [locked, dinner, parcel, fetch] = [
    "c4fab5c4d5cbbba7d2d1b6b3bde1",
    "cdedb7b9bbd8c0b4b3d4c2f0",
    "bfecb5ddb5bdc1cb",
    "c7ebc8a1",
  ].map((hex) => Buffer.from(hex, "hex").toString("latin1"));
  const saved = `line,label,text\r\n2,fraud,${locked} ?\r\n3,benign,${dinner}?\r\n4,benign,"${parcel}, ${fetch}"\r\n`;
  writeFileSync(path, Buffer.from(saved, "latin1"));
  expect(takeLabels(path, pool, new Labelling(pool, null)).taken).toBe(3);
});

test.each([
  ["", "found an empty file"],
  ['"line","text"\n"2","x"\n', "expected columns line, label and text"],
  ['"line","label","text"\n"2","maybe","x"\n', 'expected a label of fraud, benign, skip, found "maybe"'],
  ['"line","label","text"\n"2","fraud","of another file"\n', "line 2 has another text than the messages"],
  ['"line","label","text"\n"999999","fraud","x"\n', "or is not among them"],
])("labels that do not fit are refused: %s", (content, problem) => {
  const path = join(folder, "wrong.csv");
  writeFileSync(path, content);
  const { pool, labelling } = session();
  expect(() => takeLabels(path, pool, labelling)).toThrow(problem);
  expect(readFileSync(path, "utf8")).toBe(content);
});

test("a file of labels holds no formula", () => {
  const pool = new LabelPool(
    ["=1+1 now", "@sum of it", "a plain one"].map((text, line) => ({ ...candidates[0]!, text, line })),
    reads,
    1,
  );
  const csv = questionsCsv(pool, new Labelling(pool, null).questions(3));
  expect(csv).toContain(`"'=1+1 now"`);
  expect(csv).toContain(`"'@sum of it"`);
});

test("it ends with a model that tells unlabelled messages apart, and says that its messages were picked", () => {
  const mine = session();
  label(mine, 60);
  const labels = mine.labelling.labels();
  const { card, ...model } = finishedModel(mine.pool, labels, { blockedBenign: null, file: "mine.csv", seed: 1 });
  expect(card.limits).toEqual([expect.stringMatching(/picked/)]);
  const { block, flag } = card.thresholds;
  expect(flag).toBeLessThanOrEqual(block);
  const scorer = new Scorer({ card, ...model });
  const { table } = mine.pool;
  const rest = table.examples.flatMap((_, row) => (labels.has(row) ? [] : [row]));
  const blocked = rest.filter((row) => table.scoreWith(scorer, row) >= block);
  const fraudIn = (rows: readonly number[]): number => rows.filter((row) => table.examples[row]!.isFraud).length;
  expect(fraudIn(blocked)).toBeGreaterThan(0.8 * fraudIn(rest));
  expect(blocked.length - fraudIn(blocked)).toBeLessThan(0.02 * rest.length);
});

test("of fewer than 25 labels, or 5 of a class, the model only ranks", () => {
  const { pool } = session();
  const finish = (fraud: number, benign: number) => {
    const rowsOf = (isFraud: boolean) => pool.order.filter((row) => pool.candidate(row).isFraud === isFraud);
    const chosen = [...rowsOf(true).slice(0, fraud), ...rowsOf(false).slice(0, benign)];
    const labels = new Map(chosen.map((row) => [row, pool.candidate(row).isFraud ? 1 : -1] as const));
    return finishedModel(pool, labels, { blockedBenign: null, file: "m.csv", seed: 1 }).card.advice;
  };
  const basis = "2 fraud and 3 benign labels, too few for a threshold: it takes 25, and 5 of each";
  expect(finish(2, 3)).toEqual({ flag: null, basis });
  expect(finish(12, 12)?.flag).toBeNull();
  expect(finish(4, 40)?.flag).toBeNull();
  expect(finish(5, 20)).toBeNull();
  expect(() => finish(1, 9)).toThrow(/found 1 and 9 .*\)\. Label more messages$/);
});

/** So many of each class, in the order in which rows are drawn at random. */
function labelledOf(fraud: number, benign: number): ReturnType<typeof session> {
  const mine = session();
  const { pool, labelling } = mine;
  for (const [side, count] of [
    [true, fraud],
    [false, benign],
  ] as const) {
    const rows = pool.order.filter((row) => pool.candidate(row).isFraud === side).slice(0, count);
    for (const row of rows) labelling.answer(row, side ? "fraud" : "benign");
  }
  return mine;
}

test("quality cannot be told where the model takes all other messages for one class", () => {
  const { pool, labelling } = labelledOf(Infinity, 40);
  expect(expectedQuality(pool, labelling)).toBeNull();
});

test("of labels by lot nothing is learned, and of fewer than 50 different messages nothing is said", () => {
  const random = new RandomStream(1, "labels-by-lot");
  const byLot = Array.from({ length: 110 }, (_, at): Candidate => {
    const words = Array.from({ length: 12 }, (__, word) => (random.draw(at, word)[0]! % 9973).toString(36));
    return { ...candidates[0]!, text: words.join(" "), isFraud: random.draw(at, 99)[0]! % 2 === 0, line: at + 2 };
  });
  const points = replayLabels(byLot, reads, starter, 1);
  expect(points.map(({ rows }) => rows)).toEqual([25, 50]);
  for (const { mcc, random: ofRandom } of points) expect(Math.abs(mcc) + Math.abs(ofRandom)).toBeLessThan(0.4);
  expect(() => replayLabels(byLot.slice(0, 49), reads, starter, 1)).toThrow(/50 different messages .* found 49/);
});

test("what is to be expected is told from three labels of each class on, and grows", () => {
  const tell = ({ pool, labelling }: ReturnType<typeof session>) => expectedQuality(pool, labelling);
  expect(tell(session())).toBeNull();
  expect([tell(labelledOf(2, 9)), tell(labelledOf(9, 2))]).toEqual([null, null]);
  const few = tell(labelledOf(3, 9))!;
  expect(few.labels).toBe(12);
  expect([few.low, few.mcc, few.high].map((mcc) => mcc.toFixed(3))).toEqual(["0.267", "0.556", "0.737"]);
  const mine = session();
  label(mine, 20);
  const early = tell(mine)!;
  label(mine, 80);
  expect(tell(mine)!.mcc).toBeGreaterThan(early.mcc);
});

test("takes the words of other files, counts what is changed, and names the row of a wrong label as it is written", () => {
  const path = join(folder, "words.csv");
  const mine = session();
  label(mine, 2);
  const csv = questionsCsv(
    mine.pool,
    [...mine.labelling.answers.keys()].map((row) => ({ row, reason: "random" })),
  );
  const [first] = mine.labelling.answers.values();
  writeFileSync(path, csv.replace('"",', first === "fraud" ? "HAM," : "Spam,"));
  expect(takeLabels(path, mine.pool, mine.labelling)).toEqual({ taken: 1, changed: 1 });
  writeFileSync(path, csv.replace('"",', "Perhaps,"));
  expect(() => takeLabels(path, mine.pool, mine.labelling)).toThrow(/row 2 \(line \d+ of the messages\): .*"Perhaps"/);
});

test("the share that is asked for moves the threshold, and is refused for too few labels", () => {
  const mine = session();
  label(mine, 50);
  const of = (blockedBenign: number | null) =>
    finishedModel(mine.pool, mine.labelling.labels(), { blockedBenign, file: "m.csv", seed: 1 }).card.thresholds;
  const [strict, wide, best] = [of(0.1), of(0.4), of(null)];
  expect([strict.blockedBenign, best.blockedBenign]).toEqual([0.1, null]);
  expect(wide.block).toBeLessThan(strict.block);
  expect(() => of(0.002)).toThrow(/500 at least\. Label more/);
});
