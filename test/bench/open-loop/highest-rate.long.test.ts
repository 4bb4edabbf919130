/** The highest rate that an open loop holds: searches of some seconds. */
import { expect, test } from "vitest";
import { type Measured, runBench } from "../../../bench/harness/bench.ts";
import { renderBench } from "../../../bench/harness/render.ts";
import { type OpenLoopOptions, measureOpenLoop } from "../../../bench/open-loop/open-loop.ts";

function run(options: Partial<OpenLoopOptions>): Promise<Measured> {
  const all = { size: "smoke", seed: 1, onProgress: () => {}, arrivals: "poisson", ...options } as const;
  return runBench("open-loop", measureOpenLoop, all, "ringfence bench open-loop --size smoke");
}

test("bench open-loop says of the highest rate that one search is one round, and in how many more it held", async () => {
  const slow = { max: true, slo: "p99<60s", rate: 4000, maxLagMs: 60_000 };
  const found = await run(slow);
  const { measurements } = found.result;
  const [highest, latency] = measurements;
  expect(highest!.name).toBe("highest rate with p99<60s");
  expect(highest!.samples).toHaveLength(1);
  expect(latency!.samples).toHaveLength(2);
  const [note] = highest!.notes;
  expect(note).toBe("one search, counted as one round; the rate then held in 2 rounds, described below");
  // Its rounds stand behind the probes that led to it, and say what they are.
  const rate = highest!.value.toLocaleString("en");
  const text = renderBench(found, { colour: false });
  const table = text.slice(text.indexOf("Probes and rounds"));
  for (const round of [1, 2]) expect(table).toMatch(new RegExp(`^ +${rate}, round ${round} .* met$`, "m"));
});
