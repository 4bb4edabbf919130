import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { isExecutable } from "../../../bench/compare/executable.ts";

test("a program is a file that may be run: no text, no directory, nothing that is not there", () => {
  const folder = mkdtempSync(join(tmpdir(), "ringfence-executable-"));
  try {
    const file = join(folder, "file");
    writeFileSync(file, "");
    chmodSync(file, 0o644);
    expect([file, folder, join(folder, "none")].map(isExecutable)).toEqual([false, false, false]);
    chmodSync(file, 0o755);
    expect(isExecutable(file)).toBe(true);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
