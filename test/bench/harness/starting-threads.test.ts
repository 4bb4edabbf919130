/** A process must not end while a thread of it loads its modules: what ends it waits for `noneStarting`. */
import { expect, test } from "vitest";
import { measureAllocation } from "../../../bench/pipeline/allocation.ts";
import { noneStarting } from "../../../src/engine/pool/starting-threads.ts";
import { loadScenario } from "../../../src/scenario/file.ts";

test("the thread that measures allocation is one of those that are waited for, until it is up", async () => {
  const scenario = loadScenario("smoke", ["hours=2"]);
  const measured = measureAllocation({ scenario, seed: 1, warmUpPasses: 0, passes: 1, isTarget: false });
  const turn = new Promise((resolve) => setImmediate(resolve)).then(() => "later");
  expect(await Promise.race([noneStarting().then(() => "at once"), turn])).toBe("later");
  await noneStarting();
  await measured;
});
