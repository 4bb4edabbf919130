import { execFileSync, spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, readFileSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { runProgram } from "../../src/cli/program.ts";
import { captureOutput } from "../capture-output.ts";
import { MAIN } from "./command-line.ts";
import { newFolder } from "../new-folder.ts";
import { inProcess } from "./in-process.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const { version, bin } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as {
  version: string;
  bin: { ringfence: string };
};

const unbuilt = newFolder("unbuilt");

function versionBy(file: string) {
  return spawnSync(process.execPath, [file, "--version"], { encoding: "utf8" });
}

function shell(command: string) {
  return spawnSync("sh", ["-c", command, process.execPath, MAIN], { encoding: "utf8", cwd: tmpdir() });
}

describe("the command line", () => {
  test("has the version of its package, and is found by npx in a clone, which says how to build it where that is left to do", () => {
    const path = join(ROOT, bin.ringfence);
    mkdirSync(join(unbuilt, "bin"));
    copyFileSync(path, join(unbuilt, "bin/ringfence.mjs"));
    expect(versionBy(path)).toMatchObject({ status: 0, stdout: `${version}\n`, stderr: "" });
    const stderr = "ringfence: this clone is not built yet: npm run build\n";
    expect(versionBy(join(unbuilt, "bin/ringfence.mjs"))).toMatchObject({ status: 7, stdout: "", stderr });
    expect(statSync(path).mode & 0o111).toBe(0o111);
  });

  test.each([
    ["an unknown verb", ["rum"], "unknown command 'rum'\n(Did you mean run?)\n(see npx ringfence --help)"],
    ["an unknown verb below", ["study", "all"], "unknown command 'all'\n(see npx ringfence study --help)"],
    [
      "a wrong value",
      ["screen", "--workers", "x"],
      "option '--workers <count>' argument 'x' is invalid. Expected a whole number from 1 to 256.\n(see npx ringfence screen --help)",
    ],
    ["too little", ["report"], "missing required argument 'run'\n(see npx ringfence report --help)"],
  ])("says of %s what is wrong as of any other error, and where to look", async (_, args, message) => {
    expect(await inProcess(args)).toEqual({ code: 2, stdout: "", stderr: `ringfence: ${message}\n` });
  });

  test("shows no control characters of what it was given", async () => {
    const { code, stderr } = await inProcess(["run", "evil\u001b[2J\u202Ename"]);
    expect(code).toBe(2);
    // oxlint-disable-next-line no-control-regex
    expect(stderr).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/);
  });

  test.runIf(process.platform === "linux")(
    "says where its output cannot be written, and loses none for what is said beside it",
    () => {
      const full = shell('"$0" "$1" schema scenario > /dev/full');
      expect(full).toMatchObject({ status: 7, stdout: "" });
      expect(full.stderr).toMatch(/^ringfence: cannot write to standard output: ENOSPC[^\n]*\n$/);
      expect(shell('"$0" "$1" report no-such-run 2> /dev/full')).toMatchObject({ status: 2 });
    },
  );

  test("says so where it is started in a directory that is gone", async () => {
    const gone = vi.spyOn(process, "cwd").mockImplementation(() => {
      throw Object.assign(new Error("ENOENT: uv_cwd"), { code: "ENOENT", syscall: "uv_cwd" });
    });
    onTestFinished(() => gone.mockRestore());
    const { result, stderr } = await captureOutput(() => runProgram(["node", "ringfence", "report", "here"]));
    expect(result).toBe(7);
    expect(stderr).toMatch(/^ringfence: the directory that you are in is gone: [^\n]*\n$/);
  });

  test("in front of head ends quietly", () => {
    const command = 'set -o pipefail; "$0" "$1" schema scenario 2>&1 | head -c 10';
    const shown = execFileSync("bash", ["-c", command, process.execPath, MAIN], { encoding: "utf8" });
    expect(shown.length).toBe(10);
  });
});
