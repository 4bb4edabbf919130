import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { readCommit } from "../../../bench/harness/environment.ts";

const hasGit = spawnSync("git", ["--version"]).status === 0;

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "ringfence-commit-test-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

test.skipIf(!hasGit)("a checkout has a commit, and is changed where a file of it is; what lies below has none", () => {
  const folder = newFolder();
  const git = (...words: string[]) => execFileSync("git", ["-C", folder, ...words], { encoding: "utf8" }).trim();
  git("init", "--quiet");
  writeFileSync(join(folder, "file"), "one");
  git("add", "file");
  git("-c", "user.name=a test", "-c", "user.email=test@localhost", "commit", "--quiet", "--message", "one");
  const commit = git("rev-parse", "HEAD");
  expect(readCommit(folder)).toEqual({ commit, dirty: false });
  writeFileSync(join(folder, "file"), "two");
  expect(readCommit(folder)).toEqual({ commit, dirty: true });
  mkdirSync(join(folder, "below"));
  expect(readCommit(join(folder, "below"))).toEqual({ commit: null, dirty: null });
});

test("a folder that is no checkout has none", () => {
  expect(readCommit(newFolder())).toEqual({ commit: null, dirty: null });
});
