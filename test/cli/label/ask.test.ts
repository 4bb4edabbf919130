import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { expect, test } from "vitest";
import { askLabels } from "../../../src/cli/label/ask.ts";
import { loadModel } from "../../../src/detect/learned/models.ts";
import { CHINA } from "../../../src/rows/country.ts";
import { resumeLabels } from "../../../src/training/labelling/label-file.ts";
import { LabelPool } from "../../../src/training/labelling/label-pool.ts";
import { Labelling } from "../../../src/training/labelling/labelling.ts";
import { newFolder } from "../../new-folder.ts";
import { madeUpMessages } from "../../training/messages.ts";

const folder = newFolder("ask");
const out = join(folder, "labels.csv");
const sender = "13800138000";
const candidates = madeUpMessages(300, 1).map((message, at) => ({
  ...message,
  text: `\u001b[31m${message.text}`,
  line: at + 2,
  sender,
  caller: CHINA.identityOf(sender),
}));
const starter = loadModel("starter");
const pool = new LabelPool(candidates, { raw: true, sender: false }, 1);

/** A person takes longer to read a message than keys that were pressed ahead take to come in. */
const READING_MS = 40;

/** A person who presses a key each time the keys are shown. */
function person(keyAt: (question: number, shown: string) => string | null) {
  const states: boolean[] = [];
  const input = Object.assign(new PassThrough(), { isTTY: true, setRawMode: (isRaw: boolean) => states.push(isRaw) });
  const output = Object.assign(new PassThrough({ encoding: "utf8" }), { isTTY: true });
  let whole = "";
  let questions = 0;
  output.on("data", (shown: string) => {
    whole += shown;
    if (!shown.includes("q quit")) return;
    const key = keyAt(questions++, shown);
    setTimeout(() => (key === null ? input.end() : input.write(key)), READING_MS);
  });
  return { terminal: { input, output }, states, whole: () => whole };
}

function session() {
  return new Labelling(pool, starter);
}

/** The column of labels. */
function saved(): string[] {
  const [, ...rows] = readFileSync(out, "utf8").trimEnd().split("\n");
  return rows.map((row) => row.split(",")[1]!.replaceAll('"', ""));
}

async function ask(labelling: Labelling, keyAt: Parameters<typeof person>[0], unmask = false) {
  const someone = person(keyAt);
  await askLabels(pool, labelling, { out, unmask }, someone.terminal);
  return someone;
}

test("a key labels, skips, takes back or quits, and each label is saved before the next question", async () => {
  rmSync(out, { force: true });
  const kept: number[] = [];
  const keys = ["f", "B", "s", "u", "b", "q"];
  const { states } = await ask(session(), (question) => {
    kept.push(existsSync(out) ? saved().length : 0);
    return keys[question]!;
  });
  expect(kept).toEqual([0, 1, 2, 3, 2, 3]);
  expect(saved()).toEqual(["fraud", "benign", "benign"]);
  expect(states).toEqual([true, false]);
});

test("keys pressed ahead answer no message that was not shown yet, but they end the session", async () => {
  rmSync(out, { force: true });
  await ask(session(), (question) => ["fbb", "b", "ffq"][question] ?? null);
  expect(saved()).toEqual(["fraud", "benign", "fraud"]);
});

test("a later session goes on with the labels, and undo takes back one of the earlier one", async () => {
  rmSync(out, { force: true });
  await ask(session(), (question) => "fbfq"[question]!);
  const later = session();
  expect(resumeLabels(out, pool, later)).toBe(3);
  const { whole } = await ask(later, (question) => "uq"[question]!);
  expect(whole()).toContain("\n4. Line ");
  expect(saved()).toEqual(["fraud", "benign"]);
});

test.each([
  ["Ctrl-C", "\u0003"],
  ["Ctrl-D", "\u0004"],
  ["the end of the input", null],
])("%s ends the session and keeps the labels", async (_, end) => {
  rmSync(out, { force: true });
  const { states } = await ask(session(), (question) => (question === 0 ? "b" : end));
  expect(saved()).toEqual(["benign"]);
  expect(states).toEqual([true, false]);
});

test("shows nothing that a terminal obeys, and a sender's number masked unless asked otherwise", async () => {
  const masked = (await ask(session(), () => "q")).whole();
  expect(masked).toContain("138****8000");
  expect(masked).not.toContain("\u001b");
  expect(masked).toContain("\\u{1b}[31m");
  expect((await ask(session(), () => "q", true)).whole()).toContain(sender);
});

test("ends when every message is labelled", async () => {
  const few = new LabelPool(candidates.slice(0, 3), { raw: true, sender: false }, 1);
  const someone = person(() => "b");
  const labelling = new Labelling(few, null);
  await askLabels(few, labelling, { out, unmask: false }, someone.terminal);
  expect(labelling.question()).toBeNull();
});
