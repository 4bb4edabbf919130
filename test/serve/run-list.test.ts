import { expect, test } from "vitest";
import type { RunRequest } from "../../src/serve/protocol.ts";
import { RUN_LIST_DEFAULTS, RunList } from "../../src/serve/run-list.ts";
import { ScenarioShelf } from "../../src/serve/scenario-shelf.ts";

const REQUEST: RunRequest = { scenario: "smoke", seed: 1, settings: {}, hoursPerSecond: 1, playing: true };

test("what is asked for while the list closes is not started: nobody would end it", async () => {
  const faults: unknown[] = [];
  const runs = new RunList({
    ...RUN_LIST_DEFAULTS,
    workers: 1,
    reproduce: () => "a test",
    onFault: (fault) => faults.push(fault),
  });
  const prepared = new ScenarioShelf("smoke", 1).prepare(REQUEST);
  const run = await runs.start(REQUEST, prepared);
  const closed = runs.close();
  expect(await runs.start(REQUEST, prepared)).toBeNull();
  await closed;
  expect(run!.isStopped).toBe(true);
  expect(await runs.start(REQUEST, prepared)).toBeNull();
  expect(faults).toEqual([]);
});
