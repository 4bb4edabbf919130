import { expect, onTestFinished, test, vi } from "vitest";
import { SimulationPool } from "../../../src/engine/simulation-pool.ts";
import { Lanes } from "../../../src/study/cells/lanes.ts";

test("where a task throws, none is begun any more, and it is thrown once what is under way has ended", async () => {
  const pool = { close: () => Promise.resolve() } as SimulationPool;
  const start = vi.spyOn(SimulationPool, "start").mockResolvedValue(pool);
  onTestFinished(() => start.mockRestore());
  const lanes = new Lanes({ workers: 2 });
  const tasks = [0, 1, 2, 3, 4, 5];
  const [begun, ended]: [number[], number[]] = [[], []];
  const act = async (task: number): Promise<boolean> => {
    begun.push(task);
    await new Promise((resolve) => setTimeout(resolve, task === 0 ? 1 : 20));
    if (task === 0) throw new Error("task 0 broke");
    ended.push(task);
    return true;
  };
  await expect(lanes.run(6, () => tasks.shift(), act)).rejects.toThrow("task 0 broke");
  expect([begun, ended]).toEqual([[0, 1], [1]]);
});
