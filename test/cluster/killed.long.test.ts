/** A study of a thousand small runs, whose processes are killed again and again. */
import { type ChildProcess, spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { below, RandomStream } from "../../src/core/random.ts";
import { sumOf } from "../../src/core/sum.ts";
import { noteNumbers } from "../../src/study/cells/process-note.ts";
import { MAIN, ringfence, settings } from "../cli/command-line.ts";
import { newFolder } from "../new-folder.ts";

vi.setConfig({ testTimeout: 1_800_000 });

const folder = newFolder("killed");
const LEAST = ["population.subscribers=100", "gangs.count=1", "templates.initial=2", "blocklist.initialEntries=10"];
const WORDS = ["study", "sweep", "smoke", "--over", "warnings.low=0.5,0.95", "--seeds", "1-500", "--hours", "1"].concat(
  settings(...LEAST, "episodes.hoursFactor=0.05"),
  ["--workers", "1", "--no-page", "--quiet"],
);
const KILLS = 50;

interface Member {
  readonly child: ChildProcess;
  /** What it ended with: a code, or a signal. */
  readonly end: Promise<number | string | null>;
}

const resultsIn = (name: string) =>
  ["sweep.json", "sweep.csv", "sweep.parquet"].map((file) => readFileSync(join(folder, name, file)).toString("base64"));

test("a thousand runs over three processes, killed fifty times at random, come to the same bytes", async () => {
  expect((await ringfence([...WORDS, "--out", "whole"], { cwd: folder })).code).toBe(0);
  const draws = new RandomStream(40, "kills");
  const start = (): Member => {
    const words = [MAIN, ...WORDS, "--out", "killed", "--share"];
    const child = spawn(process.execPath, words, { cwd: folder, stdio: "ignore" });
    return { child, end: new Promise((resolve) => child.on("exit", (code, signal) => resolve(code ?? signal))) };
  };
  const crew = [start(), start(), start()];
  for (let kills = 0; kills < KILLS; kills++) {
    const [which, after] = draws.draw(kills, 0);
    // Spread over the whole study: some runs further on, wherever it is then.
    const goal = Math.min(1000 - 20, (kills + 1) * 18 + below(after!, 10));
    const at = below(which!, crew.length);
    while (keptIn("killed") < goal) {
      expect(crew.map(({ child }) => child.exitCode)).toEqual([null, null, null]);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    crew[at]!.child.kill("SIGKILL");
    expect(await crew[at]!.end).toBe("SIGKILL");
    crew[at] = start();
  }
  expect(await Promise.all(crew.map(({ end }) => end))).toEqual([0, 0, 0]);
  expect(noteNumbers(join(folder, "killed")).length).toBeGreaterThan(KILLS / 2);
  expect(resultsIn("killed")).toEqual(resultsIn("whole"));
  expect(readdirSync(join(folder, "killed", "claims"))).toEqual([]);
});

/** Runs that are kept so far. */
function keptIn(name: string): number {
  try {
    const files = readdirSync(join(folder, name)).filter((file) => file.startsWith("cells-"));
    return sumOf(files.map((file) => readFileSync(join(folder, name, file), "utf8").split("\n").length - 1));
  } catch {
    return 0;
  }
}
