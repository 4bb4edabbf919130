/**
 * What the live page costs: both worlds of a scenario at full speed, plain and as `ringfence serve` runs them for one
 * connected client, in turn, pair by pair. Plain is the same two simulations at the same time, with as many threads,
 * which wait for each other at the first hour and are left alone then, and the digest of what they come to. The clock
 * runs from there to the end; the client is a process of its own, which reads and parses every message, and whose
 * processor time is not ours, though it takes its share of the cores.
 *
 *     npm run --silent build && node dist/bench/serve/live-cost.js [pairs] [scenario] [hours]
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { withoutDefences } from "../../src/experiment/arms.ts";
import { assert } from "../../src/core/assert.ts";
import { digestRun } from "../../src/report/report.ts";
import type { Observer } from "../../src/engine/observer.ts";
import { formatScenario, loadScenario } from "../../src/scenario/file.ts";
import { servePage } from "../../src/live/server/server.ts";
import { type SimulationOptions, simulate } from "../../src/engine/simulation.ts";
import { pairedShift } from "../harness/rank-statistics/hodges-lehmann.ts";
import { type Estimate, medianWithInterval } from "../harness/statistics.ts";
import { Barrier } from "./barrier.ts";
import { watchInProcess } from "./page-process.ts";

const SEED = 1;
const WORKERS = 2;
const DEFAULT_PAIRS = 12;

interface Trial extends Spent {
  /** What the run came to. */
  readonly digest: string;
}

interface Spent {
  readonly wallSeconds: number;
  /** Of all threads of this process. */
  readonly coreSeconds: number;
}

const pairs = Number(process.argv[2] ?? DEFAULT_PAIRS);
const settings = process.argv[4] === undefined ? [] : [`hours=${process.argv[4]}`];
const scenario = loadScenario(process.argv[3] ?? "classroom", settings);
const folder = mkdtempSync(join(tmpdir(), "ringfence-live-cost-"));
const file = join(folder, `${scenario.name}.yaml`);
writeFileSync(file, formatScenario(scenario));
const plain: Spent[] = [];
const live: Spent[] = [];
try {
  for (let pair = -1; pair < pairs; pair++) {
    const isPlainFirst = pair % 2 === 0;
    const first = isPlainFirst ? await runPlain() : await runLive();
    const second = isPlainFirst ? await runLive() : await runPlain();
    assert(
      first.digest === second.digest,
      `plain and live came to ${first.digest} and ${second.digest}: not the same run`,
    );
    // The first pair warms up.
    if (pair < 0) continue;
    plain.push(isPlainFirst ? first : second);
    live.push(isPlainFirst ? second : first);
    process.stderr.write(`pair ${pair + 1} of ${pairs}\r`);
  }
} finally {
  rmSync(folder, { recursive: true });
}
print("processor time", ({ coreSeconds }) => coreSeconds);
print("wall time", ({ wallSeconds }) => wallSeconds);

async function runPlain(): Promise<Trial> {
  let stopwatch: (() => Spent) | undefined;
  const start = new Barrier(2, () => (stopwatch = startStopwatch()));
  const [defended] = await Promise.all([
    simulate(watchedAtFirst({ scenario, seed: SEED, workers: WORKERS }, start)),
    simulate(watchedAtFirst({ scenario: withoutDefences(scenario), seed: SEED, workers: 1, fraudOnly: true }, start)),
  ]);
  return { digest: digestRun(defended.tally, defended), ...stopwatch!() };
}

/** Both begin at once, as the live ones do, and are left alone then. */
function watchedAtFirst(options: SimulationOptions, start: Barrier): SimulationOptions {
  const observer: Observer = { onTally: () => {}, onSettled: () => start.meet(), onConcluded: () => {} };
  return {
    ...options,
    get observer() {
      return start.isOpen ? undefined : observer;
    },
  };
}

async function runLive(): Promise<Trial> {
  const server = await servePage({
    scenario: file,
    seed: SEED,
    host: "127.0.0.1",
    port: 0,
    workers: WORKERS,
    reproduce: () => "",
    onFault: (fault) => {
      throw fault;
    },
  });
  let stopwatch: (() => Spent) | undefined;
  try {
    const request = { scenario: basename(file), seed: SEED, settings: {}, hoursPerSecond: null, playing: false };
    const digest = await watchInProcess(server.url, request, () => (stopwatch = startStopwatch()));
    return { digest, ...stopwatch!() };
  } finally {
    await server.close();
  }
}

function startStopwatch(): () => Spent {
  const cpu = process.cpuUsage();
  const startMs = performance.now();
  return () => {
    const { user, system } = process.cpuUsage(cpu);
    return { wallSeconds: (performance.now() - startMs) / 1000, coreSeconds: (user + system) / 1e6 };
  };
}

function print(what: string, of: (spent: Spent) => number): void {
  const shift = pairedShift(live.map((spent, pair) => of(spent) / of(plain[pair]!) - 1));
  const seconds = (samples: readonly Spent[]): string => `${medianWithInterval(samples.map(of)).value.toFixed(2)} s`;
  process.stdout.write(
    `${scenario.name}, ${scenario.hours} hours, ${what}: plain ${seconds(plain)}, live ${seconds(live)}; the page costs ${percent(shift)} ` +
      `(Hodges-Lehmann over ${pairs} pairs)\n`,
  );
}

function percent({ value, low, high }: Estimate): string {
  return low === null || high === null
    ? `${inPercent(value)}, too few pairs for an interval`
    : `${inPercent(value)}, 95 % ${inPercent(low)} to ${inPercent(high)}`;
}

function inPercent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}
