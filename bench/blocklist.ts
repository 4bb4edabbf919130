/**
 * The blocklist's engines side by side, and what a user would pick instead: a Set of numbers.
 *
 *     node dist/bench/blocklist.js [keys=100000] [milliseconds=500]
 *
 * Held equal: the same keys, and the same 262,144 look-ups, half of them listed, in turn in batches of 4,096: one batch over and
 * over would sit in the cache. A task loops over a whole batch, so the timer's resolution does not matter. Figures are
 * nanoseconds a look-up: the median, then the mean with its 99 % interval. Read the ratios: the machine may be shared.
 */
import { Bench } from "tinybench";
import { BLOCKLIST_ENGINES } from "../src/blocklist/blocklist.ts";
import { createTable } from "../src/blocklist/engines.ts";
import { RandomStream, below } from "../src/core/random.ts";

const BATCH = 4096;
const BATCHES = 64;
const FALSE_POSITIVE_RATE = 0.01;
const FIRST_MOBILE = 13_000_000_000;
const MOBILE_NUMBERS = 6_000_000_000;

async function main(keyCount: number, timeMs: number): Promise<void> {
  const draws = new RandomStream(1, "bench-blocklist");
  const number = (serial: number): number => FIRST_MOBILE + below(draws.draw(serial, 0)[0]!, MOBILE_NUMBERS);
  const keys = Float64Array.from({ length: keyCount }, (_, i) => number(i));
  const asked = Float64Array.from({ length: BATCH * BATCHES }, (_, i) =>
    i % 2 === 0 ? keys[(i * 7919) % keyCount]! : number(keyCount + i),
  );
  const answers = new Uint8Array(BATCH);

  let turn = 0;
  const nextBatch = (): Float64Array => {
    const from = (turn++ % BATCHES) * BATCH;
    return asked.subarray(from, from + BATCH);
  };

  const bench = new Bench({ time: timeMs, warmupTime: timeMs / 5 });
  // The sum of all answers goes to the outside, so that no look-up can be optimised away.
  let listed = 0;
  for (const engine of BLOCKLIST_ENGINES) {
    const table = createTable({ engine, capacity: keyCount, falsePositiveRate: FALSE_POSITIVE_RATE });
    for (const key of keys) table.add(key);
    bench.add(engine, () => {
      listed += table.lookUpInto(nextBatch(), BATCH, answers);
    });
  }
  const set = new Set(keys);
  bench.add("Set", () => {
    for (const key of nextBatch()) if (set.has(key)) listed++;
  });
  await bench.run();

  console.log(`${keyCount} keys, batches of ${BATCH}, ${FALSE_POSITIVE_RATE * 100} % asked, Node ${process.version}`);
  for (const task of bench.tasks) {
    const result = task.result;
    if (result.state !== "completed") throw new Error(`${task.name} did not complete: ${result.state}`);
    const { p50, mean, moe, samplesCount } = result.latency;
    const perLookUp = (milliseconds: number): string => ((milliseconds * 1e6) / BATCH).toFixed(1).padStart(8);
    console.log(
      `${task.name.padEnd(14)} ${perLookUp(p50)} ns, mean ${perLookUp(mean)} +- ${perLookUp(moe).trim()}, ${samplesCount} samples`,
    );
  }
  console.log(`${listed} answers`);
}

await main(Number(process.argv[2] ?? 100_000), Number(process.argv[3] ?? 500));
