/**
 * Screens pieces in threads, or in this one if a file is small. Users' modules always run in threads, since they could
 * not be stopped here.
 */
import { userModules } from "../core/module/user-modules.ts";
import { carryErrors, inTurn } from "../engine/pool/answer.ts";
import { USUAL_DEADLINE_SECONDS, WorkerPool } from "../engine/pool/worker-pool.ts";
import type { GiveTask, PieceRead, PieceScreened, ReadTask, RecordedTask, ScreenStart, ScreenTask } from "./piece.ts";
import { PieceScreener, workerLost } from "./piece-screener.ts";

export interface PieceThread extends PieceWorker {
  close(): Promise<void>;
}

export interface PieceWorker {
  read(task: ReadTask): Promise<PieceRead>;
  give(task: GiveTask): Promise<PieceRead>;
  screen(task: ScreenTask): Promise<PieceScreened>;
}

/** In this thread; with users' modules in another, then throws like `startThreads`. */
export async function startOne(start: ScreenStart, url?: string): Promise<PieceThread> {
  if (userModules().length > 0) return (await startThreads(start, 1, url))[0]!;
  const screener = await PieceScreener.start(start);
  return {
    read: async (task) => screener.read(task),
    give: async (task) => screener.give(task),
    screen: async (task) => screener.screen(task),
    close: async () => {},
  };
}

let runs = 0;

/**
 * Starts threads, each of which answers in order. Throws RingfenceError "io" if one does not start. `url`: the worker
 * module, for tests.
 */
export async function startThreads(
  start: ScreenStart,
  threads: number,
  url = import.meta.resolve("#recorded-worker"),
): Promise<PieceThread[]> {
  const run = ++runs;
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
    Array.from({ length: threads }, () => WorkerPool.start<RecordedTask, PieceRead & PieceScreened>(options)),
  );
  const pools = settled.flatMap((each) => (each.status === "fulfilled" ? [each.value] : []));
  try {
    const failed = settled.find((each) => each.status === "rejected");
    if (failed) throw failed.reason;
    await Promise.all(pools.map((pool) => pool.each("begin", { run, start })));
  } catch (error) {
    await Promise.all(pools.map((pool) => pool.close()));
    throw error;
  }
  return pools.map((pool) => ({
    read: (read) => pool.run({ run, read }),
    give: (give) => pool.run({ run, give }),
    screen: (screen) => pool.run({ run, screen }),
    close: () => pool.close(),
  }));
}

/** Queued tasks, so that a thread need not wait for the main thread. */
const TASKS_AHEAD = 4;

/** The present file of this thread. */
let current: { readonly run: number; readonly screener: PieceScreener } | null = null;

/** In a worker: begins a file. */
export const beginScreening = carryErrors(async ({ run, start }: { run: number; start: ScreenStart }) => {
  current = { run, screener: await PieceScreener.start(start) };
});

/** In a worker: runs one task after the other. */
export const runScreeningTask = inTurn(
  carryErrors((task: RecordedTask): PieceRead | PieceScreened => {
    // This thread replaces one that died.
    if (current?.run !== task.run) throw workerLost();
    if ("read" in task) return current.screener.read(task.read);
    return "give" in task ? current.screener.give(task.give) : current.screener.screen(task.screen);
  }),
);
