import { join } from "node:path";
import { setImmediate, setTimeout as sleep } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import workerThreads, { type Worker } from "node:worker_threads";
import { afterEach, beforeAll, describe, expect, onTestFinished, test, vi } from "vitest";
import { build } from "vite";
import { RingfenceError } from "../../../src/core/errors.ts";
import { WorkerPool, type WorkerPoolOptions } from "../../../src/engine/pool/worker-pool.ts";
import { newFolder } from "../../new-folder.ts";

interface Task {
  readonly value: number;
  readonly tries: Int32Array;
}

const folder = newFolder("worker-pool");

/** Workers load JavaScript. */
beforeAll(async () => {
  const input = ["worker", "worker-later"].map((name) => join(import.meta.dirname, `../../fixtures/${name}.mjs`));
  const output = { entryFileNames: "[name].mjs" };
  const options = { ssr: true, outDir: folder, emptyOutDir: false, rolldownOptions: { input, output } };
  await build({ configFile: false, logLevel: "error", build: options });
});

function urlOf(fixture: string): string {
  return pathToFileURL(join(folder, fixture)).href;
}

let pool: WorkerPool<Task, number> | undefined;

afterEach(async () => {
  await pool?.close();
  pool = undefined;
});

async function start(task: string, options: Partial<Omit<WorkerPoolOptions, "task">> = {}): Promise<void> {
  const defaults = { url: urlOf("worker.mjs"), ping: "ping", workers: 1, workerData: null };
  pool = await WorkerPool.start<Task, number>({ task, ...defaults, ...options });
}

function newTask(value = 21): Task {
  return { value, tries: new Int32Array(new SharedArrayBuffer(4)) };
}

async function failureOf(act: () => Promise<unknown>): Promise<RingfenceError> {
  try {
    await act();
  } catch (error) {
    if (error instanceof RingfenceError) return error;
    throw error;
  }
  throw new Error("nothing was thrown");
}

/** One worker, whose second thread and those after it, up to `last`, go wrong. Returns how many hang as they load. */
async function startWithBadSuccessors(how: string, last: number): Promise<Int32Array> {
  const lives = new Int32Array(new SharedArrayBuffer(4));
  const hanging = new Int32Array(new SharedArrayBuffer(4));
  const workerData = { lives, hanging, first: 2, last, how };
  await start("exitOnce", { url: urlOf("worker-later.mjs"), workerData });
  return hanging;
}

/** What `act` comes to, where the time limit is over as soon as one more hangs, at most `most` times. */
async function withoutWaiting<Result>(
  { hanging, limitMs, most = Infinity }: { hanging: Int32Array; limitMs: number; most?: number },
  act: () => Promise<Result>,
): Promise<Result> {
  const result = act();
  const isDone = result.then(
    () => true,
    () => true,
  );
  let over = 0;
  while (!(await Promise.race([isDone, setImmediate(false)]))) {
    if (over === Math.min(most, hanging[0]!)) continue;
    over++;
    vi.advanceTimersByTime(limitMs);
  }
  return await result;
}

type Timer = "setTimeout" | "setInterval";

/** Until the test is over, such timers stand still but where a test moves them. */
function stopTimers(which: Timer): void {
  vi.useFakeTimers({ toFake: [which, which === "setTimeout" ? "clearTimeout" : "clearInterval"] });
  onTestFinished(() => void vi.useRealTimers());
}

/** A thread that falls asleep before it has ended is waited for a twentieth of its second. */
function hastenEnds(): void {
  const { setTimeout: real } = globalThis;
  const spy = vi
    .spyOn(globalThis, "setTimeout")
    .mockImplementation(((act: () => void, ms: number) => real(act, ms === 1000 ? 50 : ms)) as typeof setTimeout);
  onTestFinished(() => spy.mockRestore());
}

/** Those that were started since and have not ended. */
function liveThreads(): ReadonlySet<Worker> {
  const live = new Set<Worker>();
  const note = (thread: Worker): void => {
    live.add(thread);
    thread.once("exit", () => live.delete(thread));
  };
  process.on("worker", note);
  onTestFinished(() => void process.off("worker", note));
  return live;
}

/** The system has no more than so many. */
function allowThreads(count: number): void {
  const { Worker: Real } = workerThreads;
  let left = count;
  const spy = vi.spyOn(workerThreads, "Worker").mockImplementation(function (...args) {
    if (left-- <= 0) throw new Error("EAGAIN");
    return new Real(...args);
  });
  onTestFinished(() => spy.mockRestore());
}

/** What a thread has to start, in the pool. */
const START_LIMIT_MS = 60_000;
/** A start that fails must not wait for its time limit of a minute. */
const QUICK_MS = START_LIMIT_MS / 2;

/** A thread is ended when it was at a task for a second. After a little more, one that hangs is late. */
const DEADLINE = { deadlineSeconds: 1 };
const LATE_MS = 1200;

describe("a pool starts", () => {
  test("and says how many workers it has, and runs tasks, two a worker at once", async () => {
    await start("double", { workers: 2, tasksAWorker: 2 });
    expect(pool!.workers).toBe(2);
    const results = await Promise.all(Array.from({ length: 20 }, (_, value) => pool!.run(newTask(value))));
    expect(results).toEqual(Array.from({ length: 20 }, (_, value) => value * 2));
  });

  test.each([
    ["a module that is not there", "no-such-worker.mjs", "ping", /does not load.*npm run build/s],
    ["a module that throws as a thread loads it", "worker-later.mjs", "ping", /broken in this life/],
    ["a module that ends its thread", "worker-later.mjs", "ping", /exited with code: 7/, "exit"],
    ["a module without the function that answers", "worker.mjs", "noSuchFunction", /noSuchFunction|handler/i],
  ])(
    "not at all with %s: an error says so at once",
    async (_, fixture, ping, message, how = "throw") => {
      const workerData = { lives: new Int32Array(new SharedArrayBuffer(4)), first: 1, last: 1, how };
      const error = await failureOf(() => start("double", { url: urlOf(fixture), ping, workerData }));
      expect(error.code).toBe("io");
      expect(error.exitCode).toBe(7);
      expect(error.message).toMatch(message);
    },
    QUICK_MS,
  );
});

describe("a task", () => {
  test.each([
    ["whose worker exits", "exitOnce", 2],
    // More often than one that was lost: somebody else has tries too.
    ["that waits for another again and again", "waitInVainOften", 6],
  ])("%s is tried again and succeeds, and so does the next task", async (_, name, tries) => {
    await start(name);
    const task = newTask();
    expect(await pool!.run(task)).toBe(42);
    expect(task.tries[0]).toBe(tries);
    expect(await pool!.run({ value: 5, tries: Int32Array.of(9) })).toBe(10);
  });

  test("is answered before the next begins, though its worker has read both", async () => {
    await start("waitInTurn", { tasksAWorker: 3 });
    const { tries } = newTask();
    const raise = (): void => {
      Atomics.add(tries, 0, 1);
      Atomics.notify(tries, 0);
    };
    const first = pool!.run({ value: 1, tries });
    // Both have come in by the time that the first is over.
    const second = pool!.run({ value: 1, tries }).then(raise);
    const third = pool!.run({ value: 2, tries });
    raise();
    expect(await Promise.all([first, second, third])).toEqual([1, undefined, 2]);
  });

  test("goes to a worker that has none, not behind that of another", async () => {
    await start("waitInTurn", { workers: 2, tasksAWorker: 2 });
    const { tries } = newTask();
    const first = pool!.run({ value: 1, tries });
    expect(await pool!.run({ value: 0, tries })).toBe(0);
    Atomics.add(tries, 0, 1);
    Atomics.notify(tries, 0);
    expect(await first).toBe(1);
  });

  test.each(["exitOnce", "spinOnce"])(
    "whose worker is lost leaves the tasks behind it and beside it alone (%s)",
    async (name) => {
      stopTimers("setInterval");
      await start(name, { workers: 2, tasksAWorker: 2, ...DEADLINE });
      const task = newTask();
      const others = Array.from({ length: 10 }, (_, value) => ({ value, tries: Int32Array.of(1) }));
      const hang = { hanging: task.tries, limitMs: LATE_MS, most: name === "spinOnce" ? 1 : 0 };
      const results = await withoutWaiting(hang, () => Promise.all([task, ...others].map((each) => pool!.run(each))));
      expect(results).toEqual([42, ...others.map(({ value }) => value * 2)]);
    },
  );

  test("whose worker throws when it is done is done or tried again, though many such threads never end", async () => {
    hastenEnds();
    await start("throwOnceAfterwards");
    for (let times = 0; times < 2; times++) expect(await pool!.run(newTask())).toBe(42);
  });

  test("that throws is not tried again: its own error is thrown, with what can be sent of its cause", async () => {
    await start("double");
    const invariant = { code: "invariant", exitCode: 6 };
    const unsent = { message: expect.stringMatching(/^cannot be sent.*\{ tables: \[Function/) as string };
    for (const [name, expected] of [
      ["throwAlways", { message: "the task is hopeless", cause: { message: "as it is" } }],
      ["refuse", { ...invariant, cause: { message: "as it is" } }],
      ["refuseForSomethingLocal", { ...invariant, cause: unsent }],
      ["failForSomethingLocal", { message: "no such book", cause: expect.stringContaining("[Function") as string }],
    ] as const) {
      const task = newTask();
      const error: unknown = await pool!.each(name, task).catch((thrown: unknown) => thrown);
      expect(error).toMatchObject(expected);
      expect(error instanceof RingfenceError).toBe("code" in expected);
      expect(task.tries[0]).toBeLessThan(2);
    }
  });

  test(
    "that kills every worker it is given to is given up after three tries",
    async () => {
      await start("exitAlways", { workers: 2 });
      const task = newTask();
      const error = await failureOf(() => pool!.run(task));
      expect(task.tries[0]).toBe(3);
      expect(error.message).toMatch(/failed 3 times.*exited with code: 3/);
    },
    QUICK_MS,
  );
});

describe("a worker that never answers", () => {
  test.each(["sleepOnce", "awaitOnce"])("is ended, and its task is tried again (%s)", async (name) => {
    stopTimers("setInterval");
    await start(name, DEADLINE);
    const task = newTask();
    const hang = { hanging: task.tries, limitMs: LATE_MS, most: 1 };
    expect(await withoutWaiting(hang, () => pool!.run(task))).toBe(42);
    expect(task.tries[0]).toBe(2);
  });

  test("at the third try ends with an error that says so and what to do", async () => {
    stopTimers("setInterval");
    await start("spinAlways", DEADLINE);
    const task = newTask();
    const hang = { hanging: task.tries, limitMs: LATE_MS };
    const error = await withoutWaiting(hang, () => failureOf(() => pool!.run(task)));
    expect(task.tries[0]).toBe(3);
    expect(error.code).toBe("io");
    expect(error.message).toMatch(/failed 3 times.*one task for 1 s.*deadline/);
  });

  test("is waited for until it has ended, by a task that is tried again elsewhere: both write to the same memory", async () => {
    stopTimers("setInterval");
    const live = liveThreads();
    await start("beatOnce", { workers: 2, ...DEADLINE });
    // Whichever has it.
    for (const thread of live) {
      const terminate = thread.terminate.bind(thread);
      vi.spyOn(thread, "terminate").mockImplementation(() => sleep(150).then(terminate));
    }
    const beats = new Int32Array(new SharedArrayBuffer(4));
    const task = { ...newTask(), beats };
    const hang = { hanging: task.tries, limitMs: LATE_MS, most: 1 };
    expect(await withoutWaiting(hang, () => pool!.run(task) as Promise<unknown>)).toBe(false);
  });
});

test("a function for every worker is tried again where its worker exits, and nowhere if it throws", async () => {
  await start("double", { workers: 2 });
  const [exiting, throwing] = [newTask(), newTask()];
  await pool!.each("exitOnce", exiting);
  expect(exiting.tries[0]).toBe(3);
  await expect(pool!.each("throwAlways", throwing)).rejects.toThrow("the task is hopeless");
  expect(throwing.tries[0]).toBe(2);
  expect(await pool!.run(newTask())).toBe(42);
});

describe("where a thread ends, the one that takes its place", () => {
  test("throws as it loads: the task is given up with that", async () => {
    await startWithBadSuccessors("throw", 1000);
    const error = await failureOf(() => pool!.run(newTask()));
    expect(error.code).toBe("io");
    expect(error.message).toMatch(/did not start: broken in this life/);
  });

  test("comes to no end as it loads: the task is given up after the time limit", async () => {
    const hanging = await startWithBadSuccessors("hang", 1000);
    stopTimers("setTimeout");
    const hang = { hanging, limitMs: START_LIMIT_MS };
    const error = await withoutWaiting(hang, () => failureOf(() => pool!.run(newTask())));
    expect(error.message).toMatch(/did not start: no answer within 60 s/);
  });

  test.each(["exit", "hang"])("goes wrong as it loads (%s), once: another is started", async (how) => {
    const hanging = await startWithBadSuccessors(how, 2);
    stopTimers("setTimeout");
    const task = newTask();
    const hang = { hanging, limitMs: START_LIMIT_MS };
    expect(await withoutWaiting(hang, () => pool!.run(task))).toBe(42);
    expect(task.tries[0]).toBe(2);
  });

  test("is not started before that has ended, which may still write to the memory of its task", async () => {
    const live = liveThreads();
    await start("busyOnce");
    // However long the thread takes to end, nobody gives it up.
    stopTimers("setTimeout");
    const task = newTask();
    const running = pool!.run(task);
    while (task.tries[0] === 0) await setImmediate();
    const [first] = live;
    const others: number[] = [];
    const count = (): void => void others.push(live.size);
    process.once("worker", count);
    onTestFinished(() => void process.off("worker", count));
    first!.emit("error", new Error("lost while it is busy"));
    expect(await running).toBe(42);
    // It counts itself.
    expect(others).toEqual([1]);
  });
});

describe("threads", () => {
  test("fail with advice if there are too few at the start, and those that started are ended", async () => {
    const live = liveThreads();
    allowThreads(2);
    const error = await failureOf(() => start("double", { workers: 3 }));
    expect(error.code).toBe("io");
    expect(error.message).toMatch(/did not start: EAGAIN: ask for fewer workers/);
    expect(live.size).toBe(0);
  });

  test("fail with advice if a dead thread cannot be replaced", async () => {
    allowThreads(1);
    await start("exitOnce");
    const error = await failureOf(() => pool!.run(newTask()));
    expect(error.message).toMatch(/failed 3 times.*did not start: EAGAIN: ask for fewer workers/);
  });

  test("that load their modules are ended when that is done, where another fails: Node 20 would abort the process", async () => {
    const [lives, loaded] = [1, 2].map(() => new Int32Array(new SharedArrayBuffer(4)));
    const workerData = { lives, loaded, first: 1, last: 1, how: "exit" };
    const error = await failureOf(() => start("double", { url: urlOf("worker-later.mjs"), workers: 3, workerData }));
    expect(error.message).toMatch(/did not start: worker exited with code: 7/);
    expect(loaded![0]).toBe(2);
  });

  test("have all ended when a pool is closed, and so have those that threw", async () => {
    const live = liveThreads();
    await start("throwAside", { workers: 2 });
    const task = newTask();
    const error = await failureOf(() => pool!.run(task));
    expect(error.message).toMatch(/failed 3 times.*thrown aside/);
    expect(task.tries[0]).toBe(3);
    await pool!.close();
    expect(live.size).toBe(0);
  });
});

test("a pool that is closed starts no thread for whoever still has a task", async () => {
  await start("double");
  await pool!.close();
  const error = await failureOf(() => pool!.run(newTask()));
  expect(error.code).toBe("usage");
  expect(error.message).toContain("the pool of workers is closed");
});
