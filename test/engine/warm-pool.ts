/**
 * Warm workers for the runs of all tests, one run after the other, until the process ends: idle ones keep no process
 * alive.
 */
import { beforeAll, vi } from "vitest";
import { SimulationPool } from "../../src/engine/simulation-pool.ts";

const pools = new Map<string, Promise<SimulationPool>>();
/** Those that somebody has who has not closed them yet. */
const lent = new Set<SimulationPool>();
const start = SimulationPool.start.bind(SimulationPool);

/** Of so many workers. Whoever borrows it may close it, which does nothing. */
export function warmPool(workers: number, number = 1): Promise<SimulationPool> {
  const name = `${workers} ${number}`;
  const known = pools.get(name) ?? start({ workers }).then(keepOpen);
  pools.set(name, known);
  return known;
}

/** `act`, in which whatever would start a pool of its own is lent a warm one that nobody else has. */
export async function withWarmPools<Result>(act: () => Promise<Result>): Promise<Result> {
  const restore = lendPools();
  try {
    return await act();
  } finally {
    restore();
  }
}

/** The same for all tests of a file. */
export function useWarmPools(): void {
  beforeAll(lendPools);
}

function lendPools(): () => void {
  const spy = vi.spyOn(SimulationPool, "start").mockImplementation(({ workers }) => lendPool(workers));
  return () => spy.mockRestore();
}

async function lendPool(workers: number): Promise<SimulationPool> {
  for (let number = 1; ; number++) {
    const pool = await warmPool(workers, number);
    if (lent.has(pool)) continue;
    lent.add(pool);
    return pool;
  }
}

function keepOpen(pool: SimulationPool): SimulationPool {
  pool.close = () => {
    lent.delete(pool);
    return Promise.resolve();
  };
  return pool;
}
