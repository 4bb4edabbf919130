/** `screen -` by the line: rows leave as they come, SIGTERM finishes, and verdicts are those of a file. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { beforeAll, expect, test, vi } from "vitest";
import { screenCommand, type ScreenOptions } from "../../../src/cli/screen/screen.ts";
import { newFolder } from "../../new-folder.ts";

const folder = newFolder("live-input");
const templates = join(folder, "scripts.txt");
const WITHIN = { timeout: 120_000, interval: 10 };
beforeAll(() => writeFileSync(templates, "Your parcel is held, pay the customs fee now\n"));

/** Takes what is written to `input`; `lines` are whole ones so far. */
function start(options: Partial<ScreenOptions>) {
  const [input, output, error] = [new PassThrough(), new PassThrough(), new PassThrough()];
  let out = "";
  output.setEncoding("utf8").on("data", (text: string) => (out += text));
  const given = { templates, model: "none", workers: 1, ...options, file: "-" };
  const ended = screenCommand(given, { input, output, error });
  const lines = () => out.split("\n").slice(0, -1);
  const until = (count: number) => vi.waitFor(() => expect(lines().length).toBe(count), WITHIN);
  return { input, lines, until, ended };
}

test("lets each row go as it comes, before the next and before columns that were asked for", async () => {
  const { input, lines, until, ended } = start({ out: "-", label: "kind", quiet: true });
  input.write('{"text":"hello"}\n');
  await until(1);
  input.write('{"text":"hello again","kind":"ham"}\n{"text":"Your parcel is held, ');
  await until(2);
  input.write('pay the customs fee now","kind":"spam"}\n');
  await until(3);
  input.end();
  await ended;
  expect(lines().map((line) => JSON.parse(line) as object)).toMatchObject([
    { line: 1, label: null, script: null },
    { line: 2, label: "ham" },
    { line: 3, label: "spam", similarity: 1 },
  ]);
});

test("prints rows of CSV for people too, a record over lines once it is whole", async () => {
  const { input, lines, until, ended } = start({ quiet: true });
  input.write("caller,text\n13800138000,hello\n");
  await until(2);
  input.write('13800138000,"one\n');
  input.write('two"\n13900139000,three\n');
  await until(4);
  input.end();
  await ended;
  expect(lines()[3]).toContain("three");
});

test("finishes what was read at SIGTERM, but for a line that has not come whole", async () => {
  const out = join(folder, "rows.jsonl");
  const { input, ended } = start({ out });
  const untilKept = (text: string) =>
    vi.waitFor(() => expect(readFileSync(`${out}.partial`, "utf8")).toContain(text), WITHIN);
  input.write("text\nhello\n");
  await untilKept("hello");
  input.write("again\nhalf a li");
  await untilKept("again");
  process.emit("SIGTERM");
  expect((await ended).rows).toBe(2);
  const written = readFileSync(out, "utf8").split("\n").slice(0, -1);
  expect(written.map((line) => (JSON.parse(line) as { text: string }).text)).toEqual(["hello", "again"]);
});
