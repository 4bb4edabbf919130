/**
 * Worker threads of live runs that have ended, warm for those to come: whoever turns a knob starts a run anew, and
 * waits for its first hour. A few are kept, asleep.
 */
import { SimulationPool } from "../../engine/simulation-pool.ts";

/** Of a size: those of the two screening worlds of a run that gives way to another, and of one beside it. */
const KEPT = 4;

export class IdlePools {
  readonly #idle: SimulationPool[] = [];
  #isClosed = false;

  /** Lends a pool of so many workers to `act`. It is kept for others if that goes well. */
  async lend<Result>(workers: number, act: (pool: Promise<SimulationPool>) => Promise<Result>): Promise<Result> {
    const pool = this.#take(workers);
    let isWell = false;
    try {
      const result = await act(pool);
      isWell = true;
      return result;
    } finally {
      // One that did not even start has said so to `act`.
      const lent = await pool.catch(() => null);
      if (lent && isWell && !this.#isClosed && this.#count(workers) < KEPT) this.#idle.push(lent);
      else await lent?.close();
    }
  }

  /** Ends the threads that are idle now, and those that are lent when they come back. */
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
