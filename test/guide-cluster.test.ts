/** The examples of the guide to clusters do what it says. */
import { readFileSync } from "node:fs";
import { expect, test, vi } from "vitest";
import { settings } from "./cli/command-line.ts";
import { inProcess } from "./cli/in-process.ts";
import { newFolder } from "./new-folder.ts";

vi.setConfig({ testTimeout: 240_000 });

const folder = newFolder("guide-cluster");
const GUIDE = readFileSync(new URL("../docs/guide-cluster.md", import.meta.url), "utf8");
const SMALL = settings("hours=3", "population.subscribers=300", "gangs.count=4", "episodes.hoursFactor=0.05");

/** Commands of a chapter, as words. */
const commands = [...GUIDE.matchAll(/^npx ringfence (study .*|serve study)$/gm)].map(([, line]) => line!.split(" "));
const command = (...parts: readonly string[]): string[] => {
  const found = commands.filter((words) => parts.every((part) => words.includes(part)));
  expect([parts, found.length]).toEqual([parts, 1]);
  return found[0]!;
};
const run = (words: readonly string[]) => inProcess(words, { cwd: folder });
const inOther = (words: readonly string[]) => words.map((word) => (word === "study" ? "other" : word)).with(0, "study");

test("the guide's commands share a study, print the script of an array, and say how far it is", async () => {
  const shared = await run([...command("sweep", "--share"), ...SMALL, "--seeds", "1-2", "--no-page", "--quiet"]);
  expect([shared.code, shared.stdout]).toEqual([0, expect.stringContaining("computed 4, reused 0")]);
  const status = await run(command("status", "study"));
  expect(status.stdout).toContain("4 of 4 done, 0 running, 0 failed");
  const array = await run(inOther(command("--slurm", "--dry-run")));
  expect(array.stdout).toMatch(/--mem=1G\n#SBATCH --cpus-per-task=2\n#SBATCH --array=1-25\n/);
  const parallel = await run([...inOther(command("--parallel", "--hosts")), "--dry-run"]);
  expect([parallel.code, parallel.stdout]).toEqual([0, expect.stringContaining("--share --workers=1")]);
  expect(command("serve")).toEqual(["serve", "study"]);
  expect(commands.length).toBe(5);
});

test("the guide stays short, and so do its lines", () => {
  expect(GUIDE.split("\n").length).toBeLessThanOrEqual(140);
  for (const line of GUIDE.split("\n").filter((text) => !text.startsWith("npx ")))
    expect([line, line.length <= 150]).toEqual([line, true]);
});

test("the guide names the options and the figures that the program has", async () => {
  const { stdout } = await run(["study", "submit", "sweep", "--help"]);
  const chapter = GUIDE.slice(GUIDE.indexOf("## Studies"), GUIDE.indexOf("**How far is it?**"));
  for (const [option] of chapter.matchAll(/(?<=`)--[a-z-]+/g))
    expect([option, stdout.includes(option) || option === "--share"]).toEqual([option, true]);
  const help = stdout.replace(/\s+/g, " ");
  for (const words of [
    "tasks at most (default: 64)",
    "4 a core",
    "counts as failed (default: 3)",
    "so long (default: 120)",
  ]) {
    expect(help).toContain(words);
  }
});
