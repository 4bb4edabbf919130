import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { newFolder } from "../../new-folder.ts";
import { madeUpMessages } from "../../training/messages.ts";
import { inProcess } from "../in-process.ts";

const folder = newFolder("label");
const path = (name: string): string => join(folder, name);
const messages = madeUpMessages(200, 1);
beforeAll(() => writeFileSync(path("inbox.csv"), ["text", ...messages.map(({ text }) => text), ""].join("\n")));

function writeTaken(name: string, fraud: number, benign: number): void {
  const lines = messages.map(({ text, isFraud }, at) => ({
    isFraud,
    line: `${at + 2},${isFraud ? "f" : "b"},${text}`,
  }));
  const first = (ofFraud: boolean, count: number) => lines.filter(({ isFraud }) => isFraud === ofFraud).slice(0, count);
  const rows = [...first(true, fraud), ...first(false, benign)].map(({ line }) => line);
  writeFileSync(path(name), ["line,label,text", ...rows, ""].join("\n"));
}

async function take(taken: string, out: string, ...more: string[]) {
  return inProcess(["label", "inbox.csv", "--out", out, "--take", taken, ...more], { cwd: folder });
}

test("the model is named as its labels, and its own is made anew", async () => {
  writeTaken("forty.csv", 15, 25);
  const first = await take("forty.csv", "forty-labels.csv");
  expect(first).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^threshold: blocked from .*benign blocked.*\nmodel: forty-labels\.model\nnext: /ms),
  });
  writeTaken("ten.csv", 2, 8);
  const other = await take("ten.csv", "ten-labels.csv");
  expect(other.stdout).toMatch(/^threshold: the model only ranks messages.*model: ten-labels\.model\n/ms);
  expect(other.stderr).toContain("cannot be told yet");
  const before = readFileSync(path("ten-labels.model"));
  expect((await take("forty.csv", "ten-labels.csv")).code).toBe(0);
  expect(readFileSync(path("ten-labels.model")).equals(before)).toBe(false);
});

test("a simulation says why it ends with few labels, and how many messages more would take", async () => {
  const rows = messages
    .slice(0, 130)
    .flatMap(({ text, label }, at) => [`${label},${text}`, `${label},${text} ${at % 2}`]);
  writeFileSync(path("known.csv"), ["label,text", ...rows, ""].join("\n"));
  const { code, stdout, stderr } = await inProcess("label known.csv --simulate label --draws 1".split(" "), {
    cwd: folder,
  });
  const said = stderr.replaceAll(/\s+/g, " ").trim();
  const [, different, more, needed] = /260 messages are (\d+) .*: (\d+) take (\d+)$/.exec(said) ?? [];
  expect([code, stdout.trim().split("\n").length, more, needed]).toEqual([0, 3, "100", "200"]);
  expect(Number(different)).toBeLessThanOrEqual(130);
});

test("new labels overwrite a model that is there with --force alone", async () => {
  writeTaken("few.csv", 2, 3);
  writeFileSync(path("mine.model"), "mine");
  const words = ["few.csv", "new.csv", "--model-out", "mine.model"] as const;
  const refused = await take(...words);
  expect(refused).toMatchObject({ code: 7, stderr: expect.stringContaining("mine.model is there already") });
  expect(readFileSync(path("mine.model"), "utf8")).toBe("mine");
  expect(existsSync(path("new.csv"))).toBe(false);
  expect((await take(...words, "--force")).code).toBe(0);
});

test("a pipe keeps no labels, and what is said of a file without messages names options that there are", async () => {
  writeTaken("few.csv", 2, 3);
  execFileSync("mkfifo", [path("pipe")]);
  expect(await take("few.csv", "pipe")).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("a pipe or a device"),
  });
  writeFileSync(path("none.csv"), "text\n");
  const none = await inProcess(["label", "none.csv", "--out", "none-labels.csv", "--pick", "5"], { cwd: folder });
  expect(none.code).toBe(4);
  expect(none.stderr).toContain("name the column with --text");
  expect(none.stderr).not.toContain("--label");
});
