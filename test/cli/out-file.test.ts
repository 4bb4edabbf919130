/**
 * What every verb that is told a file does with what is there: `report` stands for those that write a text at once,
 * `screen` for those whose file grows.
 */
import { execFileSync, spawn } from "node:child_process";
import {
  chmodSync,
  copyFileSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { text as textOf } from "node:stream/consumers";
import { beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { RunDirectory } from "../../src/report/directory/run-directory.ts";
import { newFolder } from "../new-folder.ts";
import { sampleReport } from "../report/sample-report.ts";
import { inProcess } from "./in-process.ts";

const folder = newFolder("out-file");
const source = join(folder, "source.csv");
const scripts = join(folder, "scripts.txt");
const run = join(folder, "run");

beforeAll(() => {
  writeFileSync(source, "text\nhello there\nhello again\n,\n");
  writeFileSync(scripts, "Your parcel is held at the depot, pay the customs fee now\n");
  RunDirectory.create(run, { id: "x" }).writeReport(sampleReport());
});

const screen = ["screen", source, "--templates", scripts, "--model", "none"];

/** What to type before the name of a file, and how what it writes begins. */
const OPTIONS: readonly (readonly [string, readonly string[], RegExp])[] = [
  ["report --out", ["report", run, "--csv", "--out"], /^section,name,/],
  ["screen --out", [...screen, "--out"], /^\{"line":2,/],
];

let made = 0;
function newPlace(): string {
  const directory = join(folder, `place-${made++}`);
  mkdirSync(directory);
  return directory;
}

async function expectRefusal(code: number, said: string, ...words: readonly string[]): Promise<void> {
  const outcome = await inProcess(words);
  expect([outcome.code, outcome.stderr]).toEqual([code, expect.stringContaining(said)]);
}

describe.each(OPTIONS)("%s", (_, words, begins) => {
  test("overwrites a file that is there with --force alone, which then keeps its permissions", async () => {
    const place = newPlace();
    const file = join(place, "there.jsonl");
    writeFileSync(file, "precious");
    chmodSync(file, 0o640);
    const advice = "choose another name, or overwrite it with --force";
    await expectRefusal(7, `${file} is there already: ${advice}`, ...words, file);
    expect(readFileSync(file, "utf8")).toBe("precious");
    expect(await inProcess([...words, file, "--force"])).toMatchObject({ code: 0 });
    expect(readFileSync(file, "utf8")).toMatch(begins);
    expect(statSync(file).mode & 0o777).toBe(0o640);
    expect(readdirSync(place)).toEqual(["there.jsonl"]);
  });

  test("follows a link to a file, by the same rule, and the link stays", async () => {
    const place = newPlace();
    const [target, link] = [join(place, "target.jsonl"), join(place, "link.jsonl")];
    writeFileSync(target, "precious");
    symlinkSync("target.jsonl", link);
    await expectRefusal(7, `${link} is a link to a file that is there already: `, ...words, link);
    expect(readFileSync(target, "utf8")).toBe("precious");
    expect(await inProcess([...words, link, "--force"])).toMatchObject({ code: 0 });
    expect(readlinkSync(link)).toBe("target.jsonl");
    expect(readFileSync(target, "utf8")).toMatch(begins);
    expect(readdirSync(place).toSorted()).toEqual(["link.jsonl", "target.jsonl"]);
  });

  test("refuses a link to nothing and a directory, whatever is forced", async () => {
    const place = newPlace();
    const [link, directory] = [join(place, "link.jsonl"), join(place, "directory.jsonl")];
    symlinkSync("nowhere.jsonl", link);
    mkdirSync(directory);
    await expectRefusal(7, `${link} is a link to nothing: `, ...words, link, "--force");
    await expectRefusal(7, "is a directory: name a file", ...words, directory, "--force");
    expect(readdirSync(place).toSorted()).toEqual(["directory.jsonl", "link.jsonl"]);
  });

  test.skipIf(process.platform === "win32")("writes into a pipe, which stays one, without --force", async () => {
    const place = newPlace();
    const pipe = join(place, "pipe.jsonl");
    execFileSync("mkfifo", [pipe]);
    symlinkSync("pipe.jsonl", join(place, "link.jsonl"));
    const reader = spawn("cat", [pipe], { stdio: ["ignore", "pipe", "ignore"] });
    onTestFinished(() => void reader.kill());
    const [read, outcome] = await Promise.all([
      textOf(reader.stdout),
      inProcess([...words, join(place, "link.jsonl")]),
    ]);
    expect(outcome).toMatchObject({ code: 0 });
    expect(read).toMatch(begins);
    expect(lstatSync(pipe).isFIFO()).toBe(true);
    expect(readdirSync(place).toSorted()).toEqual(["link.jsonl", "pipe.jsonl"]);
  });
});

describe("report", () => {
  test("makes the page of its directory again without --force, but where a link leads elsewhere", async () => {
    const other = join(newPlace(), "other");
    const directory = join(newPlace(), "run");
    mkdirSync(directory);
    copyFileSync(join(run, "report.json"), join(directory, "report.json"));
    const page = join(directory, "report.html");
    writeFileSync(page, "an earlier one");
    expect(await inProcess(["report", directory])).toMatchObject({ code: 0 });
    expect(readFileSync(page, "utf8")).toMatch(/^<!doctype html>/);
    rmSync(page);
    writeFileSync(other, "precious");
    symlinkSync(other, page);
    expect(await inProcess(["report", directory])).toMatchObject({ code: 7 });
    expect(readFileSync(other, "utf8")).toBe("precious");
  });

  test("does not write over what it is made from by a hard link", async () => {
    const name = join(newPlace(), "page.html");
    linkSync(join(run, "report.json"), name);
    await expectRefusal(2, "which the page is made from", "report", run, "--out", name, "--force");
    expect(JSON.parse(readFileSync(join(run, "report.json"), "utf8"))).toEqual(sampleReport());
  });
});

test("screen does not write over a part that was kept but with --force, and never reads from it meanwhile", async () => {
  const place = newPlace();
  const [out, part] = [join(place, "rows.jsonl"), join(place, "rows.jsonl.partial")];
  writeFileSync(part, '{"text":"kept"}\n');
  const said = `${part} is there already, a part that an earlier command did not finish: `;
  await expectRefusal(7, said, ...screen, "--out", out);
  const circle = ["screen", part, "--templates", scripts, "--out", out, "--force"];
  await expectRefusal(2, `${part} is the file being read`, ...circle);
  expect(readFileSync(part, "utf8")).toBe('{"text":"kept"}\n');
  expect(await inProcess([...screen, "--out", out, "--force"])).toMatchObject({ code: 0 });
  expect(existsSync(part)).toBe(false);
});
