import { existsSync, linkSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { PassThrough, Readable } from "node:stream";
import { beforeAll, describe, expect, it } from "vitest";
import { ScreenDocument } from "../../../src/screen/document.ts";
import { registerScreen, screenCommand, type ScreenOptions } from "../../../src/cli/screen/screen.ts";
import { displayWidth } from "../../../src/core/terminal/display-width.ts";
import { MAX_TEXT_UNITS } from "../../../src/event/event-batch.ts";
import { countryOf } from "../../../src/rows/country.ts";
import { ParquetFile } from "../../../src/rows/parquet/parquet-file.ts";
import { SCREENED_TYPES } from "../../../src/screen/screened-row.ts";
import { shippedTemplates } from "../../../src/screen/shipped-templates.ts";
import { programOf } from "../../guide.ts";
import { newFolder } from "../../new-folder.ts";
import { readJsonLines } from "../command-line.ts";
import { inProcess } from "../in-process.ts";

const folder = newFolder("screen");

const path = (name: string): string => join(folder, name);

function write(name: string, content: string | Uint8Array): string {
  writeFileSync(path(name), content);
  return path(name);
}

function writeRows(name: string, rows: readonly object[]): string {
  return write(name, rows.map((row) => JSON.stringify(row)).join("\n"));
}

/** Of one script in each language: quick, where the shipped library does not matter. */
let templates: string;
let script: string;

beforeAll(() => {
  script = shippedTemplates(1).find(({ language }) => language === "zh")!.text;
  templates = write(
    "scripts.txt",
    `# own scripts\n${script}\nYour parcel is held at the depot, pay the customs fee now at {link}\n`,
  );
});

interface Outcome {
  document: ScreenDocument;
  out: string;
  err: string;
}

async function run(file: string, options: Partial<ScreenOptions> = {}): Promise<Outcome> {
  const [output, error] = [sink(), sink()];
  const streams = { input: Readable.from([]), output, error };
  const document = await screenCommand({ templates, ...options, file }, streams);
  return { document, out: textOf(output), err: textOf(error) };
}

const sink = () => new PassThrough({ highWaterMark: 2 ** 24, encoding: "utf8" });
const textOf = (stream: PassThrough): string => String(stream.read() ?? "");

describe("screen --country", () => {
  const rows = ["+14692576503", "14692576503", "001-469-257-6503", "4692576503", "+442079460958"]
    .map((caller) => JSON.stringify({ caller }))
    .join("\n");

  it("meets a list of ten-digit numbers however callers are written", async () => {
    const blocklist = write("us-numbers.txt", "number\n469-257-6503\n");
    const model = "none";
    const abroad = await run(write("us.jsonl", rows), { blocklist, model, country: countryOf("US"), json: true });
    expect(abroad.document.verdicts.block).toBe(4);
    const stated = write("stated.jsonl", rows.replace('"14692576503"', '"+1 469 257 6503"'));
    const guessed = await run(stated, { blocklist, model, json: true });
    expect(guessed.document).toMatchObject({ verdicts: { block: 4 }, country: "US", isCountryGuessed: true });
    const here = await run(path("us.jsonl"), { blocklist, model, country: countryOf("CN"), json: true });
    expect(here.document).toMatchObject({ verdicts: { block: 1 }, country: "CN", isCountryGuessed: false });
  });
});

describe("screen", () => {
  it("counts decisions against labels, and the same scripts in, are flagged or blocked", async () => {
    const file = writeRows("labelled.jsonl", [
      { text: script, caller: "13800138000", label: "FR:Phishing(Bank)" },
      { text: "See you at dinner, I will be ten minutes late", caller: "13900139000", label: "ham" },
      { text: "An entirely different swindle that nobody has seen before", label: "Fraud" },
      { text: script, label: "Other" },
      { text: "No label on this one, and nothing wrong with it" },
    ]);
    const { document, out, err } = await run(file, { json: true, model: "none" });
    expect(JSON.parse(out)).toEqual(document);
    expect(err).toBe("");
    expect(ScreenDocument.parse(document)).toEqual(document);
    expect(document).toMatchObject({ schemaVersion: 3, rows: 5, screened: 5, quarantined: 0, unlabelled: 1 });
    expect(document.byPositiveVerdict!.flag).toMatchObject({
      confusion: { tp: 1, fp: 1, tn: 1, fn: 1 },
      precision: { value: 0.5, n: 2 },
      recall: { value: 0.5, n: 2 },
      mcc: { value: 0, n: 4 },
    });
    const labels = document.byLabel!.map(({ label, positive }) => `${label} ${positive}`);
    expect(labels).toEqual(["FR:Phishing(Bank) true", "ham false", "Fraud true", "Other false"]);
  });

  it("leaves figures out where there are no labels, and says null over nothing", async () => {
    const plain = await run(write("plain.csv", "text\nhello there\n"), { json: true });
    expect(Object.keys(plain.document)).not.toContain("byPositiveVerdict");
    const benign = await run(write("benign.csv", "text,label\nhello there,ham\n"), { json: true });
    const { flag } = benign.document.byPositiveVerdict!;
    expect(flag).toMatchObject({ recall: { value: null, n: 0 }, mcc: { value: null } });
    expect(ScreenDocument.safeParse(benign.document).success).toBe(true);
  });

  it("prints a line a row to standard output and the summary to standard error", async () => {
    const { out, err } = await run(write("short.csv", `text,caller\n"${script}",13800138000\nhello there,ICBC\n`));
    const lines = out.trimEnd().split("\n");
    expect(lines).toHaveLength(3);
    expect(lines[1]).toContain("138****8000");
    expect(lines[1]).toContain("textMatch");
    expect(err).toContain("2 rows: 2 screened (2 messages, 0 calls), 0 set aside");
    expect(err).toMatch(/stage behaviour +off +needs columns of callee and time; not found: callee, time/);
    expect((await run(path("short.csv"), { unmask: true })).out).toContain("13800138000");
  });

  it("ends with 4 where rates were asked for and no label means fraud", async () => {
    const file = write("ham.csv", "text,class\nhello there,ham\nhello again,fraud\n");
    const asked = await inProcess(["screen", file, "--positive", "scam", "--json"]);
    expect(asked.code).toBe(4);
    expect(JSON.parse(asked.stdout)).toMatchObject({
      rows: 2,
      byPositiveVerdict: { flag: { recall: { value: null } } },
    });
    const both = await inProcess(["screen", file, "--positive", "fraud", "--positive", "scam", "--json"]);
    const { byLabel } = ScreenDocument.parse(JSON.parse(both.stdout));
    expect(byLabel!.map(({ label, positive }) => `${label} ${positive}`)).toEqual(["ham false", "fraud true"]);
    const bare = write("bare.csv", "text,class\nhello there,\n");
    await expect(run(bare, { label: "class" })).rejects.toMatchObject({ code: "noData" });
  });

  it("cuts rows for a terminal", async () => {
    const columns = 40;
    const long = `${script}。`.repeat(20);
    const file = write("wide.csv", `text,caller\n"${long}",13800138000\nhello there,ICBC\n,95588\n`);
    const output = Object.assign(sink(), { isTTY: true, columns });
    const streams = { input: Readable.from([]), output, error: sink() };
    await screenCommand({ file, templates }, streams);
    const lines = textOf(output).trimEnd().split("\n");
    expect(lines).toHaveLength(4);
    for (const line of lines) expect(displayWidth(line)).toBeLessThanOrEqual(columns);
    const whole = await run(file);
    expect(whole.out).toContain(long);
    expect(whole.err).not.toContain("Whole rows");
    expect(textOf(streams.error)).toContain("Whole rows");
  });

  it("prints the first two hundred rows, of all pieces of a file", async () => {
    const text = "hello there how are you? ".repeat(80);
    const file = write("rows.csv", `text\n${`${text}\n`.repeat(201)}`);
    const { document, out, err } = await run(file);
    expect(out.trimEnd().split("\n").length).toBe(1 + 200);
    expect(err).toContain("The first 200 rows");
    expect(document.screened).toBe(201);
    expect((await run(file, { out: "-" })).out.trimEnd().split("\n")).toHaveLength(201);
  });

  it("names the nearest script, its own text where it is the user's", async () => {
    const { id, step, language, text } = shippedTemplates().find((one) => one.id === "loan-fast-credit")!;
    const shipped = await run(writeRows("named.jsonl", [{ text }]), { templates: undefined });
    expect(shipped.document.templates!.most[0]).toMatchObject({ name: `${id}, step ${step}, ${language}`, text });
    expect(shipped.out).toContain(`${id}, step ${step}, ${language} (1.00)`);
    const own = await run(writeRows("own.jsonl", [{ text: script }]));
    expect(own.document.templates!.most[0]).toMatchObject({ name: null, text: script });
  });

  it("keeps a spreadsheet from running a cell as a formula", async () => {
    const rows = ["=1+1", "plain"].map((text) => ({ text, label: text }));
    const file = writeRows("formula.jsonl", rows);
    await run(file, { out: path("formula.csv"), model: "none" });
    const written = readFileSync(path("formula.csv"), "utf8");
    expect(written).toMatch(/^1,message,,'=1\+1,allow,.*,-\d+,.*,'=1\+1$/m);
    expect(written).toMatch(/^2,message,,plain,allow,.*,plain$/m);
  });

  it("writes the rows of JSON Lines as Parquet too, with evidence joined", async () => {
    const texts = ["=1+1, and a win", 'a "quoted"\nline', script, "", "hello"];
    const file = writeRows(
      "in.jsonl",
      texts.map((text) => ({ text, caller: "0095588", label: "x" })),
    );
    const [asLines, asParquet] = [path("formats.jsonl"), path("formats.parquet")];
    for (const out of [asLines, asParquet]) await run(file, { out, model: "none" });
    const found: Record<string, unknown>[] = [];
    for await (const { rows, data } of (await ParquetFile.open(asParquet)).read(SCREENED_TYPES)) {
      for (let row = 0; row < rows; row++) {
        found.push(Object.fromEntries(SCREENED_TYPES.map(({ name }, at) => [name, data[at]![row]])));
      }
    }
    const lines = readJsonLines<{ line: number; evidence: string[] }>(asLines);
    expect(lines.length).toBe(texts.length);
    const joined = lines.map((row) => ({ ...row, line: BigInt(row.line), evidence: row.evidence.join("; ") }));
    expect(found).toEqual(joined);
    expect(joined.some(({ evidence }) => evidence.includes("; "))).toBe(true);
  });

  it("shows nothing that a terminal would obey", async () => {
    const row = { text: "\u001b[2J\u202Etxt\u0000\u0007 hello", label: "\u001b[31mred" };
    const { out, err } = await run(writeRows("escapes.jsonl", [row]));
    // oxlint-disable-next-line no-control-regex
    expect(out + err).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f\u202e]/);
  });

  it("accounts for every row of hostile files, and sets lines aside in a file of their own", async () => {
    const rows = [
      Buffer.from("text,caller,label\n"),
      Buffer.from([0xff, 0xfe, 0x00, 0x41, 0x0a]),
      Buffer.from("a\u0000b,138,ham\n"),
      Buffer.from('"never closed,138,ham\n'),
      Buffer.from(`${"x".repeat(1_000_000)},138,ham\n`),
      Buffer.from("too,many,fields,here\n"),
      Buffer.from(",,ham\n"),
      Buffer.from("fine,138,ham\n"),
    ];
    const file = write("hostile.csv", Buffer.concat(rows));
    const files = { quarantine: path("aside.jsonl"), out: path("hostile-out.jsonl") };
    const { document } = await run(file, { json: true, ...files });
    expect(document).toMatchObject({
      rows: 7,
      screened: 3,
      quarantined: 4,
      messagesCut: 1,
      quarantine: { notUtf8: 1, brokenQuote: 1, wrongFieldCount: 1, noTextNoCaller: 1 },
    });
    const aside = readJsonLines<Record<string, unknown>>(path("aside.jsonl"));
    expect(aside.map(({ line }) => line)).toEqual([2, 4, 6, 7]);
    const screened = readJsonLines<Record<string, unknown>>(path("hostile-out.jsonl"));
    expect(screened.map(({ line }) => line)).toEqual([3, 5, 8]);
    expect(screened[1]!["text"]).toHaveLength(MAX_TEXT_UNITS);
  });

  it("refuses one file for two of what it reads and writes, however it is named, and a name without a format", async () => {
    const file = write("whole.csv", "text\nhello there\n");
    write("rows.jsonl", "");
    symlinkSync(path("rows.jsonl"), path("link.jsonl"));
    linkSync(path("rows.jsonl"), path("hard.jsonl"));
    await expect(run(file, { out: path("rows.xlsx") })).rejects.toMatchObject({ code: "usage" });
    for (const [out, quarantine] of [
      [file, path("new.jsonl")],
      [`${folder}/./whole.csv`, path("new.jsonl")],
      [path("new.jsonl"), path("new.jsonl")],
      [path("new.jsonl"), `${folder}/./new.jsonl`],
      [path("rows.jsonl"), `${folder}/../${basename(folder)}/rows.jsonl`],
      [path("rows.jsonl"), path("link.jsonl")],
      [path("rows.jsonl"), path("hard.jsonl")],
    ] as const) {
      const both = run(file, { out, quarantine, force: true });
      await expect(both).rejects.toMatchObject({ code: "usage", message: expect.stringContaining(out) });
    }
    expect(existsSync(path("new.jsonl"))).toBe(false);
  });

  it("says so when there is no data", async () => {
    const empty = { "empty.csv": "", "header.csv": "text,label\n", "blank.jsonl": "\n\n" };
    for (const [name, content] of Object.entries(empty)) {
      await expect(run(write(name, content))).rejects.toMatchObject({ code: "noData" });
    }
    await expect(run(write("garbage.jsonl", "{\n[]\n"))).rejects.toThrow("all 2 rows were set aside");
    await expect(run(path("missing.csv"))).rejects.toMatchObject({ code: "io" });
  });

  it("takes listed neighbours as weak evidence, unless it is told not to", async () => {
    const blocklist = write("block.txt", "13800138000\n13800138001\n13800138002\n");
    const file = write("strangers.csv", "number,text\n13800138003,\n13800138000,\n13800139000,\n");
    const { document } = await run(file, { json: true, blocklist });
    expect(document).toMatchObject({
      verdicts: { allow: 2, flag: 0, block: 1 },
      blocklist: { numbers: 3, neighbours: 3 },
      evidence: { callerListed: 1, listedNeighbours: 1 },
    });
    const { document: without } = await run(file, { json: true, blocklist, neighbours: 0 });
    expect(without.evidence).toEqual({ callerListed: 1 });
    expect(without.blocklist!.neighbours).toBe(0);
  });

  it("says which of one's own scripts are of no use, and where the first are", async () => {
    const parcel = "Your parcel is held at the depot";
    const file = write("parcel.csv", `text\n${parcel}\n`);
    const entries = [parcel, "pay", 5, `${parcel}!`, parcel].map((entry) => JSON.stringify(entry));
    const { document } = await run(file, { templates: write("of-no-use.jsonl", entries.join("\n")) });
    expect(document.templates).toMatchObject({ count: 2, used: 1, tooShort: 1, repeated: 2, dirty: 1 });
    expect(document.templates).toMatchObject({ tooShortLines: [2], repeatedLines: [4, 5], dirtyLines: [3] });
  });

  it("refuses scripts of which none can match", async () => {
    const file = write("any.csv", "text\nhello there\n");
    await expect(run(file, { templates: write("short.txt", "# scripts\npay\nbuy\npay!\n") })).rejects.toThrow(
      "short.txt: expected a script of which 8 characters or more are left once normalised, " +
        "found none (shorter ones: 2, from line 2 on)",
    );
  });

  it("passes no stage that is switched off", async () => {
    const file = write("stages.csv", `text\n"${script}"\n`);
    const options = { json: true, model: "none" };
    const without = await run(file, { ...options, stagesOff: ["match"] });
    expect(without.document).toMatchObject({ templates: null, verdicts: { allow: 1 } });
    const undecided = await run(file, { ...options, stagesOff: ["classify"] });
    expect(undecided.document).toMatchObject({ verdicts: { allow: 1 }, templates: { used: 1 } });
  });

  it("counts a label column that holds identifiers without growing with it", async () => {
    const rows = Array.from({ length: 1000 }, (_, label) => ({ text: "hello there", label }));
    const file = writeRows("ids.jsonl", rows);
    const { document } = await run(file, { json: true });
    expect(document.byLabel!.length).toBeLessThanOrEqual(202);
    expect(document.byPositiveVerdict!.flag.confusion).toEqual({ tp: 0, fp: 0, tn: 1000, fn: 0 });
  });
});

describe("the command line", () => {
  it("turns options into what screenCommand takes, and refuses nonsense", async () => {
    const file = write("line.csv", "message,kind\nhello there,ham\nhello again,fraud\n");
    const words = `--label kind --templates ${templates} --out ${path("line.jsonl")} --json --positive ham`;
    await parseLine(file, ...words.split(" "));
    expect(readJsonLines<Record<string, unknown>>(path("line.jsonl"))).toMatchObject([
      { line: 2, label: "ham", verdict: "allow" },
      { line: 3, label: "fraud" },
    ]);
    await expect(parseLine(file, "--set", "templates.threshold=2")).rejects.toMatchObject({ code: "config" });
    await expect(parseLine(file, "--label", "knid")).rejects.toThrow("did you mean --label kind?");
    await expect(parseLine(file, "--templates", path("none.txt"))).rejects.toMatchObject({ code: "io" });
  });
});

async function parseLine(...args: string[]): Promise<void> {
  const streams = { input: Readable.from([]), output: sink(), error: sink() };
  const program = programOf((parent) => registerScreen(parent, streams));
  await program.parseAsync(["screen", ...args], { from: "user" });
}
