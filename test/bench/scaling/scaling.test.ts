import { availableParallelism, cpus } from "node:os";
import { expect, test } from "vitest";
import { compareInRounds, measurementOf, targetWords } from "../../../bench/harness/measurement.ts";
import { measureRuns } from "../../../bench/scaling/rounds-of-runs.ts";
import { againstIdeal } from "../../../bench/scaling/series.ts";

const QUIET = { events: 10, seconds: 1, mainThreadBusy: 0.1, coresBusy: 1, othersBusyCores: 0, digest: "a" };

async function keep(...left: number[]) {
  const run = (workers: number) => Promise.resolve(left[workers - 1]!-- > 0 ? QUIET : null);
  const found = await measureRuns([1, 2], { rounds: 4, group: "g", onProgress: () => {} }, run);
  return found && found.points.map(({ measurement }) => measurement.samples.length);
}

test("interrupted runs keep the rounds that all counts of workers have, and counts without one are left out", async () => {
  expect(await keep(3, 2)).toEqual([2, 2]);
  expect(await keep(1, 0)).toEqual([1]);
  expect(await keep(0, 0)).toBeNull();
});

test("a ratio is doubtful where others had the cores", async () => {
  const said: string[] = [];
  const settings = { rounds: 3, group: "g", onProgress: (what: string) => void said.push(what) };
  const found = await measureRuns([1, 2], settings, (workers) =>
    Promise.resolve(workers === 1 ? QUIET : { ...QUIET, othersBusyCores: cpus().length }),
  );
  const [one, two] = found!.points.map(({ measurement }) => measurement);
  const spare = (cpus().length - 0.9 * Math.min(2, availableParallelism())).toFixed(2);
  const doubt = `where 2 workers can spare ${spare}: close what else runs, or leave these out (--workers)`;
  expect(one!.doubt).toBeNull();
  expect(two!.doubt).toMatch(/^other work kept .* cores busy meanwhile, /);
  expect(two!.doubt).toContain(doubt);
  // Minutes before the last round there is time to do something about it.
  expect(said.map((what) => what.includes(doubt))).toEqual([false, false, false, true, false, true]);
  expect(targetWords(compareInRounds("2 workers: 1 worker", two!, one!, { limit: 1.7, aim: 1.95 }))).toBe("doubtful");
});

function point(workers: number, samples: number[]) {
  const measurement = measurementOf({ name: `${workers}`, group: "g", unit: "u", better: "higher", samples, n: 1 });
  return { workers, measurement, mainThreadBusy: 0, coresBusy: 0 };
}

test("efficiency is what is gained, over what is put in, within rounds", () => {
  const points = againstIdeal([point(1, [100, 50]), point(2, [180, 90]), point(4, [200, 100])]);
  expect(points.map(({ efficiency }) => efficiency.value)).toEqual([1, 0.9, 0.5]);
  expect(points.map(({ ideal }) => ideal)).toEqual([75, 150, 300]);
});
