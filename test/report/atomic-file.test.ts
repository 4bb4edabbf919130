import { describe, expect, test } from "vitest";
import { diskError } from "../../src/report/atomic-file.ts";

describe("an error of the disk", () => {
  test.each([
    ["ENOSPC", "the disk is full"],
    ["EACCES", "permission is denied"],
    ["EROFS", "read-only"],
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
