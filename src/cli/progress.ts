/** A progress bar with rate and time left; silent where there is no terminal. */
import { Presets, SingleBar } from "cli-progress";

export interface Progress {
  update(ticks: number, events: number): void;
  stop(): void;
}

const HOURS_PER_DAY = 24;

/** Shows simulated days on `stream`, or nothing when it is null or no terminal. */
export function createProgress(totalTicks: number, stream: NodeJS.WriteStream | null): Progress {
  if (!stream?.isTTY) return { update: () => {}, stop: () => {} };
  const bar = new SingleBar(
    {
      format: "  {bar} day {day} of {days}  {events} events  {rate} k/s  {eta_formatted} left",
      stream,
      hideCursor: true,
      clearOnComplete: true,
      barsize: 24,
      etaBuffer: 50,
    },
    Presets.shades_classic,
  );
  const startedMs = performance.now();
  const days = Math.ceil(totalTicks / HOURS_PER_DAY);
  bar.start(totalTicks, 0, { day: 0, days, events: "0", rate: "0" });
  return {
    update(ticks, events) {
      const seconds = (performance.now() - startedMs) / 1000;
      bar.update(ticks, {
        day: Math.min(days, Math.ceil(ticks / HOURS_PER_DAY)),
        days,
        events: events.toLocaleString("en-GB"),
        rate: Math.round(events / seconds / 1000),
      });
    },
    stop() {
      bar.stop();
    },
  };
}
