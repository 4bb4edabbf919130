import crypto from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { diskError } from "../../../src/core/file/disk-error.ts";
import { writeWhole } from "../../../src/core/file/atomic-file.ts";
import { failure } from "../../report/failure.ts";

describe("an error of the disk", () => {
  test.each([
    ["ENOSPC", "the disk is full"],
    ["EACCES", "permission is denied"],
  ])("%s says what to do, where, and keeps its cause", (code, advice) => {
    const cause = Object.assign(new Error("write failed"), { code });
    const error = diskError("write", "/runs/x/report.json", cause);
    expect(error.code).toBe("io");
    expect(error.message).toContain("cannot write /runs/x/report.json");
    expect(error.message).toContain(advice);
    expect(error.message).toContain("--out");
    expect(error.cause).toBe(cause);
  });

  test("that is unknown is told in its own words", () => {
    expect(diskError("read", "/x", new Error("odd")).message).toContain("odd");
    expect(diskError("read", "/x", "odder").message).toContain("odder");
  });
});

/** Chance gives zeros from now on, as if somebody had foreseen it. */
function foresee(): void {
  const chance = vi.spyOn(crypto, "randomBytes").mockImplementation(((size: number) => Buffer.alloc(size)) as never);
  syncBuiltinESMExports();
  onTestFinished(() => {
    chance.mockRestore();
    syncBuiltinESMExports();
  });
}

test("a link in the place of the file that is not whole yet is not followed", () => {
  const root = mkdtempSync(join(tmpdir(), "ringfence-atomic-"));
  onTestFinished(() => rmSync(root, { recursive: true }));
  const [path, other] = [join(root, "report.json"), join(root, "other")];
  writeFileSync(other, "kept");
  symlinkSync(other, `${path}.${process.pid}.tmp`);
  writeWhole(path, "text");
  expect(readFileSync(path, "utf8")).toBe("text");

  foresee();
  symlinkSync(other, `${path}.${"00".repeat(8)}.tmp`);
  expect(failure(() => writeWhole(path, "another text")).code).toBe("io");
  expect([readFileSync(path, "utf8"), readFileSync(other, "utf8")]).toEqual(["text", "kept"]);
});

describe("a file that cannot be written", () => {
  test.each([
    ["below a file", "file/report.html", "not a directory", "ENOTDIR"],
    ["under a name that is too long", "x".repeat(300), "name too long", "ENAMETOOLONG"],
    ["over a directory", "directory", "EISDIR", "EISDIR"],
  ])("as one %s is told with what to do, and leaves nothing behind", (_, name, advice, code) => {
    const root = mkdtempSync(join(tmpdir(), "ringfence-atomic-"));
    onTestFinished(() => rmSync(root, { recursive: true }));
    writeFileSync(join(root, "file"), "kept");
    mkdirSync(join(root, "directory"));
    const error = failure(() => writeWhole(join(root, name), "text"));
    expect(error.code).toBe("io");
    expect(error.message).toContain(`cannot write ${join(root, name)}`);
    expect(error.message).toContain(advice);
    expect(error.message).toContain(code);
    expect(readdirSync(root).sort()).toEqual(["directory", "file"]);
  });
});
