/** Who has a file. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ProcessLock } from "../../../src/core/file/process-lock.ts";
import { newFolder } from "../../new-folder.ts";

const folder = newFolder("process-lock");

test("one process at a time has the labels", () => {
  const path = join(folder, "labels.lock");
  writeFileSync(path, String(process.ppid));
  const take = () => new ProcessLock(path, "these labels", "name another file with --out");
  expect(take).toThrow(new RegExp(`process ${process.ppid} has these labels: end it, or name another file`));
  // Of one that was killed.
  writeFileSync(path, "999999999");
  take().release();
  expect(existsSync(path)).toBe(false);
  // Of one whose number another process has now.
  const mine = take();
  const [, began] = readFileSync(path, "utf8").split(" ");
  mine.release();
  if (began === "") return;
  writeFileSync(path, `${process.ppid} ${began}`);
  take().release();
  expect(existsSync(path)).toBe(false);
  // Another is just taking it over.
  writeFileSync(path, "999999999");
  writeFileSync(`${path}.turn`, String(process.ppid));
  expect(take).toThrow(/\.turn: process/);
});
