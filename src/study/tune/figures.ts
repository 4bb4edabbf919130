/** Figures that choose a setting: a study's, and some by the day or by 10,000. */
import { HOURS_PER_DAY } from "../../core/time.ts";
import { RingfenceError } from "../../core/errors.ts";
import { nearestTo } from "../../core/nearest-word.ts";
import { clusteredRate } from "../../metrics/rates.ts";
import { meanInterval } from "../../metrics/mean-interval.ts";
import { type FigureRow, STUDY_FIGURES, type StudyFigure } from "../figures.ts";

/** Named figures of one run, and its simulated hours. */
export interface RunRow {
  readonly figures: FigureRow;
  readonly hours: number;
}

export interface TuneFigure extends Pick<StudyFigure, "name" | "words" | "definition" | "unit" | "better" | "arms"> {
  readonly value: (run: RunRow) => number | null;
  /** Trials of a rate, and how a share of 1 is written; null if it is no rate. */
  readonly trials: ((run: RunRow) => number | null) | null;
  readonly scale: number;
}

/** A figure over several seeds with its 95 % interval *between* worlds: null below two of them. */
export interface PooledFigure {
  readonly value: number | null;
  readonly low: number | null;
  readonly high: number | null;
  /** Trials of a rate; otherwise worlds with a value. */
  readonly n: number;
}

const OF_STUDY: readonly TuneFigure[] = STUDY_FIGURES.map(({ trials, ...figure }) => ({
  ...figure,
  value: ({ figures }) => figures[figure.name] ?? null,
  // A correlation has trials and is no rate.
  trials: trials === null || figure.unit !== "share" ? null : ({ figures }) => figures[`${figure.name}Trials`] ?? null,
  scale: 1,
}));

/** Figures for goals and constraints: a study's, and some by the day or by 10,000 events. */
export const TUNE_FIGURES: readonly TuneFigure[] = [
  ...OF_STUDY,
  {
    ...named("falseInterception"),
    name: "benignBlockedPer10000",
    words: "benign events blocked, of 10,000",
    unit: "per10000",
    scale: 10_000,
  },
  perDay("warnings", "warningsPerDay", "warnings pushed a day"),
  perDay("falseAlarms", "falseAlarmsPerDay", "false alarms a day"),
  perDay("kept", "keptPerDay", "people kept a day"),
  perDay("agentHours", "agentHoursPerDay", "hours of agents a day"),
];

/** Throws RingfenceError "usage" that names the nearest one where there is no such figure. */
export function tuneFigure(name: string, option: string): TuneFigure {
  const figure = TUNE_FIGURES.find((each) => each.name === name);
  if (figure !== undefined) return figure;
  const names = TUNE_FIGURES.map((each) => each.name);
  const near = nearestTo(name, names);
  const hint = near === null ? "" : `. Did you mean ${near}?`;
  throw new RingfenceError(
    "usage",
    `${option}: there is no figure "${name}": expected one of ${names.join(", ")}${hint}`,
  );
}

/**
 * Over one run a seed. A rate is pooled (all hits over all trials) and its interval takes worlds as clusters; anything
 * else is the mean over worlds, with Student's interval.
 */
export function pool({ value, trials, scale }: TuneFigure, runs: readonly RunRow[]): PooledFigure {
  if (trials === null) {
    const values = runs.map(value);
    const mean = meanOf(values);
    // A count has no interval below 0.
    const isCount = mean.low !== null && values.every((each) => each === null || each >= 0);
    return isCount ? { ...mean, low: Math.max(0, mean.low!) } : mean;
  }
  const n = runs.map((run) => trials(run) ?? 0);
  const hits = runs.map((run, i) => Math.round((value(run) ?? 0) * n[i]!));
  const found = clusteredRate(hits, n);
  const times = (share: number | null): number | null => (share === null ? null : share * scale);
  // Equal worlds say nothing of how worlds differ: chance within them remains.
  const isEven = found.clusterLow !== null && (found.value === 0 || found.value === 1);
  const [low, high] = isEven ? [found.low, found.high] : [found.clusterLow, found.clusterHigh];
  return { value: times(found.value), low: times(low), high: times(high), n: found.n };
}

export function meanOf(values: readonly (number | null)[]): PooledFigure {
  const known = values.filter((each) => each !== null);
  const n = known.length;
  if (n === 0) return { value: null, low: null, high: null, n };
  const { mean: value, half } = meanInterval(known);
  return half === null ? { value, low: null, high: null, n } : { value, low: value - half, high: value + half, n };
}

function named(name: string): TuneFigure {
  return OF_STUDY.find((each) => each.name === name)!;
}

function perDay(of: string, name: string, words: string): TuneFigure {
  const whole = named(of);
  return {
    ...whole,
    name,
    words,
    definition: `${whole.definition}, by the day`,
    unit: "perDay",
    value: (run) => {
      const count = whole.value(run);
      return count === null ? null : count / (run.hours / HOURS_PER_DAY);
    },
  };
}
