/** What stays of the files of `screen` when it is not finished. */
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { PassThrough, Readable } from "node:stream";
import { beforeAll, describe, expect, onTestFinished, test, vi } from "vitest";
import { screenCommand } from "../../../src/cli/screen/screen.ts";
import { ParquetFile } from "../../../src/rows/parquet/parquet-file.ts";
import { newFolder } from "../../new-folder.ts";
import { MAIN, readJsonLines } from "../command-line.ts";

const folder = newFolder("parts");
const templates = join(folder, "scripts.txt");

beforeAll(() => writeFileSync(templates, "Your parcel is held at the depot, pay the customs fee now\n"));

const WITHIN = { timeout: 120_000, interval: 50 };

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}

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
    await vi.waitFor(() => expect(Math.min(...parts.map(sizeOf))).toBeGreaterThan(30), WITHIN);
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
