import { Piscina } from "piscina";
import { expect, onTestFinished, test, vi } from "vitest";
import * as worker from "../../workers/pipeline.ts";
import { screen } from "../../src/detect/screening.ts";
import { simulate } from "../../src/engine/simulation.ts";
import { loadScenario } from "../../src/scenario/file.ts";

vi.mock("../../src/detect/screening.ts", () => ({ screen: vi.fn<typeof screen>() }));

const FROM = "src/engine/simulation.ts";
const TO = "src/detect/screening.ts";

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
  vi.mocked(screen).mockImplementation(() => {
    inWorker = modulesOnStack();
    throw new Error("seen enough");
  });
  // Threads start as ever, and what they are asked for is done here, where it can be watched.
  let inMain: string[] = [];
  // oxlint-disable-next-line typescript/unbound-method -- it is called with its own piscina below.
  const { run } = Piscina.prototype;
  vi.spyOn(Piscina.prototype, "run").mockImplementation(async function (this: Piscina, task, options) {
    if (options?.name === "begin") return worker.begin(task);
    if (options?.name !== "runShare") return run.call(this, task, options);
    inMain = modulesOnStack();
    return worker.runShare(task);
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
