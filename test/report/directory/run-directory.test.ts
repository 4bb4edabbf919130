import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { beforeEach, describe, expect, test } from "vitest";
import { z } from "zod";
import { partialOf } from "../../../src/core/file/atomic-file.ts";
import { readDocuments, RunDirectory } from "../../../src/report/directory/run-directory.ts";
import { writeRecords } from "../../../src/report/directory/record-file.ts";
import { sampleReport } from "../sample-report.ts";
import { newFolder } from "../../new-folder.ts";
import { failure } from "../failure.ts";

const folder = newFolder("directories");
let base: string;
let folders = 0;

/** Each test has its own. */
beforeEach(() => {
  base = join(folder, String(folders++));
  mkdirSync(base);
});

describe("a run directory", () => {
  test("is made where dots lead, also below what is not there", () => {
    for (const [written, meant] of [
      [`${base}/new/./deep`, "new/deep"],
      [`${base}/gone/../other`, "other"],
      [`${base}/here/.`, "here"],
    ]) {
      const made = RunDirectory.create(written, { id: "smoke" });
      expect(readdirSync(join(base, meant!))).toEqual([]);
      made.abandon();
    }
    expect(readdirSync(base)).toEqual([]);
  });

  test("may exist and be empty, and is refused when it holds something or is a file", () => {
    expect(RunDirectory.create(base, { id: "smoke" }).path).toBe(base);
    writeFileSync(join(base, "file"), "");
    expect(failure(() => RunDirectory.create(base, { id: "smoke" }))).toMatchObject({
      code: "usage",
      message: expect.stringContaining(`${base} holds 1 entry:`) as string,
    });
    expect(failure(() => RunDirectory.create(join(base, "file"), { id: "x" })).message).toContain("is a file");
    expect(failure(() => RunDirectory.create(join(base, "file", "x"), { id: "x" })).code).toBe("io");
  });

  test("is refused where a link to nothing has its name, and that is said", () => {
    symlinkSync(join(base, "nowhere"), join(base, "link"));
    const error = failure(() => RunDirectory.create(join(base, "link"), { id: "x" }));
    expect(error.code).toBe("usage");
    expect(error.message).toContain(`${join(base, "link")} is a link to nothing: name another, or remove it first`);
  });

  test.runIf(process.platform === "linux")(
    "is refused where a directory takes none, instead of trying for ever",
    () => {
      expect(failure(() => RunDirectory.create("/proc/ringfence/runs", { id: "x" })).code).toBe("io");
      expect(failure(() => RunDirectory.create(undefined, { root: "/proc/ringfence", id: "x" })).code).toBe("io");
    },
  );

  test("is gone again when it is given up, unless it was there before or holds something", () => {
    const [made, kept] = [join(base, "made"), join(base, "kept")];
    RunDirectory.create(made, { id: "x" }).abandon();
    const full = RunDirectory.create(kept, { id: "x" });
    full.writeScenario("name: x");
    full.abandon();
    expect(readdirSync(base)).toEqual(["kept"]);
    rmSync(kept, { recursive: true });
    RunDirectory.create(base, { id: "x" }).abandon();
    expect(readdirSync(base)).toEqual([]);
    // And so are those above it.
    RunDirectory.create(join(base, "a", "b"), { id: "x" }).abandon();
    RunDirectory.create(undefined, { root: join(base, "runs"), id: "x" }).abandon();
    expect(failure(() => RunDirectory.create(join(base, "c", "d".repeat(300)), { id: "x" })).code).toBe("io");
    expect(readdirSync(base)).toEqual([]);
  });

  test("takes the next number when a run of the name exists", () => {
    const root = join(base, "runs");
    const paths = [1, 2, 3].map(() => RunDirectory.create(undefined, { root, id: "smoke-1" }).path);
    expect(paths).toEqual([join(root, "smoke-1"), join(root, "smoke-1-2"), join(root, "smoke-1-3")]);
  });

  test("never leaves its root, whatever the scenario is called", () => {
    const root = join(base, "runs");
    const ids = ["../../etc", "/tmp/x", "..", "", "a/../../b", "名字", "__proto__", "x\u0000y", "A".repeat(5000)];
    for (const id of ids) RunDirectory.create(undefined, { root, id });
    expect(readdirSync(base)).toEqual(["runs"]);
    for (const name of readdirSync(root)) expect(name).toMatch(/^[a-z0-9][a-z0-9-]*$/);
  });

  test("keeps decisions and truth apart, one document a line, whatever the text holds", () => {
    const directory = RunDirectory.create(join(base, "run"), { id: "x" });
    directory.append("decisions.jsonl", [{ id: "1", text: "a\nb\ud800" }, { id: "2" }]);
    directory.append("decisions.jsonl", []);
    directory.append("decisions.jsonl", [{ id: "3" }]);
    directory.append("truth.jsonl", [{ id: "1", fraud: true }]);
    expect(readdirSync(directory.path).toSorted()).toEqual(["decisions.jsonl.partial", "truth.jsonl.partial"]);
    directory.finishSamples();
    const lines = readFileSync(join(directory.path, "decisions.jsonl"), "utf8").split("\n");
    expect(lines.slice(0, -1).map((line) => JSON.parse(line).id)).toEqual(["1", "2", "3"]);
    expect(JSON.parse(lines[0]!).text).toBe("a\nb\ud800");
    expect(readFileSync(join(directory.path, "truth.jsonl"), "utf8")).toBe('{"id":"1","fraud":true}\n');
  });

  test("gives back the documents that are wanted, by the line that is none of them, and null of no file", async () => {
    const directory = RunDirectory.create(join(base, "run"), { id: "x" });
    const row = z.object({ id: z.int() });
    expect(readDocuments(directory.path, "warnings.jsonl", row)).toBe(null);
    await writeRecords(
      join(directory.path, "warnings.jsonl"),
      Array.from({ length: 5000 }, (_, id) => ({ id, text: "长".repeat(300) })),
    );
    const wanted = readDocuments(directory.path, "warnings.jsonl", row, ({ id }) => id % 2500 === 7);
    expect(wanted).toEqual([{ id: 7 }, { id: 2507 }]);
    await writeRecords(join(directory.path, "episodes.jsonl"), [{ id: 0 }, { id: "x" }]);
    const error = failure(() => readDocuments(directory.path, "episodes.jsonl", row));
    expect(error).toMatchObject({
      code: "config",
      message: expect.stringContaining("episodes.jsonl, line 2: ") as string,
    });
  });

  test("that was removed meanwhile is an error of input and output that names the path", () => {
    const directory = RunDirectory.create(join(base, "run"), { id: "x" });
    rmSync(directory.path, { recursive: true });
    const error = failure(() => directory.writeReport(sampleReport()));
    expect(error.exitCode).toBe(7);
    expect(error.message).toContain(join(directory.path, "report.json"));
    expect(error.message).toContain("--out");
    expect(failure(() => directory.append("truth.jsonl", [{}])).code).toBe("io");
  });

  test("leaves the old report when the new one cannot take its place", () => {
    const directory = RunDirectory.create(join(base, "run"), { id: "x" });
    mkdirSync(join(directory.path, "report.json"));
    expect(failure(() => directory.writeReport(sampleReport())).code).toBe("io");
    expect(readdirSync(directory.path)).toEqual(["report.json"]);
  });
});

const LINE = `{"text":"${"x".repeat(990)}"}\n`;
const DOCUMENT = JSON.parse(LINE) as object;

/** So many documents; `look` is called before each thousandth. */
function* documents(count: number, look: (made: number) => void): Generator<object> {
  for (let number = 0; number < count; number++) {
    if (number % 1000 === 0) look(number);
    yield DOCUMENT;
  }
}

test("records are written as they are made, so that a few megabytes of them wait at most", async () => {
  const path = join(base, "warnings.jsonl");
  const waiting: number[] = [];
  const look = (number: number): void => {
    const written = existsSync(partialOf(path)) ? statSync(partialOf(path)).size : 0;
    waiting.push(number * LINE.length - written);
  };
  await writeRecords(path, documents(60_000, look));
  expect(statSync(path).size).toBe(60_000 * LINE.length);
  expect(Math.max(...waiting)).toBeLessThan(2_000_000);
  expect(readdirSync(join(path, ".."))).toEqual(["warnings.jsonl"]);
});

test("the file has its name once it is whole, whole lines until then, and others are heard meanwhile", async () => {
  const path = join(base, "warnings.jsonl");
  let heard = 0;
  const listen = async (): Promise<void> => {
    for (; !existsSync(path); heard++) await setImmediate();
  };
  const look = (): void => {
    expect(existsSync(path)).toBe(false);
    expect(readFileSync(partialOf(path), "utf8").replaceAll(LINE, "")).toBe("");
  };
  await Promise.all([writeRecords(path, documents(5000, look)), listen()]);
  expect(heard).toBeGreaterThan(3);
});

test("a file that cannot take its place says where its lines are", async () => {
  const path = join(base, "warnings.jsonl");
  mkdirSync(path);
  await expect(
    writeRecords(
      path,
      documents(1234, () => {}),
    ),
  ).rejects.toMatchObject({
    code: "io",
    message: expect.stringMatching(
      `^cannot write ${path}: .* \\(EISDIR\\); its first 1,234 lines stay in ${partialOf(path)}$`,
    ) as string,
  });
  expect(readFileSync(partialOf(path), "utf8")).toBe(LINE.repeat(1234));
});
