import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { packageVersion } from "../../../src/core/version.ts";
import { loadScenario } from "../../../src/scenario/file.ts";
import { cellKey } from "../../../src/study/cells/cell-key.ts";
import type { Measure, Sharing } from "../../../src/study/cells/cell-runner.ts";
import { readNote } from "../../../src/study/cells/process-note.ts";
import { runStudy, type StudyOptions } from "../../../src/study/study.ts";
import { sweep, type SweepOptions } from "../../../src/study/sweep.ts";
import { tuneFigure } from "../../../src/study/tune/figures.ts";
import { tuning } from "../../../src/study/tune/tune.ts";
import { readBounds } from "../../../src/scenario/bounds.ts";
import { newFolder } from "../../new-folder.ts";
import { toyCell } from "../toy-cell.ts";

const folder = newFolder("shared-cells");
const at = (name: string): string => join(folder, name);

const toy = toyCell(({ warnings }) => ({ kept: -Math.abs(warnings.low - 0.8) }));
/** Others come between. */
const slow: Measure = async (cell) => {
  await new Promise((resolve) => setTimeout(resolve, 1));
  return toy(cell);
};
const WHOLE: Sharing = { mode: "whole", staleSeconds: 0.4, beatMs: 50 };
const SEEDS = Array.from({ length: 20 }, (_, seed) => seed + 1);

function toySweep(name: string, more: Partial<SweepOptions> = {}) {
  const over = ["warnings.low=0.5,0.95"];
  const asked = { scenario: "smoke", over, seeds: SEEDS, workers: 1, page: false };
  return sweep({ ...asked, directory: at(name), measure: slow, ...more });
}

function resultsIn(name: string): Record<string, string> {
  const files = readdirSync(at(name)).filter((file) => /\.(?:json|csv|parquet)$/.test(file));
  return Object.fromEntries(files.map((file) => [file, readFileSync(join(at(name), file)).toString("base64")]));
}

/** A process elsewhere, as it last showed itself, and a cell that it took. */
async function leaveClaim(name: string, number: number, note: object = {}): Promise<string> {
  await toySweep(name, { share: { mode: "look" }, resume: true });
  const scenario = loadScenario("smoke", ["warnings.low=0.5"]);
  for (const each of ["processes", "claims"]) mkdirSync(join(at(name), each), { recursive: true });
  const key = cellKey({ scenario, seed: 3, arms: [] });
  writeNote(name, number, note);
  writeFileSync(join(at(name), "claims", `${key}.${number}`), String(number));
  return key;
}

function writeNote(name: string, number: number, note: object): void {
  const stated = {
    verb: "sweep",
    node: "node-x",
    pid: process.pid,
    where: "elsewhere",
    birth: null,
    job: null,
    restart: 0,
  };
  const counts = {
    version: packageVersion(),
    begun: "",
    beat: 1,
    most: 40,
    lanes: 1,
    done: 0,
    failed: 0,
    seconds: 0,
    coreSeconds: 0,
  };
  const last = { ...stated, ...counts, running: [], doing: "looking", ended: false, ...note };
  writeFileSync(join(at(name), "processes", `${number}.json`), JSON.stringify(last));
}

describe("processes that share a study", () => {
  test("run each cell once between them, and come to the bytes of one process", async () => {
    await toySweep("alone");
    const three = await Promise.all([1, 2, 3].map(() => toySweep("three", { share: WHOLE })));
    const computed = three.map((each) => each.computed);
    expect(computed.reduce((sum, each) => sum + each)).toBe(40);
    expect(Math.min(...computed)).toBeGreaterThan(5);
    expect(resultsIn("three")).toEqual(resultsIn("alone"));
    expect(readdirSync(join(at("three"), "claims"))).toEqual([]);
    expect(readNote(at("three"), 2)).toMatchObject({ verb: "sweep", ended: true, running: [], done: computed[1] });
    await expect(toySweep("three", { share: WHOLE, seeds: [1] })).rejects.toThrow("another study");
  });

  test("take over from one that gives no sign of life, and not from one that does", async () => {
    const key = await leaveClaim("lost", 1);
    let beat = 1;
    let takenOverAt = 0;
    const beats = setInterval(() => writeNote("lost", 1, { beat: ++beat }), 50);
    setTimeout(() => clearInterval(beats), 900);
    const begunMs = performance.now();
    const measure: Measure = (cell) => {
      if (cell.seed === 3) takenOverAt = performance.now() - begunMs;
      return slow(cell);
    };
    const { computed } = await toySweep("lost", { share: WHOLE, measure });
    expect([computed, takenOverAt > 1200]).toEqual([40, true]);
    expect(readdirSync(join(at("lost"), "claims")).filter((name) => name.startsWith(key))).toEqual([]);
    expect(resultsIn("lost")).toEqual(resultsIn("alone"));
  });

  test("say what they are at soon after it has changed, while others run what is left too", async () => {
    await leaveClaim("doing", 1);
    const seen = new Set<string>();
    const look = setInterval(() => {
      const state = readNote(at("doing"), 2);
      if (state !== null) seen.add(state.running.length > 0 ? "running" : state.ended ? "ended" : state.doing);
    }, 20);
    // The first begins within a moment of the note itself, and no sign of life is due.
    const measure: Measure = async (cell) => {
      if (cell.seed === 5 && !seen.has("running")) await new Promise((resolve) => setTimeout(resolve, 1_300));
      return toy(cell);
    };
    setTimeout(() => writeNote("doing", 1, { ended: true }), 4_500);
    await toySweep("doing", { share: { mode: "whole", beatMs: 60_000 }, measure });
    clearInterval(look);
    expect([...seen]).toEqual(expect.arrayContaining(["looking", "running", "waiting"]));
  });

  test("leave no claim behind once the results are written, of a process that was killed after its run either", async () => {
    await toySweep("left", { share: WHOLE });
    for (const how of [{ share: WHOLE }, { resume: true }, { share: { mode: "look" }, resume: true }] as const) {
      const key = await leaveClaim("left", 1, { ended: true });
      writeFileSync(join(at("left"), "claims", `${key}.2`), "1");
      expect(readdirSync(join(at("left"), "claims"))).toHaveLength(2);
      expect((await toySweep("left", how)).computed).toBe(0);
      expect(readdirSync(join(at("left"), "claims"))).toEqual([]);
    }
    expect(resultsIn("left")).toEqual(resultsIn("alone"));
  });

  test("end a round where others run the rest, and go on where one said that it ended", async () => {
    await leaveClaim("round", 1);
    let beat = 1;
    const beats = setInterval(() => writeNote("round", 1, { beat: ++beat }), 20);
    const round: Sharing = { ...WHOLE, mode: "round" };
    const first = await toySweep("round", { share: round });
    clearInterval(beats);
    expect([first.computed, first.missing]).toEqual([39, 1]);
    const look = await toySweep("round", { share: { mode: "look" }, resume: true });
    expect([look.computed, look.missing, readdirSync(at("round")).includes("sweep.csv")]).toEqual([0, 1, false]);
    writeNote("round", 1, { ended: true });
    // Nobody waits for its signs of life.
    expect((await toySweep("round", { share: { ...round, staleSeconds: 100_000 } })).computed).toBe(1);
    expect(resultsIn("round")).toEqual(resultsIn("alone"));
  });

  test("try a cell again whose run failed or whose process died, as often as may be, and then name it", async () => {
    await leaveClaim("spent", 1, { ended: true });
    await leaveClaim("spent", 2, { ended: true });
    const tried: number[] = [];
    const measure: Measure = (cell) => {
      tried.push(cell.seed);
      if (cell.seed === 7) throw new Error("no memory");
      return slow(cell);
    };
    const { failures, computed } = await toySweep("spent", { share: { ...WHOLE, tries: 2 }, measure });
    expect(tried.filter((seed) => seed === 7).length).toBe(4);
    expect(computed).toBe(37);
    expect(failures.map(({ seed, error }) => [seed, error])).toEqual([
      [3, "its process ended 2 times before the run did, last on node-x"],
      [7, "no memory"],
      [7, "no memory"],
    ]);
    const look = await toySweep("spent", { share: { mode: "look", tries: 2 }, resume: true });
    expect([look.missing, look.failures.length]).toEqual([0, 3]);
    // Who allows one more try gets it.
    const more = await toySweep("spent", { share: { ...WHOLE, tries: 3 }, resume: true });
    expect([more.computed, more.failures]).toEqual([3, []]);
    expect(resultsIn("spent")).toEqual(resultsIn("alone"));
  });

  test("begin nothing more once they are told to end, and give back what is under way", async () => {
    const stop = new AbortController();
    const measure: Measure = (cell) => {
      if (cell.seed === 5) stop.abort();
      return slow(cell);
    };
    const { missing, computed } = await toySweep("told", { share: WHOLE, measure, stop: stop.signal });
    expect([missing > 20, computed + missing]).toEqual([true, 40]);
    expect((await toySweep("told", { share: WHOLE })).missing).toBe(0);
    expect(resultsIn("told")).toEqual(resultsIn("alone"));
  });

  test("leave what is no claim and no note alone", async () => {
    await leaveClaim("odd", 1, { ended: true });
    for (const name of ["__proto__", ".nfs0001", "x.1", `${"0".repeat(64)}.99999`]) {
      writeFileSync(join(at("odd"), "claims", name), "\u001b[2J 9999999999 over");
    }
    writeFileSync(join(at("odd"), "processes", "1.json"), '{"ended": tr');
    rmSync(join(at("odd"), "claims", ".nfs0001"));
    expect((await toySweep("odd", { share: WHOLE })).computed).toBe(40);
  });
});

test("a search goes round by round, where each process ends with its round, to the bytes of one process", async () => {
  const scenario = loadScenario("smoke");
  const study = () =>
    tuning({
      workers: 1,
      scenario,
      over: [readBounds(scenario, "warnings.low=0.5..1.5")],
      goal: { figure: tuneFigure("kept", "--maximise"), isMost: true },
      constraints: [],
      seeds: [1, 2],
      heldOut: [101],
      budget: 12,
    });
  const how: StudyOptions = { workers: 1, page: false, measure: slow };
  await runStudy(study(), { ...how, directory: at("search") });
  let rounds = 0;
  for (let missing = 1; missing > 0; rounds++) {
    expect(rounds).toBeLessThan(12);
    const share: Sharing = { ...WHOLE, mode: "round" };
    await Promise.all([1, 2].map(() => runStudy(study(), { ...how, directory: at("rounds"), share })));
    const look = await runStudy(study(), { ...how, directory: at("rounds"), share: { mode: "look" }, resume: true });
    missing = look.missing;
  }
  // A setting takes two runs, more than a process of one core runs side by side.
  expect(rounds).toBeGreaterThan(4);
  expect(resultsIn("rounds")).toEqual(resultsIn("search"));
});
