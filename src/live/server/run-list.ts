/** The runs of a server: so many at a time, and the oldest gives way. */
import { SimulationPool } from "../../engine/simulation-pool.ts";
import { LiveRun, type LiveRunOptions, type Threads } from "./live-run.ts";
import type { RunRequest } from "./requests.ts";
import type { PreparedScenario } from "./scenario-list.ts";

const MAX_RUNS = 4;

export interface RunListOptions extends Pick<LiveRunOptions, "onFault"> {
  /** Threads of each world that screens. */
  readonly workers: number;
  /** The command that repeats a run without a page. */
  readonly reproduce: (source: string, seed: number, settings: readonly string[]) => string;
}

export class RunList {
  readonly #options: RunListOptions;
  /** The oldest first. */
  readonly #runs = new Map<string, LiveRun>();
  /** Threads outlive a run: a changed control starts one anew, and starting threads takes most of a second. */
  readonly #spare: Threads[] = [];

  constructor(options: RunListOptions) {
    this.#options = options;
  }

  start(request: RunRequest, { scenario, source, settings }: PreparedScenario): LiveRun {
    const { workers, reproduce, onFault } = this.#options;
    const line = reproduce(source, request.seed, settings);
    const [oldest] = this.#runs.size < MAX_RUNS ? [] : this.#runs.keys();
    const threads = this.end(oldest).then(() => this.#spare.pop() ?? startThreads(workers));
    const run = new LiveRun({ request, scenario, reproduce: line, threads, onFault });
    this.#runs.set(run.id, run);
    void run.stopped.then(async (areFit) => {
      if (areFit) this.#spare.push(await threads);
      else await closeThreads(await threads);
    });
    return run;
  }

  get(id: string): LiveRun | undefined {
    return this.#runs.get(id);
  }

  /** Resolves when its threads are free; the run is hidden from now on. */
  async end(id: string | undefined): Promise<void> {
    const run = this.#runs.get(id ?? "");
    this.#runs.delete(id ?? "");
    await run?.end();
  }

  async close(): Promise<void> {
    await Promise.all([...this.#runs.keys()].map((id) => this.end(id)));
    await Promise.all(this.#spare.splice(0).map(closeThreads));
  }
}

function startThreads(workers: number): Threads {
  return {
    defended: SimulationPool.start({ workers }),
    unwarned: SimulationPool.start({ workers }),
    undefended: SimulationPool.start({ workers: 1 }),
  };
}

async function closeThreads(threads: Threads): Promise<void> {
  // One that did not start has failed its run.
  await Promise.allSettled(Object.values(threads).map(async (pool) => (await pool).close()));
}
