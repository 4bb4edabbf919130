/** Folders for tests, which leave none behind: a run that finds one fails (temporary-directory.ts). */
import { randomUUID } from "node:crypto";
import { mkdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll } from "vitest";

/**
 * A folder for the tests of a file, or of a group of them: it is there from the first to the last, and not at all where
 * all of them are skipped.
 */
export function newFolder(name: string): string {
  const folder = join(tmpdir(), `ringfence-${name}-${randomUUID().slice(0, 8)}`);
  beforeAll(() => mkdirSync(folder));
  afterAll(() => rmSync(folder, { recursive: true }));
  return folder;
}
