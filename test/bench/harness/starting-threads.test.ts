/** A process must not end while a thread of it loads its modules: what ends it waits for `noneStarting`. */
import { expect, test } from "vitest";
import { measureClockError } from "../../../bench/harness/latency/clock-error.ts";
import { measureAllocation } from "../../../bench/pipeline/allocation.ts";
import { noneStarting } from "../../../src/engine/pool/starting-threads.ts";
import { loadScenario } from "../../../src/scenario/file.ts";

const scenario = loadScenario("smoke", ["hours=2"]);

test.each([
  ["clock error", () => measureClockError()],
  ["allocation", () => measureAllocation({ scenario, seed: 1, warmUpPasses: 0, passes: 1, isTarget: false })],
])("the thread that measures %s is one of those that are waited for, until it is up", async (_, measure) => {
  const measured = measure();
  const turn = new Promise((resolve) => setImmediate(resolve)).then(() => "later");
  expect(await Promise.race([noneStarting().then(() => "at once"), turn])).toBe("later");
  await noneStarting();
  await measured;
});
