import { expect, onTestFinished, test } from "vitest";
import { PoolShelf } from "../../../src/live/server/pool-shelf.ts";
import { SimulationPool } from "../../../src/engine/simulation-pool.ts";

function newShelf(): PoolShelf {
  const shelf = new PoolShelf();
  onTestFinished(() => shelf.close());
  return shelf;
}

function lend(shelf: PoolShelf, workers: number): Promise<SimulationPool> {
  return shelf.lend(workers, (pool) => pool);
}

test("what went well is lent again, to whoever wants as many workers", async () => {
  const shelf = newShelf();
  const first = await lend(shelf, 1);
  expect(await lend(shelf, 2)).not.toBe(first);
  expect(await lend(shelf, 1)).toBe(first);
});

test("nobody is lent what somebody has", async () => {
  const shelf = newShelf();
  const first = await lend(shelf, 1);
  await shelf.lend(1, async (pool) => {
    expect(await pool).toBe(first);
    expect(await lend(shelf, 1)).not.toBe(first);
  });
});

test("what failed is not lent again, and its failure is passed on", async () => {
  const shelf = newShelf();
  const first = await lend(shelf, 1);
  const failed = shelf.lend(1, async (pool) => {
    expect(await pool).toBe(first);
    throw new Error("no more of that");
  });
  await expect(failed).rejects.toThrow("no more of that");
  expect(await lend(shelf, 1)).not.toBe(first);
});

test("closed, it keeps nothing that comes back", async () => {
  const shelf = newShelf();
  const first = await shelf.lend(1, async (pool) => {
    await shelf.close();
    return pool;
  });
  const start = { batchEvents: 8, dimensions: { gangs: 1, domains: 1 } } as Parameters<SimulationPool["begin"]>[0];
  await expect(first.begin(start)).rejects.toThrow("the pool of workers is closed");
});
