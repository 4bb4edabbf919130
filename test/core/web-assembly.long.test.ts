/** A process for whose memory there is no address space says so. */
import { spawnSync } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { MAIN } from "../cli/command-line.ts";
import { newFolder } from "../new-folder.ts";

describe.runIf(process.platform === "linux")("where no address space is left for a memory", () => {
  const folder = newFolder("memory");
  // In kilobytes: for none, for one, and for those of the main thread.
  test.each([8_000_000, 16_000_000, 60_000_000])("of %d kB, the error says what to do", (limit) => {
    const command = `ulimit -v ${limit}; exec node "$0" run smoke --json --workers 2`;
    const cwd = mkdtempSync(join(folder, "run-"));
    const { status, stdout, stderr } = spawnSync("sh", ["-c", command, MAIN], { cwd, encoding: "utf8" });
    expect(stderr).toMatch(/^ringfence: .*no address space is left .*\(ulimit -v\)(; .* remove it)?\n$/);
    expect({ status, stdout }).toEqual({ status: 7, stdout: "" });
  });
});
