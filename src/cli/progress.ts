/** Progress of a command: a bar on a terminal; elsewhere, for verbs that ask for it, a line now and then. */
import { SingleBar } from "cli-progress";
import { type Outlet, print } from "../core/terminal/print.ts";
import { printable } from "../core/terminal/printable.ts";
import { HOURS_PER_DAY } from "../core/time.ts";
import { counted } from "../ui/format.ts";
import { endOnSignals } from "./end-on-signals.ts";
import type { Flags } from "./options/options.ts";
import { canMoveCursor, tell } from "./output.ts";

export interface Progress {
  /** `share` of all that is to be done, 0 to 1; `words`: what was done so far. */
  update(share: number, words: string): void;
  stop(): void;
}

interface ProgressOptions {
  /** Begins each line where there is no terminal; left out: there are none. */
  readonly lead?: string;
  readonly gapMs?: number;
  /** False if the end is not known: no bar then. */
  readonly hasEnd?: boolean;
}

/** Often enough to see progress, seldom enough for a log. */
const LINE_GAP_MS = 5000;

const SILENT: Progress = { update: () => {}, stop: () => {} };

/** `stream` null: nothing is shown. */
export function createProgress(outlet: Outlet | null, options: ProgressOptions = {}): Progress {
  if (outlet === null) return SILENT;
  const stream = outlet as unknown as NodeJS.WriteStream;
  if (canMoveCursor(stream)) return createBar(stream, options);
  return options.lead === undefined ? SILENT : createLines(stream, options);
}

/** Nobody waits for a verb that says nothing, or whose document alone is read. */
export function isSilent({ json = false, quiet = false }: Flags<"json" | "quiet">): boolean {
  return json || quiet;
}

/** Says of each thing that it is being done, `doing` so, unless the verb is silent. */
export function sayer(doing: string, options: Flags<"json" | "quiet">): (what: string) => void {
  return (what) => isSilent(options) || print(process.stderr, `${doing} ${printable(what)}\n`);
}

/**
 * Runs `act` and shows its progress, unless it is silent. A signal ends the process; `interrupted` says what it leaves.
 */
export async function withProgress<Result>(
  { interrupted, ...options }: ProgressOptions & Flags<"json" | "quiet"> & { interrupted?: () => string },
  act: (progress: Progress) => Promise<Result>,
): Promise<Result> {
  const progress = createProgress(isSilent(options) ? null : process.stderr, options);
  const goOnAtSignals = endOnSignals(() => {
    progress.stop();
    if (interrupted !== undefined) tell(`interrupted${interrupted()}`);
  });
  try {
    return await act(progress);
  } finally {
    progress.stop();
    goOnAtSignals();
  }
}

function createBar(stream: NodeJS.WriteStream, { hasEnd = true }: ProgressOptions): Progress {
  const bar = new SingleBar({
    format: hasEnd ? "  {bar}  {words}  {eta_formatted}" : "  {words}",
    formatTime: timeLeft,
    barCompleteChar: "█",
    barIncompleteChar: "░",
    barsize: 24,
    // The pace since the start: nights are slower than days.
    etaBuffer: 10_000,
    hideCursor: true,
    clearOnComplete: true,
    // Otherwise the bar would take the first signal and let the command go on.
    gracefulExit: false,
    stream,
  });
  bar.start(1, 0, { words: "" });
  const stop = (): void => bar.stop();
  // The terminal gets its cursor back at any end.
  process.once("exit", stop);
  return {
    update: (share, words) => bar.update(share, { words }),
    stop() {
      process.off("exit", stop);
      stop();
    },
  };
}

/** Before the first update, it is no number. */
function timeLeft(seconds: number): string {
  if (!Number.isFinite(seconds)) return "";
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")} left`;
}

/** A line also where nothing gets on. */
function createLines(stream: Outlet, { lead = "", gapMs = LINE_GAP_MS }: ProgressOptions): Progress {
  let shown = "0 %";
  const timer = setInterval(() => print(stream, `${lead}: ${shown}\n`), gapMs);
  timer.unref();
  return {
    update: (share, words) => (shown = `${Math.floor(100 * share)} %, ${words}`),
    stop: () => clearInterval(timer),
  };
}

export interface RunProgress {
  /** Null for the main one. Skipped arms, which equal the main one, count as done. */
  startArm(words: string | null): void;
  update(ticks: number, events: number): void;
}

/**
 * The runs of a command as one piece of work: the main arm, then the others. `hours` of each run, without the drain;
 * `arms`: the others, in words.
 */
export function runProgress(shown: Progress, hours: number, arms: readonly string[] = []): RunProgress {
  const days = Math.ceil(hours / HOURS_PER_DAY);
  let [arm, earlierEvents, armEvents] = [0, 0, 0];
  return {
    startArm(words) {
      arm = words === null ? 0 : arms.indexOf(words) + 1;
      earlierEvents += armEvents;
      armEvents = 0;
    },
    update(ticks, events) {
      armEvents = events;
      const day = Math.min(days, Math.ceil(ticks / HOURS_PER_DAY));
      const share = (arm + Math.min(1, ticks / hours)) / (1 + arms.length);
      const name = arm === 0 ? "" : `${arms[arm - 1]}, `;
      shown.update(share, `${name}day ${day} of ${days}, ${counted(earlierEvents + events, "event")}`);
    },
  };
}
