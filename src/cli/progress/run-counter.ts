/** Runs of a study: how many are done, how fast, and the time left, on one line. */
import { formatCount } from "../../ui/format.ts";
import { canMoveCursor } from "../output.ts";
import { print, redraw } from "../../core/terminal/print.ts";
import { lineColumns } from "../options/columns.ts";

interface RunCounter {
  update(done: number, total: number): void;
  stop(): void;
}

const LINE_GAP_MS = 5000;

export function createRunCounter(stream: NodeJS.WriteStream | null, lead: string): RunCounter {
  if (stream === null) return { update: () => {}, stop: () => {} };
  const startedMs = performance.now();
  const redraws = canMoveCursor(stream);
  let toldMs = startedMs;
  let isDrawn = false;
  return {
    update(done, total) {
      const nowMs = performance.now();
      if (!redraws && nowMs - toldMs < LINE_GAP_MS) return;
      toldMs = nowMs;
      const line = lineOf(lead, done, total, (nowMs - startedMs) / 1000);
      if (!redraws) print(stream, `${line}\n`);
      else redraw(stream, line.slice(0, lineColumns(stream) - 1));
      isDrawn = redraws;
    },
    stop() {
      if (isDrawn) redraw(stream, "");
      isDrawn = false;
    },
  };
}

function lineOf(lead: string, done: number, total: number, seconds: number): string {
  const pace = done / Math.max(seconds, 0.001);
  const left = done === total ? "finishing" : `${timeWords((total - done) / pace)} left`;
  return `${lead}: ${formatCount(done)} of ${formatCount(total)} runs, ${pace.toPrecision(2)} runs/s, ${left}`;
}

function timeWords(seconds: number): string {
  if (seconds < 90) return `${Math.ceil(seconds)} s`;
  return seconds < 5400 ? `${Math.round(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`;
}
