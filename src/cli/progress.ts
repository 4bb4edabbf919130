/** A progress bar with rate and time left; silent where there is no terminal. */
import { HOURS_PER_DAY } from "../core/time.ts";
import type { ArmName } from "../arms.ts";
import type { SensitivityRun } from "../sensitivity.ts";
import { SingleBar } from "cli-progress";
import { counted, formatCount } from "../report/format.ts";
import { USUAL_COLUMNS } from "./output.ts";

export interface Progress {
  /** What consists of several runs starts over with each. */
  startArm(arm: ArmName): void;
  startSensitivity(run: SensitivityRun): void;
  update(ticks: number, events: number): void;
  stop(): void;
}

/** How far a run is. Seconds since it started. */
export interface ProgressState {
  /** Which run it is, empty of the main arm. */
  readonly name: string;
  readonly ticks: number;
  readonly totalTicks: number;
  readonly events: number;
  /** When `ticks` and `events` were so. */
  readonly updatedS: number;
  readonly nowS: number;
}

/** Shows simulated days on `stream`, or nothing when it is null or no terminal. */
export function createProgress(totalTicks: number, stream: NodeJS.WriteStream | null): Progress {
  if (!stream?.isTTY) return SILENT;
  let startedMs = performance.now();
  const elapsedS = (): number => (performance.now() - startedMs) / 1000;
  const state = { name: ARM_NAMES.main, ticks: 0, totalTicks, events: 0, updatedS: 0 };
  const format = (): string => formatProgress({ ...state, nowS: elapsedS() }, stream.columns || USUAL_COLUMNS);
  const bar = new SingleBar({ format, stream, hideCursor: true, clearOnComplete: true });
  bar.start(totalTicks, 0);
  const startRun = (name: string): void => {
    startedMs = performance.now();
    Object.assign(state, { name, ticks: 0, events: 0, updatedS: 0 });
    bar.update(0);
  };
  return {
    startArm: (arm) => startRun(ARM_NAMES[arm]),
    startSensitivity: (run) => startRun(nameRun(run)),
    update(ticks, events) {
      Object.assign(state, { ticks, events, updatedS: elapsedS() });
      // After the last hour a run goes on until every episode has ended.
      bar.update(Math.min(ticks, totalTicks));
    },
    stop() {
      bar.stop();
    },
  };
}

const SILENT: Progress = { startArm: () => {}, startSensitivity: () => {}, update: () => {}, stop: () => {} };

/** The most that fits: what is told least about how far the run is goes first. One column stays free, so that no terminal wraps. */
export function formatProgress(state: ProgressState, columns: number): string {
  const { name, ticks, totalTicks, events, updatedS } = state;
  const days = Math.ceil(totalTicks / HOURS_PER_DAY);
  const day = `day ${Math.min(days, Math.ceil(ticks / HOURS_PER_DAY))} of ${days}`;
  const seen = counted(events, "event");
  const rate = `${formatCount(updatedS > 0 ? events / updatedS / 1000 : 0)} k/s`;
  const left = ticks >= totalTicks ? "finishing" : formatLeft(secondsLeft(state));
  const share = totalTicks > 0 ? Math.min(1, ticks / totalTicks) : 0;
  const choices = [
    [drawBar(share, 24), name, day, seen, rate, left],
    [drawBar(share, 12), name, day, seen, rate, left],
    [drawBar(share, 12), name, day, seen, left],
    [drawBar(share, 12), name, day, left],
    [drawBar(share, 12), name, left],
    [drawBar(share, 8), left],
    [left],
  ].map((parts) => `  ${parts.filter((part) => part !== "").join("  ")}`);
  return choices.find((line) => line.length < columns) ?? choices.at(-1)!.slice(0, Math.max(0, columns - 1));
}

const ARM_NAMES: Readonly<Record<ArmName, string>> = {
  main: "",
  interceptionOnly: "interception only",
  noDefences: "no defences",
};

/** "episodes.transferHours halved, 5 of 48". */
export function nameRun({ parameter, change, run, runs }: SensitivityRun): string {
  return `${parameter} ${change}, ${run} of ${runs}`;
}

/** Full only when all is done. */
function drawBar(share: number, cells: number): string {
  const full = Math.min(cells, Math.floor(share * cells));
  return "█".repeat(full) + "░".repeat(cells - full);
}

/** Sooner, or with less done, the start of the run tells nothing about its pace. */
const LEAST_SECONDS = 2;
const LEAST_SHARE = 0.02;

/** By the pace so far, counting down between updates; null while that is too little to tell. Never less than a second. */
export function secondsLeft({ ticks, totalTicks, updatedS, nowS }: ProgressState): number | null {
  if (updatedS < LEAST_SECONDS || ticks < totalTicks * LEAST_SHARE || ticks === 0) return null;
  const atUpdate = (updatedS * (totalTicks - ticks)) / ticks;
  return Math.max(1, atUpdate - (nowS - updatedS));
}

/** "3:05 left"; hours in front once there are any. Rounded before it is split, so no part reaches 60. */
function formatLeft(left: number | null): string {
  if (left === null) return "";
  const total = Math.ceil(left);
  const [hours, minutes, seconds] = [Math.floor(total / 3600), Math.floor(total / 60) % 60, total % 60];
  const parts = hours > 0 ? [String(hours), twoDigits(minutes)] : [String(minutes)];
  return `${[...parts, twoDigits(seconds)].join(":")} left`;
}

function twoDigits(figure: number): string {
  return String(figure).padStart(2, "0");
}
