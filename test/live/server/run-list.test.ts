import { expect, onTestFinished, test, vi } from "vitest";
import { createApp } from "../../../src/live/server/app.ts";
import type { RunRequest } from "../../../src/live/server/protocol.ts";
import { RUN_LIST_DEFAULTS, RunList, type RunListOptions } from "../../../src/live/server/run-list.ts";
import { ScenarioList } from "../../../src/live/server/scenario-list.ts";
import { type Reader, Watcher } from "../../../src/live/server/watcher.ts";

const REQUEST: RunRequest = { scenario: "smoke", seed: 1, settings: {}, hoursPerSecond: 1, playing: true };

function newList(limits: Partial<RunListOptions> = {}): { runs: RunList; faults: unknown[] } {
  const faults: unknown[] = [];
  const onFault = (fault: unknown): void => void faults.push(fault);
  const runs = new RunList({ ...RUN_LIST_DEFAULTS, ...limits, workers: 1, reproduce: () => "a test", onFault });
  return { runs, faults };
}

test("what is asked for while the list closes is not started: nobody would end it", async () => {
  const { runs, faults } = newList();
  const prepared = new ScenarioList("smoke", 1).prepare(REQUEST);
  const run = await runs.start(REQUEST, prepared);
  const closed = runs.close();
  expect(await runs.start(REQUEST, prepared)).toBeNull();
  await closed;
  expect(run!.isStopped).toBe(true);
  const app = createApp({
    host: "127.0.0.1",
    page: new Map(),
    runs,
    scenarios: new ScenarioList("smoke", 1),
    closing: new AbortController().signal,
    onFault: (fault) => faults.push(fault),
  });
  const headers = { Host: "127.0.0.1", "Content-Type": "application/json" };
  const answer = await app.request("/api/runs", { method: "POST", headers, body: JSON.stringify(REQUEST) });
  expect(answer.status).toBe(503);
  expect(faults).toEqual([]);
});

test("who finds no room is told so, though somebody keeps leaving a run and coming back", async () => {
  const { runs } = newList({ maxRuns: 1, returnMs: 100 });
  onTestFinished(() => runs.close());
  const prepared = new ScenarioList("smoke", 1).prepare(REQUEST);
  const run = await runs.start(REQUEST, prepared);
  const comeAndGo = (): void => {
    const watcher = new Watcher({ writable: true, destroy: vi.fn<Reader["destroy"]>() });
    void runs.watch(run!, watcher).then((leave) => leave?.());
  };
  comeAndGo();
  const restless = setInterval(comeAndGo, 20);
  onTestFinished(() => clearInterval(restless));
  const others = await Promise.all([runs.start(REQUEST, prepared), runs.start(REQUEST, prepared)]);
  expect(others).toEqual([null, null]);
});

test("where all places of a run are taken it is known who reads before somebody wants one", async () => {
  const { runs } = newList({ maxWatchers: 2, callMs: 100 });
  onTestFinished(() => runs.close());
  const run = (await runs.start(REQUEST, new ScenarioList("smoke", 1).prepare(REQUEST)))!;
  const [idle, page, newcomer] = Array.from(
    { length: 3 },
    () => new Watcher({ writable: true, destroy: vi.fn<Reader["destroy"]>() }),
  ) as [Watcher, Watcher, Watcher];
  page.onNews = () => {
    const call = page.takeCall();
    if (call !== null) page.answer(call);
  };
  await runs.watch(run, idle);
  expect(idle.isAwaited).toBe(false);
  await runs.watch(run, page);
  await vi.waitFor(() => expect(idle.isSilent).toBe(true), 120_000);
  expect(await runs.watch(run, newcomer)).not.toBeNull();
  expect([idle.isDisplaced, page.isDisplaced, newcomer.isDisplaced]).toEqual([true, false, false]);
});
