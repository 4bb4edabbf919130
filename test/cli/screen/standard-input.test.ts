/** `screen -`: rows leave as they come, by the line, and whole ones stay where it is not finished. */
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { PassThrough, Readable } from "node:stream";
import { beforeAll, describe, expect, onTestFinished, test, vi } from "vitest";
import { screenCommand, type ScreenOptions } from "../../../src/cli/screen/screen.ts";
import { ParquetFile } from "../../../src/rows/parquet/parquet-file.ts";
import { newFolder } from "../../new-folder.ts";
import { MAIN, readJsonLines } from "../command-line.ts";

const folder = newFolder("standard-input");
const templates = join(folder, "scripts.txt");

beforeAll(() => writeFileSync(templates, "Your parcel is held at the depot, pay the customs fee now\n"));

const WITHIN = { timeout: 120_000, interval: 50 };

let made = 0;
function newPlace(): { place: string; out: string; quarantine: string } {
  const place = join(folder, `place-${made++}`);
  mkdirSync(place);
  return { place, out: join(place, "rows.jsonl"), quarantine: join(place, "aside.csv") };
}

/** Two rows, and two lines that are none. */
const INPUT = "text\nhello there\none,too many\nhello again\nanother,too many\n";

const PARTS = ["aside.csv.partial", "rows.jsonl.partial"];

function expectParts({ place, out, quarantine }: ReturnType<typeof newPlace>): void {
  expect(readdirSync(place).toSorted()).toEqual(PARTS);
  expect(readJsonLines(`${out}.partial`)).toMatchObject([{ line: 2 }, { line: 4 }]);
  expect(readFileSync(`${quarantine}.partial`, "utf8")).toMatch(/^line,reason,detail,raw\n3,[^\n]*\n5,[^\n]*\n$/);
}

function toldOf({ out, quarantine }: ReturnType<typeof newPlace>): string {
  return `the first 2 rows stay in ${out}.partial; the first 2 lines set aside stay in ${quarantine}.partial`;
}

/** A process that screens what it is sent, and waits for more. */
function startScreening(words: readonly string[]) {
  const few = ["--templates", templates, "--model", "none", "--workers", "1"];
  const child = spawn(process.execPath, [MAIN, "screen", "-", ...few, ...words], { stdio: "pipe" });
  onTestFinished(() => void child.kill("SIGKILL"));
  let said = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => (said += text));
  const ended = new Promise<{ code: number | null; said: string }>((resolve) => {
    child.on("close", (code) => resolve({ code, said }));
  });
  child.stdin.on("error", () => {});
  return { child, ended };
}

test.skipIf(process.platform === "win32")(
  "screen that is ended by SIGINT keeps whole rows under another name, and says so",
  async () => {
    const files = newPlace();
    const { child, ended } = startScreening(["--out", files.out, "--quarantine", files.quarantine]);
    child.stdin.write(INPUT);
    const parts = [files.out, files.quarantine].map((file) => `${file}.partial`);
    await vi.waitFor(
      () =>
        expect(Math.min(...parts.map((file) => statSync(file, { throwIfNoEntry: false })?.size ?? 0))).toBeGreaterThan(
          30,
        ),
      WITHIN,
    );
    child.kill("SIGINT");
    expect(await ended).toEqual({ code: 130, said: `ringfence: interrupted: 4 rows read; ${toldOf(files)}\n` });
    expectParts(files);
  },
);

test.skipIf(process.platform === "win32")(
  "screen whose reader has gone away says that lines set aside are not all",
  async () => {
    const { place, quarantine } = newPlace();
    const { child, ended } = startScreening(["--quarantine", quarantine]);
    child.stdout.destroy();
    child.stdin.write(INPUT);
    expect(await ended).toEqual({
      code: 0,
      said: `ringfence: screening ended early: 4 rows read; the first 2 lines set aside stay in ${quarantine}.partial\n`,
    });
    expect(readdirSync(place)).toEqual(["aside.csv.partial"]);
  },
);

/** Screens a standard input that ends so. */
function screenFrom(input: AsyncIterable<Buffer>, files: { readonly out: string; readonly quarantine?: string }) {
  const [output, error] = [new PassThrough().resume(), new PassThrough().resume()];
  const options = { ...files, templates, file: "-", json: true };
  return screenCommand(options, { input: Readable.from(input), output, error });
}

describe("screen that fails", () => {
  test("keeps whole rows under another name, and its error says so", async () => {
    const files = newPlace();
    await expect(screenFrom(failing(INPUT), files)).rejects.toMatchObject({
      code: "io",
      message: `cannot read standard input: the cable is out; ${toldOf(files)}`,
    });
    expectParts(files);
    expect(existsSync(files.out)).toBe(false);
  });

  test("keeps whole rows of Parquet too, in a file that can be read", async () => {
    const out = join(newPlace().place, "rows.parquet");
    await expect(screenFrom(failing(INPUT), { out })).rejects.toThrow(`the first 2 rows stay in ${out}.partial`);
    const file = await ParquetFile.open(`${out}.partial`);
    expect(file.rows).toBe(2);
    await file.close();
  });

  test("before its first row leaves nothing", async () => {
    const files = newPlace();
    const message = "cannot read standard input: the cable is out";
    await expect(screenFrom(failing(), files)).rejects.toMatchObject({ message });
    expect(readdirSync(files.place)).toEqual([]);
  });

  test("as its place was taken meanwhile leaves what stands there, and keeps its rows", async () => {
    const { place, out } = newPlace();
    const taking = async function* (): AsyncGenerator<Buffer> {
      yield Buffer.from(INPUT);
      await new Promise(setImmediate);
      writeFileSync(out, "precious");
    };
    const said = /rows\.jsonl is there already: .*; the first 2 rows stay in \S+\.partial$/;
    await expect(screenFrom(taking(), { out })).rejects.toMatchObject({
      code: "io",
      message: expect.stringMatching(said) as string,
    });
    expect(readFileSync(out, "utf8")).toBe("precious");
    expect(readdirSync(place).toSorted()).toEqual(["rows.jsonl", "rows.jsonl.partial"]);
  });
});

async function* failing(...texts: readonly string[]): AsyncGenerator<Buffer> {
  for (const text of texts) yield Buffer.from(text);
  // What waits in a stream that fails is lost with it.
  await new Promise(setImmediate);
  throw Object.assign(new Error("the cable is out"), { code: "EPIPE" });
}

/** Takes what is written to `input`; `lines` are whole ones so far. */
function startLive(options: Partial<ScreenOptions>) {
  const [input, output, error] = [new PassThrough(), new PassThrough(), new PassThrough()];
  let out = "";
  output.setEncoding("utf8").on("data", (text: string) => (out += text));
  const given = { templates, model: "none", workers: 1, ...options, file: "-" };
  const ended = screenCommand(given, { input, output, error });
  const lines = () => out.split("\n").slice(0, -1);
  const until = (count: number) => vi.waitFor(() => expect(lines().length).toBe(count), WITHIN);
  return { input, lines, until, ended };
}

test("screen - lets each row go as it comes, before the next and before columns that were asked for", async () => {
  const { input, lines, until, ended } = startLive({ out: "-", label: "kind", quiet: true });
  input.write('{"text":"hello"}\n');
  await until(1);
  input.write('{"text":"hello again","kind":"ham"}\n{"text":"Your parcel is held at the depot, ');
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

test("screen - prints rows of CSV for people too, a record over lines once it is whole", async () => {
  const { input, lines, until, ended } = startLive({ quiet: true });
  input.write("caller,text\n13800138000,hello\n");
  await until(2);
  input.write('13800138000,"one\n');
  input.write('two"\n13900139000,three\n');
  await until(4);
  input.end();
  await ended;
  expect(lines()[3]).toContain("three");
});

test("screen - finishes what was read at SIGTERM, but for a line that has not come whole", async () => {
  const { out } = newPlace();
  const { input, ended } = startLive({ out });
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
