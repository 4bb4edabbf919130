import { expect, onTestFinished, test, vi } from "vitest";
import { SimulationPool } from "../../../src/engine/simulation-pool.ts";
import { ParallelRuns } from "../../../src/study/cells/parallel-runs.ts";

test("After a task throws, no other begins, and its error is thrown once those under way have ended", async () => {
  const pool = { close: () => Promise.resolve() } as SimulationPool;
  const start = vi.spyOn(SimulationPool, "start").mockResolvedValue(pool);
  onTestFinished(() => start.mockRestore());
  const runs = new ParallelRuns({ workers: 2 });
  const tasks = [0, 1, 2, 3, 4, 5];
  const [begun, ended]: [number[], number[]] = [[], []];
  const act = async (task: number): Promise<boolean> => {
    begun.push(task);
    await new Promise((resolve) => setTimeout(resolve, task === 0 ? 1 : 20));
    if (task === 0) throw new Error("task 0 broke");
    ended.push(task);
    return true;
  };
  await expect(runs.run(6, () => tasks.shift(), act)).rejects.toThrow("task 0 broke");
  expect([begun, ended]).toEqual([[0, 1], [1]]);
});
