/**
 * Warm worker threads of ended live runs: a changed control starts a run anew, and its user waits for the first hour. A
 * few are kept, asleep.
 */
import { SimulationPool } from "../../engine/simulation-pool.ts";

/** Of a size: the two screening worlds of a run that gives way, and one more. */
const KEPT = 4;

export class IdlePools {
  readonly #idle: SimulationPool[] = [];
  #isClosed = false;

  /** Lends a pool of so many workers to `act`, and keeps it if that goes well. */
  async lend<Result>(workers: number, act: (pool: Promise<SimulationPool>) => Promise<Result>): Promise<Result> {
    const pool = this.#take(workers);
    let isWell = false;
    try {
      const result = await act(pool);
      isWell = true;
      return result;
    } finally {
      // A pool that did not start has told `act`.
      const lent = await pool.catch(() => null);
      if (lent && isWell && !this.#isClosed && this.#count(workers) < KEPT) this.#idle.push(lent);
      else await lent?.close();
    }
  }

  /** Ends idle threads now, and lent ones when they come back. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await Promise.all(this.#idle.splice(0).map((pool) => pool.close()));
  }

  #take(workers: number): Promise<SimulationPool> {
    const at = this.#idle.findIndex((pool) => pool.workers === workers);
    return at < 0 ? SimulationPool.start({ workers }) : Promise.resolve(this.#idle.splice(at, 1)[0]!);
  }

  #count(workers: number): number {
    return this.#idle.filter((pool) => pool.workers === workers).length;
  }
}
