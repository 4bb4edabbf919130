/**
 * What the live page costs: both worlds of a scenario at full speed, plain and as `ringfence serve` runs them for one connected client, in
 * turn, pair by pair. Plain is the same two simulations at the same time, which nobody watches once both are at the first hour. The clock runs from the first hour
 * to the last; the client is a process of its own, which reads and parses every message, and whose processor time is not ours.
 *
 *     npm run --silent build && node dist/bench/serve/live-cost.js [pairs] [scenario]
 */
import { withoutDefences } from "../../src/arms.ts";
import { loadScenario } from "../../src/scenario/file.ts";
import { LockStep } from "../../src/serve/lock-step.ts";
import { servePage } from "../../src/serve/server.ts";
import { type Observer, simulate } from "../../src/simulation.ts";
import { pairedShift } from "../compare/hodges-lehmann.ts";
import { type Estimate, medianWithInterval } from "../harness/statistics.ts";
import { watchInProcess } from "./page-process.ts";

const SEED = 1;
const WORKERS = 2;
const DEFAULT_PAIRS = 12;

interface Spent {
  readonly wallSeconds: number;
  /** Of all threads of this process. */
  readonly coreSeconds: number;
}

const pairs = Number(process.argv[2] ?? DEFAULT_PAIRS);
const scenario = process.argv[3] ?? "classroom";
const plain: Spent[] = [];
const live: Spent[] = [];
for (let pair = -1; pair < pairs; pair++) {
  const isPlainFirst = pair % 2 === 0;
  const first = isPlainFirst ? await runPlain() : await runLive();
  const second = isPlainFirst ? await runLive() : await runPlain();
  // The first pair warms up.
  if (pair < 0) continue;
  plain.push(isPlainFirst ? first : second);
  live.push(isPlainFirst ? second : first);
  process.stderr.write(`pair ${pair + 1} of ${pairs}\r`);
}
print("processor time", ({ coreSeconds }) => coreSeconds);
print("wall time", ({ wallSeconds }) => wallSeconds);

async function runPlain(): Promise<Spent> {
  const loaded = loadScenario(scenario);
  let stopwatch: (() => Spent) | undefined;
  const start = new LockStep(2, () => {
    stopwatch = startStopwatch();
    return Promise.resolve();
  });
  /** Both begin at once, as the live ones do, and nothing more. */
  const observer: Observer = {
    onTally: () => {},
    onSettled: (tick) => (tick === 0 ? start.meet() : Promise.resolve()),
    onConcluded: () => {},
  };
  await Promise.all([
    simulate({ scenario: loaded, seed: SEED, workers: WORKERS, observer }),
    simulate({ scenario: withoutDefences(loaded), seed: SEED, workers: 1, fraudOnly: true, observer }),
  ]);
  return stopwatch!();
}

async function runLive(): Promise<Spent> {
  const server = await servePage({
    scenario,
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
    const request = { scenario, seed: SEED, settings: {}, hoursPerSecond: null, playing: false };
    await watchInProcess(server.url, request, () => (stopwatch = startStopwatch()));
    return stopwatch!();
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

function print(name: string, of: (spent: Spent) => number): void {
  const shift = pairedShift(live.map((spent, pair) => of(spent) / of(plain[pair]!) - 1));
  const seconds = (samples: readonly Spent[]): string => `${medianWithInterval(samples.map(of)).value.toFixed(2)} s`;
  process.stdout.write(
    `${scenario}, ${name}: plain ${seconds(plain)}, live ${seconds(live)}; the page costs ${percent(shift)} ` +
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
