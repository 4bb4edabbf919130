/** Labelled data of a small world: whole, the same for any number of workers, and honestly divided. */
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import { beforeAll, expect, test } from "vitest";
import { type GeneratedDataset, generate, TickRows } from "../../src/dataset/generate.ts";
import { eventFields, RECORD_FIELDS } from "../../src/dataset/event-columns.ts";
import { readEvents, writeEvents } from "../../src/dataset/event-file.ts";
import { originOf } from "../../src/dataset/manifest.ts";
import { DAY_MS } from "../../src/core/time.ts";
import { allocateBatch } from "../../src/engine/worker-output.ts";
import { simulate } from "../../src/engine/simulation.ts";
import { digestRun } from "../../src/report/head.ts";
import { loadScenario } from "../../src/scenario/file.ts";
import type { Cell } from "../../src/rows/typed/column.ts";
import { TypedFile } from "../../src/rows/typed/typed-file.ts";
import { exactRecords } from "../../src/rows/csv/exact-records.ts";
import { readLines } from "../../src/rows/lines/text-lines.ts";
import { ParquetFile } from "../../src/rows/parquet/parquet-file.ts";
import { inProcess } from "../cli/in-process.ts";
import { warmPool } from "../engine/warm-pool.ts";
import { newFolder } from "../new-folder.ts";

const folder = newFolder("dataset");
const scenario = loadScenario("smoke", ["hours=12", "population.subscribers=700", "gangs.count=8"]);
const SMALL = ["hours=2", "population.subscribers=100", "gangs.count=2"];

type Row = Readonly<Record<string, Cell>>;

async function rowsOf(path: string): Promise<Row[]> {
  const file = await ParquetFile.open(path);
  const rows: Row[] = [];
  for await (const { rows: count, data } of file.read(file.columns)) {
    for (let row = 0; row < count; row++) {
      rows.push(Object.fromEntries(file.columns.map(({ name }, at) => [name, data[at]![row]!])));
    }
  }
  return rows;
}

async function made(name: string, workers: number, more: object = {}): Promise<GeneratedDataset> {
  mkdirSync(join(folder, name), { recursive: true });
  const out = join(folder, name, "events.parquet");
  return generate({ scenario, seed: 1, workers, pool: warmPool(workers), out, ...more });
}

let dataset: GeneratedDataset;
let [events, truth, findings, decisions]: Row[][] = [];

beforeAll(async () => {
  mkdirSync(folder, { recursive: true });
  dataset = await made("two", 2);
  const { files } = dataset;
  [events, truth, findings, decisions] = await Promise.all(
    [files.events, files.truth!, files.findings!, files.decisions!].map(rowsOf),
  );
});

test("A generated data set has every event once in each file, in the order of time, joined by identity", () => {
  const ids = events!.map(({ id }) => id);
  expect(new Set(ids).size).toBe(dataset.manifest.rows);
  for (const rows of [events!, truth!, findings!, decisions!]) expect(rows.map(({ id }) => id)).toEqual(ids);
  const times = events!.map(({ time }) => time as number);
  expect(times).toEqual(times.toSorted((a, b) => a - b));
});

function countedBy(value: (row: Row) => Cell): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const row of truth!) if (value(row) !== null) counts[String(value(row))] = (counts[String(value(row))] ?? 0) + 1;
  return counts;
}

test("The manifest of a data set counts its rows by class, and by side of each split", () => {
  const { classes, splits } = dataset.manifest;
  for (const name of ["label", "typology", "benign_class"] as const) {
    expect(classes[name]).toEqual(countedBy((row) => row[name]!));
  }
  for (const name of ["split_time", "split_script"] as const) {
    expect(splits[name]).toEqual(countedBy((row) => row[name]!));
    expect(splits[`${name}_label`]).toEqual(countedBy((row) => `${String(row[name])} ${String(row["label"])}`));
  }
});

test("A generated data set has the same bytes for any number of workers and size of batches", async () => {
  const other = await made("one", 1, { batchEvents: 300 });
  for (const [part, path] of Object.entries(dataset.files)) {
    expect(readFileSync(other.files[part as "events"]).equals(readFileSync(path))).toBe(true);
  }
});

test("A generated data set keeps the truth out of what the platform sees", () => {
  const secret = Object.keys(truth![0]!).filter((name) => name !== "id");
  for (const rows of [events!, findings!, decisions!]) {
    expect(Object.keys(rows[0]!).filter((name) => secret.includes(name))).toEqual([]);
  }
});

test("A generated data set has no script, and no template of a message, of test or validation in training", () => {
  for (const column of ["script", "template"]) {
    const sides = new Map<Cell, Set<Cell>>();
    for (const row of truth!) {
      if (row[column] === null) continue;
      sides.set(row[column]!, (sides.get(row[column]!) ?? new Set()).add(row["split_script"]!));
    }
    expect(sides.size).toBeGreaterThan(5);
    expect([...sides].filter(([, side]) => side.size > 1)).toEqual([]);
  }
  expect(new Set(truth!.map((row) => row["split_script"]))).toEqual(new Set(["train", "validation", "test"]));
});

test("A generated data set divides by time so that nothing of training comes after what is judged", () => {
  const last = Math.max(
    ...events!.filter((_, at) => truth![at]!["split_time"] === "train").map(({ time }) => time as number),
  );
  const first = Math.min(
    ...events!.filter((_, at) => truth![at]!["split_time"] !== "train").map(({ time }) => time as number),
  );
  expect(last).toBeLessThan(first);
});

test("A generated data set names an episode for every contact that follows another", () => {
  const fraud = truth!.filter(({ label }) => label === "fraud");
  const later = fraud.filter(({ step, attempt }) => step !== 0 || attempt !== 0);
  expect(later.length).toBeGreaterThan(5);
  const begun = new Set(fraud.filter(({ step, attempt }) => step === 0 && attempt === 0).map(({ episode }) => episode));
  for (const { episode, gang, target } of later) {
    expect(episode).toBe(`${String(gang)}-${String(target)}`);
    expect(begun).toContain(episode);
  }
});

test("A generated data set is described column by column in docs/data-format.md (npx vitest run -u makes its lists)", async () => {
  const path = fileURLToPath(new URL("../../docs/data-format.md", import.meta.url));
  let page = readFileSync(path, "utf8");
  const tables = [...dataset.manifest.files.map(({ columns }) => columns), RECORD_FIELDS];
  for (const [at, title] of ["Events", "Truth", "Findings", "Decisions", "Records"].entries()) {
    const section = page.split(`\n## ${title}\n`)[1]!.split("\n## ")[0]!;
    // Names, types and nulls are those of the program; what a column means is written by hand.
    const meanings = new Map([...section.matchAll(/^- `(\w+)` .*?\): (.*)$/gm)].map(([, name, does]) => [name, does]));
    const list = tables[at]!.filter(({ name }) => title === "Events" || name !== "id").map(
      ({ name, type, nullable }) => `- \`${name}\` (${type}${nullable ? ", null" : ""}): ${meanings.get(name)}\n`,
    );
    page = page.replace(section, section.replace(/(?:^- `.*\n)+/m, list.join("")));
  }
  expect(page, "docs/data-format.md: write what a new column means").not.toContain(": undefined");
  await expect(page).toMatchFileSnapshot(path);
});

test("Events come back from Parquet as they were, in batches of any size", async () => {
  const source = dataset.files.events;
  const copy = join(folder, "copy.parquet");
  expect(await writeEvents(copy, readEvents(source, { batchEvents: 777 }))).toBe(events!.length);
  expect(readFileSync(copy).equals(readFileSync(source))).toBe(true);
});

test("A file of events that holds what no event has is refused with its place", async () => {
  const path = join(folder, "bad.parquet");
  const fields = eventFields({ originMs: 0, mask: false, records: false });
  const good = ["0123456789abcdef", 0, "call", "1", "2", "mobile", true, 5, null];
  const read = async (name: string, cell: Cell): Promise<void> => {
    const file = new TypedFile(path, fields, { force: true });
    file.write(
      fields.map((field, at) => [good[at]!, field.name === name ? cell : good[at]!]),
      2,
    );
    file.complete();
    file.out.finish();
    for await (const batch of readEvents(path)) expect(batch.count).toBeGreaterThan(0);
  };
  await expect(read("id", "x")).rejects.toThrow(/bad.parquet: row 2, column id: expected 16/);
  await expect(read("kind", "fax")).rejects.toThrow("row 2, column kind");
  await expect(read("kind", "message")).rejects.toThrow("row 2, column text");
  await expect(read("route", "pigeon")).rejects.toThrow("row 2, column route");
  await expect(read("duration_s", -1)).rejects.toThrow("row 2, column duration_s");
});

const generateSmall = (out: string, ...more: string[]) =>
  inProcess(["generate", "smoke", ...SMALL.flatMap((set) => ["--set", set]), "--quiet", "--out", out, ...more]);

test("ringfence generate joins all columns in one table of the events of a run, masked where that is asked for", async () => {
  const out = join(folder, "joined.csv.gz");
  expect(await generateSmall(out, "--join", "--mask")).toMatchObject({ code: 0 });
  writeFileSync(join(folder, "joined.csv"), gunzipSync(readFileSync(out)));
  const [names = [], ...rows] = exactRecords("joined", readLines(join(folder, "joined.csv")));
  expect(new Set(names).size).toBe(names.length);
  expect(names).toEqual(expect.arrayContaining(["caller", "decision", "label"]));
  const callers = rows.map((cells) => cells[names.indexOf("caller")]!);
  expect(callers.filter((caller) => /^1[3-9]\d{9}$/.test(caller))).toEqual([]);
  const files = readdirSync(folder).filter((name) => name.startsWith("joined"));
  expect(files.toSorted()).toEqual(["joined-manifest.json", "joined.csv", "joined.csv.gz"]);

  const run = { scenario: loadScenario("smoke", SMALL), seed: 1, workers: 1, pool: warmPool(1) };
  const { planned, tally, ...loop } = await simulate(run);
  expect(rows).toHaveLength(planned);
  const manifest = JSON.parse(readFileSync(join(folder, "joined-manifest.json"), "utf8")) as object;
  expect(manifest).toMatchObject({ rows: planned, digest: digestRun(tally, loop) });
});

test("ringfence generate leaves nothing where a file is there already, or a format cannot be told", async () => {
  const out = join(folder, "kept.parquet");
  writeFileSync(join(folder, "kept-truth.parquet"), "mine");
  const told = await generateSmall(out);
  expect(told.code).toBe(7);
  expect(told.stderr).toContain("kept-truth.parquet is there already");
  expect(existsSync(out)).toBe(false);
  expect(readFileSync(join(folder, "kept-truth.parquet"), "utf8")).toBe("mine");
  expect(readdirSync(folder).filter((name) => name.includes(".tmp"))).toEqual([]);
  const unknown = await generateSmall(join(folder, "events.xlsx"));
  expect([unknown.code, unknown.stderr]).toEqual([2, expect.stringContaining("its name shows no format")]);
});

test("rows of a tick come by time, and of one time by their identities, whatever order they came in", () => {
  const batch = allocateBatch(4);
  batch.events.timeMs.set([5, 5, 3, 5]);
  batch.events.idHigh.set([2, 1, 9, 1]);
  batch.events.idLow.set([0, 8, 0, 7]);
  batch.events.count = 4;
  for (const order of [
    [0, 1, 2, 3],
    [3, 2, 1, 0],
    [1, 3, 0, 2],
  ]) {
    const rows = new TickRows();
    for (const row of order) rows.add(batch, row);
    const { timeMs, idHigh, idLow } = rows.view.events;
    const found = Array.from(rows.inOrder(), (row) => `${timeMs[row]} ${idHigh[row]} ${idLow[row]}`);
    expect(found).toEqual(["3 9 0", "5 1 7", "5 1 8", "5 2 0"]);
  }
});

test("a data set begins at midnight of the scenario's day of the week", () => {
  const days = ["monday", "thursday", "sunday"].map((day) =>
    originOf(loadScenario("smoke", [`calendar.firstDay=${day}`])),
  );
  expect(days.map((originMs) => new Date(originMs).getUTCDay())).toEqual([1, 4, 0]);
  expect(days.map((originMs) => originMs % DAY_MS)).toEqual([0, 0, 0]);
});
