import { spawnSync } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { MAIN } from "../../cli/command-line.ts";
import { newFolder } from "../../new-folder.ts";

describe.runIf(process.platform === "linux")("workers that there is no address space for", () => {
  const folder = newFolder("address-space");
  // V8 ended the process here, for want of room for its code.
  test.each([
    [8, 25],
    [32, 13],
    [32, 32],
  ])("are not started: %d of them in %d GB are refused with what to do", (workers, gigabytes) => {
    const command = `ulimit -v ${gigabytes * 2 ** 20}; exec node "$0" run smoke --json --workers ${workers}`;
    const { status, stdout, stderr } = spawnSync("sh", ["-c", command, MAIN], {
      cwd: mkdtempSync(join(folder, "run-")),
      encoding: "utf8",
    });
    expect(stderr).toMatch(
      /^ringfence: no address space is left for the workers \(\d+\): .*ask for fewer .*\(ulimit -v\)/,
    );
    expect({ status, stdout }).toEqual({ status: 7, stdout: "" });
  });
});
