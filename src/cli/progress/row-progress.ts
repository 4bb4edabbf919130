import { SingleBar } from "cli-progress";
import type { Outlet } from "../../core/terminal/print.ts";
import { counted } from "../../ui/format.ts";
import { lineColumns } from "../options/columns.ts";
import { canMoveCursor } from "../output.ts";
import { formatProgressLine, formatLeft, secondsLeft } from "./progress.ts";

interface RowProgress {
  update(rows: number, bytes: number): void;
  stop(): void;
}

export const SILENT: RowProgress = { update: () => {}, stop: () => {} };

export function createRowProgress(stream: Outlet, bytes: number | null): RowProgress {
  const terminal = stream as unknown as NodeJS.WriteStream;
  if (!terminal.isTTY || !canMoveCursor(terminal)) return SILENT;
  const startedMs = performance.now();
  const elapsedS = (): number => (performance.now() - startedMs) / 1000;
  let shown = { rows: 0, share: 0, updatedS: 0 };
  const format = (): string => formatRowProgress({ ...shown, nowS: elapsedS() }, bytes !== null, lineColumns(stream));
  const bar = new SingleBar({ format, stream: terminal, hideCursor: true, clearOnComplete: true, gracefulExit: false });
  bar.start(1, 0);
  const stop = (): void => bar.stop();
  // The terminal gets its cursor back at any end.
  process.once("exit", stop);
  return {
    update(rows, read) {
      shown = { rows, share: bytes === null || bytes === 0 ? 0 : Math.min(1, read / bytes), updatedS: elapsedS() };
      bar.update(shown.share);
    },
    stop() {
      process.off("exit", stop);
      stop();
    },
  };
}

interface RowProgressState {
  readonly rows: number;
  readonly share: number;
  readonly updatedS: number;
  readonly nowS: number;
}

function formatRowProgress(state: RowProgressState, hasEnd: boolean, columns: number): string {
  const { rows, share, updatedS } = state;
  const seen = counted(rows, "row");
  const rate = `${counted(updatedS > 0 ? Math.round(rows / updatedS) : 0, "row")}/s`;
  const left = hasEnd ? formatLeft(secondsLeft(state)) : "";
  return formatProgressLine(hasEnd ? share : null, [seen, rate, left], columns);
}
