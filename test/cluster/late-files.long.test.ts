/** Studies in a folder as NFS shows it: each process learns seconds late what the others did. */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { CellStore } from "../../src/study/cells/cell-store.ts";
import { noteNumbers } from "../../src/study/cells/process-note.ts";
import { MAIN, ringfence, settings } from "../cli/command-line.ts";
import { newFolder } from "../new-folder.ts";

vi.setConfig({ testTimeout: 600_000 });

const folder = newFolder("late-files");
const LEAST = ["population.subscribers=100", "gangs.count=1", "templates.initial=2", "blocklist.initialEntries=10"];
const RUNS = 240;
const WORDS = ["study", "sweep", "smoke", "--over", "warnings.low=0.5,0.95", "--seeds", `1-${RUNS / 2}`].concat(
  ["--hours", "1", "--workers", "1", "--no-page", "--quiet"],
  settings(...LEAST, "episodes.hoursFactor=0.05"),
);
const LATE_MS = 3_000;

const resultsIn = (name: string) =>
  ["sweep.json", "sweep.csv", "sweep.parquet"].map((file) => readFileSync(join(folder, name, file)).toString("base64"));

test("names, files and dates that are seen late cost runs that are made twice, and no result", async () => {
  expect((await ringfence([...WORDS, "--out", "whole"], { cwd: folder })).code).toBe(0);
  const [shared, appended] = [join(folder, "shared"), join(folder, "appended")];
  mkdirSync(appended);
  const late = new URL("../fixtures/late-files.mjs", import.meta.url).href;
  const env = {
    ...process.env,
    LATE_FOLDER: shared,
    LATE_MS: String(LATE_MS),
    LATE_APPENDED: appended,
    NODE_OPTIONS: `--import=${late}`,
  };
  const words = [MAIN, ...WORDS, "--out", shared, "--share", "--stale", "10"];
  const start = (): ChildProcess =>
    spawn(process.execPath, words, { cwd: folder, env, stdio: ["ignore", "ignore", "inherit"] });
  const crew = [start(), start(), start()];
  const ends = crew.map(
    (child) => new Promise((resolve) => child.on("exit", (code, signal) => resolve(code ?? signal))),
  );
  while (keptIn(shared) < RUNS / 3) await new Promise((resolve) => setTimeout(resolve, 50));
  crew[0]!.kill("SIGKILL");
  expect(await Promise.all(ends)).toEqual(["SIGKILL", 0, 0]);
  expect(resultsIn("shared")).toEqual(resultsIn("whole"));
  expect(noteNumbers(shared)).toEqual([1, 2, 3]);
  const twice = keptIn(shared) - CellStore.open(shared).readCells().size;
  console.log(`${twice} of ${RUNS} runs were made twice, where names are seen ${LATE_MS / 1000} s late`);
  // Nothing is appended to by two: that is not whole over a network.
  const paths = readdirSync(appended).flatMap(
    (name) => JSON.parse(readFileSync(join(appended, name), "utf8")) as string[],
  );
  expect(paths.length).toBeGreaterThan(3);
  expect(new Set(paths).size).toBe(paths.length);
});

/** Lines of runs that are kept so far. */
function keptIn(path: string): number {
  try {
    const files = readdirSync(path).filter((file) => file.startsWith("cells-"));
    return files.flatMap((file) => readFileSync(join(path, file), "utf8").split("\n").slice(0, -1)).length;
  } catch {
    return 0;
  }
}
