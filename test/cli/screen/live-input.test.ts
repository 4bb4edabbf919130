/** `screen -` by the line: rows leave as they come, SIGTERM finishes, and verdicts are those of a file. */
import { type ChildProcessByStdio, spawn } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Readable, Writable } from "node:stream";
import { beforeAll, describe, expect, onTestFinished, test, vi } from "vitest";
import { newFolder } from "../../new-folder.ts";
import { MAIN } from "../command-line.ts";

const folder = newFolder("live-input");
const WITHIN = { timeout: 120_000, interval: 10 };
const FEW = ["--model", "none", "--templates", join(folder, "scripts.txt")];
beforeAll(() => writeFileSync(join(folder, "scripts.txt"), "Your parcel is held, pay the customs fee now\n"));

interface Live {
  readonly child: ChildProcessByStdio<Writable, Readable, Readable>;
  /** Whole lines so far. */
  readonly out: () => string[];
  readonly said: () => string;
  readonly ended: Promise<number | null>;
}

function start(...words: string[]): Live {
  const child = spawn(process.execPath, [MAIN, "screen", "-", ...words], { stdio: ["pipe", "pipe", "pipe"] });
  onTestFinished(() => void child.kill("SIGKILL"));
  let [out, said] = ["", ""];
  child.stdout.setEncoding("utf8").on("data", (text: string) => (out += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (said += text));
  const ended = new Promise<number | null>((resolve) => child.on("close", resolve));
  return { child, out: () => out.split("\n").slice(0, -1), said: () => said, ended };
}

const rows = (live: Live): Record<string, unknown>[] =>
  live.out().map((line) => JSON.parse(line) as Record<string, unknown>);

async function untilRows(live: Live, count: number): Promise<void> {
  await vi.waitFor(() => expect([live.said(), live.out().length]).toEqual(["", count]), WITHIN);
}

describe.skipIf(process.platform === "win32")("screen -", () => {
  test("lets each row go as it comes, before the next and before columns that were asked for", async () => {
    const live = start("--out", "-", "--label", "kind", "--quiet", ...FEW);
    live.child.stdin.write('{"text":"hello"}\n');
    await untilRows(live, 1);
    live.child.stdin.write('{"text":"hello again","kind":"ham"}\n{"text":"Your parcel is held, ');
    await untilRows(live, 2);
    live.child.stdin.write('pay the customs fee now","kind":"spam"}\n');
    await untilRows(live, 3);
    live.child.stdin.end();
    expect(await live.ended).toBe(0);
    expect(rows(live)).toMatchObject([
      { line: 1, label: null, script: null },
      { line: 2, label: "ham" },
      { line: 3, label: "spam", similarity: 1 },
    ]);
  });

  test("prints rows of CSV for people too, a record over lines once it is whole", async () => {
    const live = start("--quiet", ...FEW);
    live.child.stdin.write("caller,text\n13800138000,hello\n");
    await untilRows(live, 2);
    live.child.stdin.write('13800138000,"one\n');
    live.child.stdin.write('two"\n13900139000,three\n');
    await untilRows(live, 4);
    live.child.stdin.end();
    expect(await live.ended).toBe(0);
    expect(live.out()[3]).toContain("three");
  });

  test("finishes what was read at SIGTERM, but for a line that has not come whole", async () => {
    const out = join(folder, "rows.jsonl");
    const live = start("--out", out, ...FEW);
    live.child.stdin.write("text\nhello\n");
    await vi.waitFor(() => expect(readFileSync(`${out}.partial`, "utf8")).toContain("hello"), WITHIN);
    live.child.stdin.write("again\nhalf a li");
    await vi.waitFor(() => expect(readFileSync(`${out}.partial`, "utf8")).toContain("again"), WITHIN);
    live.child.kill("SIGTERM");
    expect(await live.ended).toBe(0);
    const written = readFileSync(out, "utf8").split("\n").slice(0, -1);
    expect(written.map((line) => (JSON.parse(line) as { text: string }).text)).toEqual(["hello", "again"]);
    expect(live.out().join("\n")).toContain("2");
  });
});
