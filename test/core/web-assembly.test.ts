/** Memory that grows under an instance. */
import { spawnSync } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { WASM_PAGE_BYTES, allocateGrowingWasm, reserveWasm } from "../../src/core/web-assembly.ts";
import { MAIN } from "../cli/command-line.ts";
import { newFolder } from "../new-folder.ts";

test("where memory grows, no buffer is detached: views made before hold, of the memory that is longer now", () => {
  const memory = allocateGrowingWasm(WASM_PAGE_BYTES + 1);
  const before = new Uint8Array(memory.buffer);
  expect(before.length).toBe(2 * WASM_PAGE_BYTES);
  memory.grow(3);
  const after = new Uint8Array(memory.buffer);
  expect(after.length).toBe(5 * WASM_PAGE_BYTES);
  after[9] = 7;
  expect([before.length, before[9]]).toEqual([2 * WASM_PAGE_BYTES, 7]);
});

test("where memory cannot grow, the error says how far it should have", () => {
  const memory = allocateGrowingWasm(WASM_PAGE_BYTES);
  expect(() => reserveWasm(memory, 5 * 2 ** 30)).toThrow(
    expect.objectContaining({ code: "io", message: expect.stringContaining("cannot grow to 5120 MB") }),
  );
  expect(memory.buffer.byteLength).toBe(WASM_PAGE_BYTES);
});

describe.runIf(process.platform === "linux")("where no address space is left for a memory", () => {
  const folder = newFolder("memory");
  // In kilobytes: for none, for one, and for those of the main thread.
  test.each([8_000_000, 16_000_000, 60_000_000])("of %d kB, the error says what to do", (limit) => {
    const { status, stdout, stderr } = spawnSync(
      "sh",
      ["-c", `ulimit -v ${limit}; exec node "$0" run smoke --json --workers 2`, MAIN],
      {
        cwd: mkdtempSync(join(folder, "run-")),
        encoding: "utf8",
      },
    );
    expect(stderr).toMatch(/^ringfence: .*no address space is left .*\(ulimit -v\)(; .* remove it)?\n$/);
    expect({ status, stdout }).toEqual({ status: 7, stdout: "" });
  });
});
