import { setImmediate } from "node:timers/promises";
import { expect, test } from "vitest";
import { digestRun } from "../../../src/report/head.ts";
import { loadScenario } from "../../../src/scenario/file.ts";
import { simulate } from "../../../src/engine/simulation.ts";
import { useWarmPools, warmPool } from "../../engine/warm-pool.ts";
import { runOf } from "./live-server.ts";

const SETTINGS = ["hours=30", "population.subscribers=300", "gangs.count=10", "episodes.hoursFactor=0.1"];

useWarmPools();

test("a live run stands still until a page watches it, and its digest is that of the simulation", async () => {
  const scenario = loadScenario("smoke", SETTINGS);
  const { run, faults } = runOf(scenario);
  await run.changes.until(() => run.status.state === "playing");
  for (let turn = 0; turn < 100; turn++) await setImmediate();
  expect(run.hour).toBe(-1);
  const leave = run.watch();
  await run.changes.until(() => run.hour >= 5);
  run.command({ do: "pause" });
  const shown = run.hour;
  for (let turn = 0; turn < 100; turn++) await setImmediate();
  expect([run.status.state, run.hour - shown]).toEqual(["paused", expect.toBeOneOf([0, 1])]);
  run.command({ do: "play" });
  await run.stopped;
  leave();
  const plain = await simulate({ scenario, seed: 1, workers: 1, pool: warmPool(1) });
  expect(run.status).toMatchObject({ state: "ended", digest: digestRun(plain.tally, plain) });
  expect(run.hello().history.at(-1)).toMatchObject({ hour: run.hour });
  expect(faults).toEqual([]);
});
