/**
 * A progress bar with rate and time left, over all runs of a command. Without a terminal, a line every few seconds, for
 * verbs that ask for it.
 */
import { SingleBar } from "cli-progress";
import { HOURS_PER_DAY } from "../../core/time.ts";
import type { Variant } from "../../study/variants/variant.ts";
import { print } from "../../core/terminal/print.ts";
import { displayWidth } from "../../core/terminal/display-width.ts";
import { counted } from "../../ui/format.ts";
import { lineColumns } from "../options/columns.ts";
import { canMoveCursor } from "../output.ts";

export interface Progress {
  /** The main arm is null. Each of the runs starts at tick 0. */
  startArm(arm: PlannedArm | null): void;
  update(ticks: number, events: number): void;
  stop(): void;
}

type PlannedArm = Pick<Variant, "words" | "cost">;

interface ProgressPlan {
  /** Of each run, without the drain. */
  readonly ticks: number;
  readonly arms?: readonly PlannedArm[];
}

export interface ProgressState {
  readonly name: string;
  readonly ticks: number;
  readonly totalTicks: number;
  /** Share of all runs that is done, 0 to 1; and their events so far. */
  readonly share: number;
  readonly events: number;
  readonly updatedS: number;
  readonly nowS: number;
}

/**
 * Shows simulated days on `stream`; null: nothing. Without a terminal, plain lines that begin with `lead`; without
 * `lead`, none.
 */
export function createProgress(
  plan: ProgressPlan,
  stream: NodeJS.WriteStream | null,
  lead: string | null = null,
  gapMs = LINE_GAP_MS,
): Progress {
  if (stream === null) return SILENT;
  if (canMoveCursor(stream)) return createBar(plan, stream);
  return lead === null ? SILENT : createLines(plan, stream, lead, gapMs);
}

function createBar(plan: ProgressPlan, stream: NodeJS.WriteStream): Progress {
  const startedMs = performance.now();
  const elapsedS = (): number => (performance.now() - startedMs) / 1000;
  const work = new PlannedWork(plan);
  let shown = { ...work.state, updatedS: 0 };
  const format = (): string => formatProgress({ ...shown, nowS: elapsedS() }, lineColumns(stream));
  // Otherwise the bar would take the first signal and let the run go on.
  const bar = new SingleBar({ format, stream, hideCursor: true, clearOnComplete: true, gracefulExit: false });
  bar.start(1, 0);
  const show = (): void => {
    shown = { ...work.state, updatedS: elapsedS() };
    bar.update(shown.share);
  };
  return {
    startArm(arm) {
      work.startArm(arm);
      show();
    },
    update(ticks, events) {
      work.update(ticks, events);
      show();
    },
    stop: () => bar.stop(),
  };
}

/** Often enough to see progress, seldom enough for a log. */
const LINE_GAP_MS = 5000;

function createLines(plan: ProgressPlan, stream: NodeJS.WriteStream, lead: string, gapMs: number): Progress {
  const startedMs = performance.now();
  const work = new PlannedWork(plan);
  const elapsedS = (): number => (performance.now() - startedMs) / 1000;
  let updatedS = 0;
  const timer = setInterval(() => {
    print(stream, `${formatLine({ ...work.state, updatedS, nowS: elapsedS() }, lead)}\n`);
  }, gapMs);
  timer.unref();
  return {
    startArm: (arm) => work.startArm(arm),
    update(ticks, events) {
      work.update(ticks, events);
      updatedS = elapsedS();
    },
    stop: () => clearInterval(timer),
  };
}

const SILENT: Progress = {
  startArm: () => {},
  update: () => {},
  stop: () => {},
};

/** The runs of a command as one piece of work, in units of the main arm. */
export class PlannedWork {
  readonly #ticks: number;
  readonly #arms: readonly PlannedArm[];
  #name = "";
  #ticksDone = 0;
  #events = 0;
  #earlierEvents = 0;
  #done = 0;
  #current = 1;

  constructor({ ticks, arms = [] }: ProgressPlan) {
    this.#ticks = ticks;
    this.#arms = arms;
  }

  /** Skipped arms, which equal the main one, count as done. */
  startArm(arm: PlannedArm | null): void {
    const at = arm === null ? -1 : this.#arms.indexOf(arm);
    this.#name = arm?.words ?? "";
    this.#done = arm === null ? 0 : 1 + costOf(this.#arms.slice(0, at));
    this.#current = arm?.cost ?? 1;
    this.#earlierEvents += this.#events;
    this.#ticksDone = this.#events = 0;
  }

  update(ticks: number, events: number): void {
    this.#ticksDone = ticks;
    this.#events = events;
  }

  get state(): Pick<ProgressState, "name" | "ticks" | "totalTicks" | "share" | "events"> {
    const current = this.#ticks > 0 ? Math.min(1, this.#ticksDone / this.#ticks) : 0;
    return {
      name: this.#name,
      ticks: this.#ticksDone,
      totalTicks: this.#ticks,
      share: Math.min(1, (this.#done + current * this.#current) / (1 + costOf(this.#arms))),
      events: this.#earlierEvents + this.#events,
    };
  }
}

function costOf(arms: readonly PlannedArm[]): number {
  return arms.reduce((sum, { cost }) => sum + cost, 0);
}

/** Drops the least useful parts first. One column stays free, so that no terminal wraps. */
export function formatProgress(state: ProgressState, columns: number): string {
  const { name, share } = state;
  const { day, seen, rate, left } = partsOf(state);
  const choices = [
    [drawBar(share, 24), name, day, seen, rate, left],
    [drawBar(share, 12), name, day, seen, rate, left],
    [drawBar(share, 12), name, day, rate, left],
    [drawBar(share, 12), name, rate, left],
    [drawBar(share, 12), name, left],
    [drawBar(share, 8), rate, left],
    [drawBar(share, 8), left],
    [left],
  ].map((parts) => `  ${parts.filter((part) => part !== "").join("  ")}`);
  return choices.find((line) => displayWidth(line) < columns) ?? choices.at(-1)!.slice(0, Math.max(0, columns - 1));
}

/** A bar, if there is a share, and parts, of which the first go if there is no room. */
export function formatProgressLine(share: number | null, parts: readonly string[], columns: number): string {
  const shown = parts.filter((part) => part !== "");
  const bars = share === null ? [""] : [drawBar(share, 24), drawBar(share, 12)];
  const lines = shown.flatMap((_, from) => bars.map((bar) => [bar, ...shown.slice(from)]));
  const choices = lines.map((line) => `  ${line.filter((part) => part !== "").join("  ")}`);
  return choices.find((line) => displayWidth(line) < columns) ?? "";
}

function formatLine(state: ProgressState, lead: string): string {
  const { day, seen, rate, left } = partsOf(state);
  return `${lead}: ${[state.name, day, seen, rate, left].filter((part) => part !== "").join(", ")}`;
}

function partsOf(state: ProgressState): Readonly<Record<"day" | "seen" | "rate" | "left", string>> {
  const { ticks, totalTicks, share, events, updatedS } = state;
  const days = Math.ceil(totalTicks / HOURS_PER_DAY);
  return {
    day: `day ${Math.min(days, Math.ceil(ticks / HOURS_PER_DAY))} of ${days}`,
    seen: counted(events, "event"),
    rate: `${counted(updatedS > 0 ? Math.round(events / updatedS) : 0, "event")}/s`,
    left: share >= ALL_DONE ? "finishing" : formatLeft(secondsLeft(state)),
  };
}

/** Sums of costs are not exact. */
const ALL_DONE = 1 - 1e-9;

function drawBar(share: number, cells: number): string {
  const full = share >= ALL_DONE ? cells : Math.floor(share * cells);
  return "█".repeat(full) + "░".repeat(cells - full);
}

/** Before this, or with less done, the pace of the run is unknown. */
const MIN_SECONDS = 2;
const MIN_SHARE = 0.02;

/** By the pace so far, counting down between updates; null while the pace is unknown. At least a second. */
export function secondsLeft({
  share,
  updatedS,
  nowS,
}: Pick<ProgressState, "share" | "updatedS" | "nowS">): number | null {
  if (updatedS < MIN_SECONDS || share < MIN_SHARE) return null;
  const atUpdate = (updatedS * (1 - share)) / share;
  return Math.max(1, atUpdate - (nowS - updatedS));
}

/** "3:05 left"; hours in front once there are any. Rounded before it is split, so no part reaches 60. */
export function formatLeft(left: number | null): string {
  if (left === null) return "";
  const total = Math.ceil(left);
  const [hours, minutes, seconds] = [Math.floor(total / 3600), Math.floor(total / 60) % 60, total % 60];
  const parts = hours > 0 ? [String(hours), twoDigits(minutes)] : [String(minutes)];
  return `${[...parts, twoDigits(seconds)].join(":")} left`;
}

function twoDigits(figure: number): string {
  return String(figure).padStart(2, "0");
}
