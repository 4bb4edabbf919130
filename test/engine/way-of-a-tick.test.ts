import { expect, onTestFinished, test, vi } from "vitest";

const FROM = "src/engine/simulation.ts";
const TO = "src/detect/screening.ts";

/** The simulation and the worker's side, with `screen` in the place of that of screening. */
async function loadWith(screen: () => void) {
  // Test files share what they have loaded: this one loads it anew, and those that follow load it once more.
  vi.resetModules();
  vi.doMock("../../src/detect/screening.ts", async (importOriginal) => ({
    ...(await importOriginal<typeof import("../../src/detect/screening.ts")>()),
    screen,
  }));
  onTestFinished(() => {
    vi.doUnmock("../../src/detect/screening.ts");
    vi.resetModules();
  });
  const { Piscina } = await import("piscina");
  const worker = await import("../../workers/pipeline.ts");
  const { simulate } = await import("../../src/engine/simulation.ts");
  const { loadScenario } = await import("../../src/scenario/file.ts");
  return { Piscina, worker, simulate, loadScenario };
}

/** The project's modules on the stack of whoever calls this, the innermost first. */
function modulesOnStack(): string[] {
  const { stack = "" } = new Error();
  return [...new Set([...stack.matchAll(/\b(?:src|workers)\/[\w./-]+\.ts(?=:)/g)].map(([module]) => module))];
}

test("a tick passes five modules at most on its way from the simulation to its screening, those of the pool included", async () => {
  const stackTraceLimit = Error.stackTraceLimit;
  Error.stackTraceLimit = 50;
  onTestFinished(() => {
    Error.stackTraceLimit = stackTraceLimit;
    vi.restoreAllMocks();
  });
  let inWorker: string[] = [];
  const { Piscina, worker, simulate, loadScenario } = await loadWith(() => {
    inWorker = modulesOnStack();
    throw new Error("seen enough");
  });
  // Threads start as ever, and what they are asked for is done here, where it can be watched.
  let inMain: string[] = [];
  // oxlint-disable-next-line typescript/unbound-method -- it is called with its own piscina below.
  const { run } = Piscina.prototype;
  vi.spyOn(Piscina.prototype, "run").mockImplementation(async function (
    this: InstanceType<typeof Piscina>,
    task,
    options,
  ) {
    if (options?.name === "begin") return worker.begin(task);
    if (options?.name !== "runWork") return run.call(this, task, options);
    inMain = modulesOnStack();
    return worker.runWork(task);
  });
  const scenario = loadScenario("smoke", ["hours=1", "population.subscribers=300"]);
  await expect(simulate({ scenario, seed: 1, workers: 1 })).rejects.toThrow("seen enough");

  const handedOut = inMain.slice(0, inMain.indexOf(FROM)).toReversed();
  const taken = inWorker.filter((module) => module !== TO).toReversed();
  const way = [...handedOut, ...taken];
  expect(inMain).toContain(FROM);
  expect(taken).not.toEqual([]);
  expect(way.slice(5)).toEqual([]);
});
