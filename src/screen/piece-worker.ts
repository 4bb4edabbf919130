/**
 * Screens pieces in threads, or in this one if a file is small. Users' modules always run in threads, since they could
 * not be stopped here.
 */
import { userModules } from "../core/module/user-modules.ts";
import { carryErrors, inTurn } from "../engine/pool/answer.ts";
import { USUAL_DEADLINE_SECONDS, WorkerPool } from "../engine/pool/worker-pool.ts";
import type { PieceScreened, ScreenStart, ScreenTask } from "./piece.ts";
import { PieceScreener, workerLost } from "./piece-screener.ts";

export interface PieceWorker {
  screen(task: ScreenTask): Promise<PieceScreened>;
  close(): Promise<void>;
}

/** In this thread; with users' modules in another, then throws like `startThreads`. */
export async function startOne(start: ScreenStart, url?: string): Promise<PieceWorker> {
  if (userModules().length > 0) return (await startThreads(start, 1, url))[0]!;
  const screener = await PieceScreener.start(start);
  return { screen: async (task) => screener.screen(task), close: async () => {} };
}

/**
 * Starts threads, each of which answers in order. Throws RingfenceError "io" if one does not start. `url`: the worker
 * module, for tests.
 */
export async function startThreads(
  start: ScreenStart,
  threads: number,
  url = import.meta.resolve("#recorded-worker"),
): Promise<PieceWorker[]> {
  const options = {
    url,
    task: "runTask",
    ping: "ping",
    workers: 1,
    tasksAWorker: TASKS_AHEAD,
    workerData: null,
    deadlineSeconds: USUAL_DEADLINE_SECONDS,
  };
  const settled = await Promise.allSettled(
    Array.from({ length: threads }, () => WorkerPool.start<ScreenTask, PieceScreened>(options)),
  );
  const pools = settled.flatMap((each) => (each.status === "fulfilled" ? [each.value] : []));
  try {
    const failed = settled.find((each) => each.status === "rejected");
    if (failed) throw failed.reason;
    await Promise.all(pools.map((pool) => pool.each("begin", start)));
  } catch (error) {
    await Promise.all(pools.map((pool) => pool.close()));
    throw error;
  }
  return pools.map((pool) => ({ screen: (task) => pool.run(task), close: () => pool.close() }));
}

/** Queued tasks, so that a thread need not wait for the main thread. */
const TASKS_AHEAD = 4;

/** In a worker; null before `begin`, and in a thread that replaces one that died. */
let screener: PieceScreener | null = null;

/** In a worker: begins a file. */
export const beginScreening = carryErrors(async (start: ScreenStart) => {
  screener = await PieceScreener.start(start);
});

/** In a worker: runs one task after the other. */
export const runScreeningTask = inTurn(
  carryErrors((task: ScreenTask): PieceScreened => {
    if (screener === null) throw workerLost();
    return screener.screen(task);
  }),
);
