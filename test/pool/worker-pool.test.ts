import { afterEach, describe, expect, test } from "vitest";
import { RingfenceError } from "../../src/core/errors.ts";
import { WorkerPool } from "../../src/pool/worker-pool.ts";

interface Task {
  readonly value: number;
  readonly tries: Int32Array;
}

function urlOf(fixture: string): string {
  return new URL(`../fixtures/${fixture}`, import.meta.url).href;
}

let pool: WorkerPool<Task, number> | undefined;

afterEach(async () => {
  await pool?.close();
  pool = undefined;
});

async function start(
  task: string,
  options: { url?: string; ping?: string; workers?: number; tasksAWorker?: number } = {},
): Promise<void> {
  const { url = urlOf("worker.mjs"), ping = "ping", workers = 1, tasksAWorker = 1 } = options;
  pool = await WorkerPool.start<Task, number>({ url, task, ping, workers, tasksAWorker, workerData: null });
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

/** A start that fails must not wait for its time limit of a minute. */
const QUICK_MS = 5000;

describe("a pool starts", () => {
  test("and says how many workers it has, and runs tasks", async () => {
    await start("double", { workers: 2 });
    expect(pool!.workers).toBe(2);
    const results = await Promise.all(Array.from({ length: 20 }, (_, value) => pool!.run(newTask(value))));
    expect(results).toEqual(Array.from({ length: 20 }, (_, value) => value * 2));
  });

  test.each([
    ["a module that is not there", "no-such-worker.mjs", "ping", /does not load/],
    ["a module that throws as it loads", "worker-broken.mjs", "ping", /broken at the root/],
    ["a module that throws as a thread loads it", "worker-broken-in-threads.mjs", "ping", /broken in the thread/],
    ["a module that ends its thread", "worker-exits-at-start.mjs", "ping", /exited with code: 5/],
    ["a worker that answers by throwing", "worker.mjs", "failToAnswer", /no answer today/],
    ["a module without the function that answers", "worker.mjs", "noSuchFunction", /noSuchFunction|handler/i],
  ])(
    "not at all with %s: an error says so at once",
    async (_, fixture, ping, message) => {
      const error = await failureOf(() => start("double", { url: urlOf(fixture), ping, workers: 2 }));
      expect(error.code).toBe("io");
      expect(error.exitCode).toBe(7);
      expect(error.message).toMatch(message);
    },
    QUICK_MS,
  );

  test("not at all without its compiled module, and the error says how to build it", async () => {
    const error = await failureOf(() => start("double", { url: urlOf("no-such-worker.mjs") }));
    expect(error.message).toContain("npm run build");
  });
});

describe("a task", () => {
  test("whose worker exits on the first try is tried again and succeeds", async () => {
    await start("exitOnce");
    const task = newTask();
    expect(await pool!.run(task)).toBe(42);
    expect(task.tries[0]).toBe(2);
  });

  test("is handed to a worker that is still at another, where a worker may have two", async () => {
    await start("double", { workers: 2, tasksAWorker: 2 });
    const results = await Promise.all(Array.from({ length: 20 }, (_, value) => pool!.run(newTask(value))));
    expect(results).toEqual(Array.from({ length: 20 }, (_, value) => value * 2));
  });

  test("whose worker exits leaves the tasks beside it alone", async () => {
    await start("exitOnce", { workers: 2 });
    const task = newTask();
    const others = Array.from({ length: 10 }, (_, value) => ({ value, tries: Int32Array.of(1) }));
    const results = await Promise.all([task, ...others].map((each) => pool!.run(each)));
    expect(results).toEqual([42, ...others.map(({ value }) => value * 2)]);
  });

  test("that always throws is given up after three tries, with its own message", async () => {
    await start("throwAlways");
    const task = newTask();
    const error = await failureOf(() => pool!.run(task));
    expect(task.tries[0]).toBe(3);
    expect(error.code).toBe("io");
    expect(error.message).toMatch(/failed 3 times.*the task is hopeless/);
    expect(error.cause).toBeInstanceOf(Error);
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

  test("that fails does not spoil the pool", async () => {
    await start("exitOnce");
    await pool!.run(newTask());
    expect(await pool!.run({ value: 5, tries: Int32Array.of(1) })).toBe(10);
  });
});

describe("a function for every worker", () => {
  test("whose worker exits of it is tried again, as a task is", async () => {
    await start("double", { workers: 2 });
    const task = newTask();
    await pool!.each("exitOnce", task);
    expect(task.tries[0]).toBe(3);
    expect(await pool!.run(newTask())).toBe(42);
  });

  test("that always throws is given up, with its own message", async () => {
    await start("double");
    const error = await failureOf(() => pool!.each("throwAlways", newTask()));
    expect(error.message).toMatch(/failed 3 times.*the task is hopeless/);
  });
});

test("a pool that is closed starts no thread for whoever still has a task", async () => {
  await start("double");
  await pool!.close();
  const error = await failureOf(() => pool!.run(newTask()));
  expect(error.code).toBe("usage");
  expect(error.message).toContain("the pool of workers is closed");
});
