/**
 * What workers do of two busy hours, again and again, with nothing for the main thread to do but hand them out:
 * synthesise, screen, observe, tally. Beside a run of the closed loop it shows what the machine allows, and so what the
 * loop takes of it.
 */
import { formatDigest } from "../../src/metrics/digest.ts";
import type { Scenario } from "../../src/scenario/schema.ts";
import { withPool } from "../../src/engine/simulation-pool.ts";
import { type PlainTick, PlainTicks } from "../harness/plain-ticks.ts";
import { measureWindow, type ShapedRun } from "./shaped-run.ts";

interface DataPathOptions {
  readonly scenario: Scenario;
  readonly seed: number;
  readonly workers: number;
  readonly batchEvents: number;
  /** Passes over the two hours, not measured and measured. */
  readonly warmUpPasses: number;
  readonly passes: number;
}

/** Afternoon hours: traffic of all kinds, and gangs at work. Those before them fill the memory of callers. */
const FIRST_HOUR = 14;

export function runDataPath({ warmUpPasses, passes, ...options }: DataPathOptions): Promise<ShapedRun> {
  const { scenario, seed, batchEvents } = options;
  const ticks = new PlainTicks(scenario, seed, batchEvents);
  return withPool(options, async (pool) => {
    const threads = await (await pool).begin(ticks.start);
    const screen = ({ slices, made }: PlainTick): Promise<void> => threads.screen(slices, made, () => {});
    try {
      for (let hour = 0; hour < FIRST_HOUR; hour++) await screen(ticks.next());
      const hours = [ticks.next(), ticks.next()] as const;
      await screenInTurns(hours, warmUpPasses, screen);
      const events = passes * (hours[0].events + hours[1].events);
      const window = await measureWindow(events, () => screenInTurns(hours, passes, screen));
      return { ...window, digest: formatDigest(threads.tally.columns.digest) };
    } finally {
      await threads.end();
    }
  });
}

/** Each is handed out again as soon as it is done, so that there are always two on their way, as in a simulation. */
async function screenInTurns(
  hours: readonly PlainTick[],
  passes: number,
  screen: (hour: PlainTick) => Promise<void>,
): Promise<void> {
  await Promise.all(
    hours.map(async (hour) => {
      for (let pass = 0; pass < passes; pass++) await screen(hour);
    }),
  );
}
