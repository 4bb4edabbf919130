import { existsSync, mkdirSync, readFileSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { expect, test } from "vitest";
import { partialOf } from "../../../src/core/file/atomic-file.ts";
import { writeRecords } from "../../../src/report/directory/record-file.ts";
import { newFolder } from "../../new-folder.ts";

const folder = newFolder("records");

let made = 0;
function place(): string {
  const directory = join(folder, String(made++));
  mkdirSync(directory);
  return join(directory, "warnings.jsonl");
}

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
  const path = place();
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
  const path = place();
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
  const path = place();
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
