/**
 * What workers do of two busy hours, again and again, with nothing for the main thread to do but hand them out:
 * synthesise, screen, observe, tally. Beside a run of the closed loop it shows what the machine allows, and so what the
 * loop takes of it.
 */
import { formatDigest } from "../../src/metrics/digest.ts";
import { withPool } from "../../src/engine/simulation-pool.ts";
import { type PlainTick, PlainTicks } from "../harness/plain-ticks.ts";
import { between, readNow, type Run, type RunOptions } from "./run.ts";

/** Afternoon hours: traffic of all kinds, and gangs at work. Those before them fill the memory of callers. */
const FIRST_HOUR = 14;

/** A third of the seconds warms up. Null if it was interrupted. */
export function runDataPath({ signal, ...options }: RunOptions, seconds: number): Promise<Run | null> {
  const ticks = new PlainTicks(options.scenario, options.seed);
  return withPool(options, async (pool) => {
    const threads = await (await pool).begin(ticks.start);
    const screen = ({ slices, made }: PlainTick): Promise<void> => threads.screen(slices, made, () => {});
    let events = 0;
    /** Each hour is handed out again as soon as it is done, so that there are always two on their way, as in a run. */
    const screenInTurns = async (hours: readonly PlainTick[], forSeconds: number): Promise<void> => {
      const untilMs = performance.now() + forSeconds * 1000;
      await Promise.all(
        hours.map(async (hour) => {
          do {
            await screen(hour);
            events += hour.events;
          } while (performance.now() < untilMs && !signal.aborted);
        }),
      );
    };
    try {
      for (let hour = 0; hour < FIRST_HOUR; hour++) await screen(ticks.next());
      const hours = [ticks.next(), ticks.next()];
      await screenInTurns(hours, 0);
      const digest = formatDigest(threads.tally.columns.digest);
      await screenInTurns(hours, seconds / 3);
      const from = readNow(events);
      await screenInTurns(hours, (2 * seconds) / 3);
      return signal.aborted ? null : between(from, readNow(events), digest);
    } finally {
      await threads.end();
    }
  });
}
