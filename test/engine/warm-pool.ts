/**
 * Warm workers for the runs of all tests, one run after the other, until the process ends: idle ones keep no process
 * alive.
 */
import { vi } from "vitest";
import { SimulationPool } from "../../src/engine/simulation-pool.ts";

const pools = new Map<number, Promise<SimulationPool>>();
const start = SimulationPool.start.bind(SimulationPool);

/** Of so many workers. Whoever borrows it may close it, which does nothing. */
export function warmPool(workers: number): Promise<SimulationPool> {
  const known = pools.get(workers) ?? start({ workers }).then(keepOpen);
  pools.set(workers, known);
  return known;
}

/** `act`, in which whatever would start a pool of its own is lent a warm one. */
export async function withWarmPools<Result>(act: () => Promise<Result>): Promise<Result> {
  const spy = vi.spyOn(SimulationPool, "start").mockImplementation(({ workers }) => warmPool(workers));
  try {
    return await act();
  } finally {
    spy.mockRestore();
  }
}

function keepOpen(pool: SimulationPool): SimulationPool {
  pool.close = () => Promise.resolve();
  return pool;
}
