/** Verdicts from elsewhere over a data set: the figures are those of plain counting, and of the run that made the data. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { beforeAll, expect, test } from "vitest";
import { generate } from "../../src/dataset/generate.ts";
import { scoreVerdicts } from "../../src/dataset/score/score.ts";
import type { Report } from "../../src/report/document.ts";
import { TypedFile } from "../../src/rows/typed/typed-file.ts";
import { loadScenario } from "../../src/scenario/file.ts";
import { inProcess } from "../cli/in-process.ts";
import { warmPool } from "../engine/warm-pool.ts";
import { newFolder } from "../new-folder.ts";

const folder = newFolder("score");
const toy = join(folder, "toy");
const made = join(folder, "made");

const ids = Array.from({ length: 12 }, (_, at) => at.toString(16).padStart(16, "0"));
/** Six contacts of two gangs, and six benign events of three callers. */
const EVENTS = ids.map((id, at) => ({
  id,
  kind: at % 3 === 0 ? "call" : "message",
  caller: `caller ${at % 3}`,
  label: at < 6 ? "fraud" : "benign",
  gang: at < 6 ? String(at % 2) : "",
  benign_class: at < 6 ? "" : at < 9 ? "bank" : "work",
  template: at < 6 ? "" : `text ${at % 4}`,
  split_time: at % 4 < 2 ? "train" : "test",
  split_script: at % 2 === 0 ? "train" : "test",
}));
const COLUMNS = Object.keys(EVENTS[0]!) as (keyof (typeof EVENTS)[0])[];

beforeAll(() => {
  for (const each of [toy, made]) mkdirSync(each, { recursive: true });
  const lines = EVENTS.map((event) => COLUMNS.map((name) => event[name]).join(","));
  writeFileSync(join(toy, "all.csv"), `${COLUMNS.join(",")}\n${lines.join("\n")}\n`);
  const files = [{ name: "all.csv", columns: COLUMNS.map((name) => ({ name })) }];
  writeFileSync(join(toy, "all-manifest.json"), JSON.stringify({ scenario: "toy", seed: 7, digest: "d", files }));
});

function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

const verdicts = (of: (at: number) => string): string =>
  `id,verdict\n${ids.map((id, at) => `${id},${of(at)}`).join("\n")}\n`;

const value = (figures: object, name: string): unknown => (figures as Record<string, { value: unknown }>)[name]?.value;

test("Verdicts are counted by truth, part and class, and an event without one counts as allowed", async () => {
  const said = ["block", "block", "flag", "allow", "block", "", "block", "flag"];
  const rows = ids.flatMap((id, at) => (said[at] ? [`{"id":"${id}","verdict":"${said[at]}"}`] : []));
  const { figures, ...head } = await scoreVerdicts({ file: file("some.jsonl", rows.join("\n")), data: toy });
  expect(head).toMatchObject({ scenario: "toy", seed: 7, digest: "d", events: 12, leftOut: 0, unsaid: 5 });
  expect(value(figures, "verdicts.block.recall")).toBe(3 / 6);
  expect(value(figures, "verdicts.block.falseInterception")).toBe(1 / 6);
  expect(value(figures, "verdicts.block.precision")).toBe(3 / 4);
  expect(value(figures, "verdicts.flag.recall")).toBe(4 / 6);
  expect(value(figures, "verdicts.flag.falseInterception")).toBe(2 / 6);
  // Calls are 0, 3, 6, 9; the last part of the time 2, 3, 6, 7, 10, 11; scripts held out 1, 3, 5, 7, 9, 11.
  expect(value(figures, "parts.calls.recall")).toBe(1 / 2);
  expect(value(figures, "parts.time.test.falseInterception")).toBe(1 / 4);
  expect(value(figures, "parts.script.test.recall")).toBe(1 / 3);
  expect(value(figures, "benign.bank.blocked")).toBeCloseTo(10_000 / 3, 9);
  expect(value(figures, "benign.work.blocked")).toBe(0);
  const [share, recall, hurt] = [0.01, 3 / 6, 1 / 6];
  const byBayes = (share * recall) / (share * recall + (1 - share) * hurt);
  expect(value(figures, "precisionAt.0,01")).toBeCloseTo(byBayes, 12);
});

test("Scores make verdicts from the lines named, and the curve is that of plain counting", async () => {
  const scores = [5, 1, 0.5, -1, 3, 2, 2.5, -4, 0, 1, -2, -3];
  const path = file("scores.csv", `score,id\n${ids.map((id, at) => `${scores[at]},${id}`).join("\n")}\n`);
  const { figures, statements } = await scoreVerdicts({ file: path, data: toy, blockFrom: 1, flagFrom: -1 });
  expect(value(figures, "verdicts.block.recall")).toBe(4 / 6);
  expect(value(figures, "verdicts.block.falseInterception")).toBe(2 / 6);
  expect(value(figures, "verdicts.flag.recall")).toBe(1);
  const curve = statements.find(({ kind }) => kind === "curves") as { lines: { points: number[][] }[] } | undefined;
  const plain = scores.slice(0, 6).map((line) => {
    const [caught, hurt] = [0, 6].map((from) => scores.slice(from, from + 6).filter((score) => score >= line).length);
    return [caught! / 6, caught! / (caught! + hurt!)];
  });
  expect(curve!.lines[0]!.points).toEqual(plain.toSorted(([a], [b]) => a! - b!));
  const alone = await scoreVerdicts({ file: path, data: toy });
  expect(alone.statements.map(({ kind }) => kind)).toEqual(["table", "curves"]);
});

/** Ties among benign events, 0, 0, 1, 1, ..., and fraud half a step above. */
function scoreOf(at: number): number {
  return at % 2 ? Math.floor(at / 4) + 0.5 : Math.floor(at / 4);
}

test("A line that takes few enough benign events is the lowest that does", async () => {
  const many = join(folder, "many");
  mkdirSync(many);
  const rows = Array.from({ length: 2000 }, (_, at) => ({ id: at.toString(16).padStart(16, "0"), at }));
  const columns = ["id", "kind", "label", "gang", "benign_class"];
  const lines = rows.map(({ id, at }) => [
    id,
    "call",
    at % 2 ? "fraud" : "benign",
    at % 2 ? at % 7 : "",
    at % 2 ? "" : "bank",
  ]);
  writeFileSync(join(many, "all.csv"), [columns, ...lines].map((cells) => cells.join(",")).join("\n"));
  const files = [{ name: "all.csv", columns: columns.map((name) => ({ name })) }];
  writeFileSync(join(many, "manifest.json"), JSON.stringify({ scenario: "many", seed: 1, digest: "d", files }));
  const path = file("ties.tsv", `id\tscore\n${rows.map(({ id, at }) => `${id}\t${scoreOf(at)}`).join("\n")}\n`);
  const { figures } = await scoreVerdicts({ file: path, data: many });
  const [fraud, benign] = [1, 0].map((odd) => rows.filter(({ at }) => at % 2 === odd).map(({ at }) => scoreOf(at)));
  for (const share of [0.01, 0.005, 0.002, 0.001]) {
    const hurtBy = (line: number): number => benign!.filter((score) => score >= line).length;
    const line = Math.min(...[...fraud!, ...benign!].filter((each) => hurtBy(each) <= share * 1000));
    const name = `lines.${String(share).replace(".", ",")}`;
    expect(value(figures, `${name}.score`)).toBe(line);
    expect(value(figures, `${name}.recall`)).toBe(fraud!.filter((score) => score >= line).length / 1000);
    expect(value(figures, `${name}.falseInterception`)).toBe(hurtBy(line) / 1000);
  }
});

test("Rows that verdicts were learned from are left out, and all formats say the same", async () => {
  const text = verdicts((at) => (at % 2 === 0 ? "block" : "allow"));
  const learned = file("learned.csv", `id\n${ids.slice(0, 2).join("\n")}\n${ids[6]}\n`);
  const parquet = join(folder, "same.parquet");
  const typed = new TypedFile(
    parquet,
    ["id", "verdict"].map((name) => ({ name, type: "string" as const })),
    {},
  );
  typed.write([ids, ids.map((_, at) => (at % 2 === 0 ? "BLOCK" : "allow"))], ids.length);
  typed.complete();
  typed.out.finish();
  const files = [file("same.csv", text), file("same.tsv.gz", gzipSync(text.replaceAll(",", "\t"))), parquet];
  const scored = await Promise.all(files.map((each) => scoreVerdicts({ file: each, data: toy, leaveOut: learned })));
  const [first] = scored;
  expect(first).toMatchObject({ leftOut: 3, unsaid: 0 });
  expect(value(first!.figures, "verdicts.block.recall")).toBe(2 / 4);
  expect(value(first!.figures, "verdicts.block.falseInterception")).toBe(2 / 5);
  for (const { figures } of scored) expect(figures).toEqual(first!.figures);
});

test.each([
  ["an id of other data", "id,verdict\nffffffffffffffff,block\n", "config", /line 2/],
  ["an id twice", `id,verdict\n${ids[1]},block\n${ids[1]},allow\n`, "config", /line 3.*each id once/],
  ["no id", "id,verdict\nseven,block\n", "config", /line 2.*seven/],
  ["no verdict", `id,verdict\n${ids[0]},perhaps\n`, "config", /line 2.*allow, flag, block.*perhaps/],
  ["no score", `id,score\n${ids[0]},high\n`, "config", /line 2.*number.*high/],
  ["neither", `id,score\n${ids[0]},\n`, "config", /line 2/],
  ["a row too short", `id,verdict\n${ids[0]}\n`, "config", /line 2/],
  ["no such columns", "a,b\n1,2\n", "config", /found a, b/],
  ["no row", "id,verdict\n", "noData", /no row/],
])("A file with %s is refused", async (_, content, code, message) => {
  const scored = scoreVerdicts({ file: file("refused.csv", content), data: toy });
  await expect(scored).rejects.toMatchObject({ code, message: expect.stringMatching(message) });
});

test("The decisions of a data set score as the run that made it reports them", async () => {
  const settings = ["hours=12", "population.subscribers=700", "gangs.count=8"];
  const scenario = loadScenario("smoke", settings);
  const { files } = await generate({ scenario, seed: 1, workers: 1, pool: warmPool(1), out: join(made, "e.parquet") });
  const { code, stdout } = await inProcess(["score", files.decisions!, "--data", made, "--json"]);
  const sets = settings.flatMap((each) => ["--set", each]);
  const run = await inProcess(["run", "smoke", "--seed", "1", ...sets, "--json"], { cwd: made });
  const report = JSON.parse(run.stdout) as Report;
  const { figures } = JSON.parse(stdout) as { figures: object };
  expect(code).toBe(0);
  expect(value(figures, "verdicts.block.recall")).toBe(report.figures["rates.interception"]!.value);
  expect(value(figures, "verdicts.block.falseInterception")).toBe(report.figures["rates.falseInterception"]!.value);
  expect(value(figures, "verdicts.block.precision")).toBe(report.figures["rates.precision"]!.value);
  for (const each of ["bank", "family", "marketing"]) {
    const reported = report.figures[`benign.byClass.${each}.interceptedPer10000`]!.value;
    expect(value(figures, `benign.${each}.blocked`)).toBe(reported);
  }
});
