/** The data that workers get when a simulation begins. */
import { RingfenceError } from "../core/errors.ts";
import { operatorDelayTicks } from "../respond/operators/late-listings.ts";
import { domainsPerGang } from "../world/gangs/domain.ts";
import type { World } from "../world/world.ts";
import type { PipelineStart, Sampling } from "./pipeline.ts";
import type { Scene } from "./loop/scene.ts";
import type { Platform } from "./platform.ts";
import { DEFAULT_BATCH_EVENTS, type PooledSimulation, type StartedPool } from "./simulation-pool.ts";

interface WorkerStartOptions {
  readonly batchEvents?: number | undefined;
  readonly watched?: Sampling["watched"];
}

/** Begins a prepared simulation in the threads of a pool. */
export async function beginIn(
  pool: StartedPool,
  { world, platform }: Pick<Scene, "world" | "platform">,
  options: WorkerStartOptions & { readonly workers: number },
): Promise<PooledSimulation> {
  const { workers } = options;
  const started = await pool;
  if (started.workers !== workers) {
    throw new RingfenceError(
      "usage",
      `workers: expected as many as the pool has, ${started.workers}, found ${workers}`,
    );
  }
  return started.begin(workerStart(world, platform, options));
}

export function workerStart(
  { handle }: Pick<World, "handle">,
  platform: Pick<Platform, "workerStart">,
  options: WorkerStartOptions = {},
): Omit<PipelineStart, "outputs"> {
  const { scenario } = handle;
  const { batchEvents = DEFAULT_BATCH_EVENTS, watched = null } = options;
  return {
    batchEvents,
    dimensions: { gangs: scenario.gangs.count, domains: scenario.gangs.count * domainsPerGang(scenario) },
    world: handle,
    operatorDelayTicks: operatorDelayTicks(scenario.operators),
    signals: scenario.warnings.enabled ? scenario.signals : null,
    sampling: { every: scenario.report.sampleEvery, watched },
    ...platform.workerStart,
  };
}
