import { expect, onTestFinished, test } from "vitest";
import { IdlePools } from "../../../src/live/server/idle-pools.ts";
import { SimulationPool } from "../../../src/engine/simulation-pool.ts";

function newPools(): IdlePools {
  const pools = new IdlePools();
  onTestFinished(() => pools.close());
  return pools;
}

function lend(pools: IdlePools, workers: number): Promise<SimulationPool> {
  return pools.lend(workers, (pool) => pool);
}

test("what went well is lent again, to whoever wants as many workers", async () => {
  const pools = newPools();
  const first = await lend(pools, 1);
  expect(await lend(pools, 2)).not.toBe(first);
  expect(await lend(pools, 1)).toBe(first);
});

test("what failed is not lent again, and its failure is passed on", async () => {
  const pools = newPools();
  const first = await lend(pools, 1);
  const failed = pools.lend(1, async (pool) => {
    expect(await pool).toBe(first);
    throw new Error("no more of that");
  });
  await expect(failed).rejects.toThrow("no more of that");
  expect(await lend(pools, 1)).not.toBe(first);
});

test("closed, it keeps nothing that comes back", async () => {
  const pools = newPools();
  const first = await pools.lend(1, async (pool) => {
    await pools.close();
    return pool;
  });
  const start = { batchEvents: 8, dimensions: { gangs: 1, domains: 1 } } as Parameters<SimulationPool["begin"]>[0];
  await expect(first.begin(start)).rejects.toThrow("the pool of workers is closed");
});
