import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { parseBlockedBenign } from "../../../src/cli/options/options.ts";
import { readOwnMessages } from "../../../src/training/own-messages.ts";
import type { ScreenedRow } from "../../../src/screen/screened-row.ts";
import { newFolder } from "../../new-folder.ts";
import { madeUpMessages } from "../../training/messages.ts";
import { readJsonLines } from "../command-line.ts";
import { inProcess } from "../in-process.ts";

const folder = newFolder("train");
const path = (name: string): string => join(folder, name);

function writeMessages(name: string, count: number, seed: number, labelled = true): void {
  const rows = madeUpMessages(count, seed).filter(({ isFraud }) => labelled || !isFraud);
  const lines = rows.map(({ text, label }) => (labelled ? `${label},${text}` : text));
  writeFileSync(path(name), [labelled ? "label,text" : "text", ...lines, ""].join("\n"));
}

async function run(...words: string[]) {
  return inProcess(words, { cwd: folder });
}

async function documentOf<Document>(...words: string[]): Promise<Document> {
  return JSON.parse((await run(...words, "--json")).stdout) as Document;
}

/** In what the messages of a file are unlike those of a model. */
async function unlikeIn(file: string, by = "sent.model"): Promise<string[]> {
  const { model } = await documentOf<{ model: { unlike: string[] } }>("screen", file, "--model", by);
  return model.unlike.filter((trait) => trait !== "flags");
}

function placedBy(file: string): string[] {
  return `train --base mine.model --benign ${file} --blocked-benign 0.5% --force --out w.model`.split(" ");
}

function isEven(at: number): boolean {
  return at % 2 === 0;
}

/** The same length, links and marks, in letters that no row of training put together. */
function turned(text: string): string {
  return text.replaceAll(/(?<![./\w])[a-z]+(?![./\w])/gi, (word) =>
    word.replaceAll(/[a-z]/g, (letter) => String.fromCharCode(((letter.charCodeAt(0) - 84) % 26) + 97)),
  );
}

beforeAll(() => {
  writeMessages("mine.csv", 500, 1);
  writeMessages("others.csv", 200, 2);
  writeMessages("inbox.csv", 900, 3, false);
});

describe("train", () => {
  test("from messages in a file to a screening by one's own model, in two lines", async () => {
    const trained = await run("train", "mine.csv", "--blocked-benign", "1%", "--out", "mine.model");
    expect([trained.code, trained.stderr]).toEqual([0, ""]);
    expect(trained.stdout).toMatch(/trained on 500 messages: \d+ fraud, \d+ benign/);
    const [asked, found] = [/measured\s+by\s+group:\s+([\d.]+) %/, /near-duplicate group [^]*?blocked\s+([\d.]+) %/];
    expect(asked.exec(trained.stdout)?.[1]).toBe(found.exec(trained.stdout)![1]);
    const words = "screen others.csv --label label --model mine.model".split(" ");
    type Document = { byPositiveVerdict: { flag: { recall: { value: number } } }; model: object };
    const document = await documentOf<Document>(...words);
    expect(document).toMatchObject({ model: { source: "mine.model", sawFile: false }, stages: { learned: true } });
    expect(document.byPositiveVerdict.flag.recall.value).toBeGreaterThan(0.8);
    const { model } = await documentOf<Document>(...words.with(1, "mine.csv"));
    expect(model).toMatchObject({ sawFile: true });
    const explained = await run("explain", "verify the card at once river", "--model", "mine.model");
    expect(explained.stdout).toMatch(/learned text model score .*; for: /);
  });

  test("a model of one's own states risks as probabilities, thresholds in the unit of its rows, and why there is no risk", async () => {
    const messages = readFileSync(path("others.csv"), "utf8").trim().split("\n").slice(1, 41);
    const rows = messages.map((line) => `,${line.slice(line.indexOf(",") + 1)}`);
    const [benign] = madeUpMessages(9, 2).filter(({ isFraud }) => !isFraud);
    const others = [`13800138000,${benign!.text}`, "13900139000,", ",http://t.cn/x", ",+44 20 7946 0958"];
    writeFileSync(path("mixed.csv"), ["caller,text", ...rows, ...others, ""].join("\n"));
    writeFileSync(path("list.txt"), "13800138000\n");
    const words =
      "screen mixed.csv --model mine.model --blocklist list.txt --out mixed.jsonl --force --set screening.stages.match=false --set screening.stages.lookalike=false";
    type Document = { model: { blockThreshold: number; trainedOn: Record<string, number> } };
    const { model } = await documentOf<Document>(...words.split(" "));
    const screened = readJsonLines<ScreenedRow>(path("mixed.jsonl"));
    const { rows: count, fraud } = model.trainedOn;
    const prior = Math.log(fraud! / (count! - fraud!));
    for (const { risk, noRisk, modelScore, verdict } of screened.slice(0, 40)) {
      expect(noRisk).toBeNull();
      expect(risk).toBeCloseTo(1 / (1 + Math.exp(-modelScore! - prior)), 4);
      expect(verdict === "block").toBe(modelScore! >= model.blockThreshold - 0.005);
    }
    expect(new Set(screened.map(({ modelScore }) => modelScore)).size).toBeGreaterThan(30);
    expect(screened.slice(40).map(({ risk, noRisk }) => [risk, noRisk])).toEqual([
      [null, "otherEvidence"],
      ...Array.from({ length: 3 }, () => [null, "nothingToRead"]),
    ]);
  });

  test("says how many rows it left out, as they have no label", async () => {
    const lines = readFileSync(path("mine.csv"), "utf8").split("\n");
    writeFileSync(
      path("half.csv"),
      lines.map((line, at) => (at % 10 === 1 ? line.replace(/^\w+/, "") : line)).join("\n"),
    );
    const { code, stderr } = await run("train", "half.csv", "--blocked-benign", "1%", "--out", "half.model");
    expect([code, stderr]).toEqual([0, "ringfence: half.csv: not trained on: 50 rows without a label\n"]);
  });

  test.each([
    ["train", 2, /nothing to train on/],
    ["train inbox.csv", 4, /text and a label/],
    ["train mine.csv --positive scam", 4, /found 0 and 500/],
    ["train mine.csv --blocked-benign 0.2%", 4, /500 at least/],
    ["train mine.csv --blocked-benign 2% --flagged-benign 1%", 2, /what is blocked too/],
    ["train mine.csv --base mine.csv", 2, /mine\.csv: expected a model/],
    ["train mine.csv --mixed 1%", 2, /--mixed says what share of --benign/],
    ["train --base starter --benign inbox.csv --mixed 1%", 2, /needs labelled messages/],
    ["screen others.csv --model gone.model", 7, /gone\.model/],
    ["run smoke --model gone.model", 2, /--model.*gone\.model/],
  ] as const)("%s ends with %i and says why", async (line, code, says) => {
    const ended = await run(...line.split(" "), ...(line.startsWith("train") ? ["--out", "x.model"] : []));
    expect([ended.code, ended.stderr]).toEqual([code, expect.stringMatching(says)]);
    expect(existsSync(path("x.model"))).toBe(false);
  });

  test("makes of 25 labels a model that ranks, and decides nothing", async () => {
    writeMessages("few.csv", 25, 5);
    const { code, stdout } = await run("train", "few.csv", "--out", "few.model");
    expect([code, stdout]).toEqual([
      0,
      expect.stringMatching(/the model only ranks messages[^]*were it to block[^]*--benign FILE/),
    ]);
    const document = await documentOf(..."screen others.csv --model few.model --out ranked.jsonl".split(" "));
    expect(document).toMatchObject({ verdicts: { flag: 0, block: 0 }, model: { advises: true } });
    const ranked = readJsonLines<ScreenedRow>(path("ranked.jsonl"));
    expect(new Set(ranked.map(({ modelScore }) => modelScore)).size).toBeGreaterThan(50);
    expect(new Set(ranked.map(({ noRisk }) => noRisk))).toEqual(new Set(["noThreshold"]));
  });

  test("says what all of screening comes to, not the model alone", async () => {
    const rows = madeUpMessages(500, 8).map(
      ({ text, label, isFraud }) => `${label},${isFraud ? "" : "0095588"},${text}`,
    );
    writeFileSync(path("forged.csv"), ["label,caller,text", ...rows, ""].join("\n"));
    type Document = { figures: Record<string, { caught: { value: number }; benignBlocked: { value: number } }> };
    const words = "train forged.csv --caller caller --blocked-benign 1% --out forged.model --json";
    const { figures } = await documentOf<Document>(...words.split(" "));
    for (const { caught, benignBlocked } of Object.values(figures)) {
      expect([caught.value, benignBlocked.value]).toEqual([1, 1]);
    }
  });

  test("is not trusted with messages that are unlike those it was trained on", async () => {
    const rows = madeUpMessages(500, 8);
    const lines = rows.map(({ text, label }, at) => `${label},1380013${String(8000 + at)},${text}`);
    writeFileSync(path("sent.csv"), ["label,caller,text", ...lines, ""].join("\n"));
    await run(..."train sent.csv --caller caller --blocked-benign 1% --out sent.model".split(" "));
    expect(await unlikeIn("sent.csv")).toEqual([]);
    expect(await unlikeIn("inbox.csv")).toContain("sender");
    writeFileSync(
      path("chinese.csv"),
      ["text", ...rows.map((_, at) => `您好，第${at}次通知 www.a${at}.top`), ""].join("\n"),
    );
    expect(await unlikeIn("chinese.csv")).toEqual(expect.arrayContaining(["sender", "script", "links", "lengths"]));
    await run(..."train --base sent.model --benign chinese.csv --blocked-benign 1% --out placed.model".split(" "));
    expect(await unlikeIn("chinese.csv", "placed.model")).toContain("sender");
    const { stderr } = await run("screen", "chinese.csv", "--model", "sent.model");
    expect(stderr.replaceAll(/\s+/g, " ")).toMatch(/warning: the model may not hold here, .*no column of them/);
  });

  test("notices wording that it never met, and tells where scores lie", async () => {
    const own = readOwnMessages().filter(({ text }) => !/[\u4e00-\u9fff]/.test(text));
    const write = (name: string, isIn: (at: number) => boolean, change: (text: string) => string) => {
      const lines = own.flatMap(({ text, label }, at) =>
        isIn(at) ? [JSON.stringify({ label, text: change(text) })] : [],
      );
      writeFileSync(path(name), `${lines.join("\n")}\n`);
    };
    write("even.jsonl", isEven, String);
    write("odd.jsonl", (at) => !isEven(at), String);
    write("turned.jsonl", (at) => !isEven(at), turned);
    await run(..."train even.jsonl --positive fraud --blocked-benign 1% --out even.model".split(" "));
    type Document = { model: { unlike: string[]; unseen: number; tenths: number[] } };
    const screen = (file: string) => documentOf<Document>("screen", file, "--model", "even.model");
    const [{ model: like }, { model: unlike }] = [await screen("odd.jsonl"), await screen("turned.jsonl")];
    expect(like.unlike).toEqual([]);
    expect(like.tenths.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 1);
    expect(unlike.unlike).toContain("wording");
    expect(unlike.unseen).toBeGreaterThan(like.unseen + 0.15);
    const { stderr } = await run("screen", "turned.jsonl", "--model", "even.model");
    expect(stderr.replaceAll(/\s+/g, " ")).toMatch(/warning: the model may not hold here, .*wording was never seen/);
  });

  test("warns of a file of benign messages that is sorted, or that still holds fraud", async () => {
    const benign = madeUpMessages(900, 6).filter(({ isFraud }) => !isFraud);
    const sorted = benign.map(({ text }) => text).sort();
    writeFileSync(path("sorted.csv"), ["text", ...sorted, ""].join("\n"));
    const one = await run(...placedBy("sorted.csv"));
    expect(one.stderr).toMatch(/sorted\.csv: the messages are sorted: .*rows at random/);
    writeMessages("mixed.csv", 900, 7);
    const mixed = await run(...placedBy("mixed.csv"));
    expect(mixed.stderr).toMatch(/score as labelled fraud does/);
    const fraud = madeUpMessages(60, 7)
      .flatMap(({ text, isFraud }) => (isFraud ? [text] : []))
      .slice(0, 8);
    writeFileSync(path("some.csv"), ["text", ...benign.map(({ text }) => text), ...fraud, ""].join("\n"));
    const placed = (...more: string[]) =>
      documentOf<{ thresholds: { block: number; basis: string } }>(...placedBy("some.csv"), ...more);
    const [plain, said] = [await placed(), await placed("--mixed", "1.5%")];
    expect(said.thresholds.block).toBeLessThan(plain.thresholds.block);
    expect(said.thresholds.basis).toMatch(/some\.csv, at most 1\.5 % of them fraud$/);
  });

  test("takes shares in percent or as shares, and nothing else", () => {
    expect(["0.2%", "0.002", "best"].map(parseBlockedBenign)).toEqual([0.002, 0.002, "best"]);
    for (const wrong of ["0", "60%", "-1%", "x", ""])
      expect(() => parseBlockedBenign(wrong)).toThrow(/Expected a share/);
  });
});
