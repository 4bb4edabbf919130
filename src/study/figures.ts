import { type Report, valueAt } from "../report/document.ts";
import type { ArmName } from "./variants/arms.ts";
import { RingfenceError } from "../core/errors.ts";
import { nearestTo } from "../core/nearest-word.ts";

export const FIGURE_UNITS = {
  share: "share, from 0 to 1",
  correlation: "from -1 to 1",
  count: "number in a run",
  yuan: "yuan in a run",
  minutes: "minutes",
  hours: "hours in a run",
  per1000Days: "per 1,000 subscriber days",
} as const;

export type FigureUnit = keyof typeof FIGURE_UNITS;

export interface StudyFigure {
  readonly name: string;
  /** For people, without its unit. */
  readonly words: string;
  /** What is counted, for `--help` and docs/words.md. */
  readonly definition: string;
  readonly unit: FigureUnit;
  readonly better: "higher" | "lower" | null;
  /** Null if the run has no such figure: no trial, or a missing arm. */
  readonly value: (report: Report) => number | null;
  /** Of a rate: hits are value times trials. Null if it is no rate. */
  readonly trials: ((report: Report) => number | null) | null;
  /** Paired runs that it needs. */
  readonly arms: readonly ArmName[];
}

type Drawn = (report: Report) => number | null;

export const STUDY_FIGURES: readonly StudyFigure[] = [
  count("peopleLost", "people who lost money", "people who lost money in one episode or more, each counted once", {
    path: "peopleLost.withDefences.people",
    better: "lower",
  }),
  count("lostYuan", "money lost", "what victims lost", {
    path: "lossYuan.withDefences",
    unit: "yuan",
    better: "lower",
  }),
  count(
    "peopleSaved",
    "people saved by adding warnings",
    "people who lost money with interception alone, less people who did with warnings too",
    { path: "peopleLost.savedByWarnings.people", better: "higher", arms: ["interceptionOnly"] },
  ),
  rate("interception", "fraud intercepted", "contacts by gangs that were blocked, of all contacts by gangs"),
  rate("interceptionCalls", "fraud calls intercepted", "calls by gangs that were blocked, of all calls by gangs"),
  rate(
    "interceptionMessages",
    "fraud messages intercepted",
    "messages by gangs that were blocked, of all messages by gangs",
  ),
  {
    ...rate("falseInterception", "benign events blocked", "benign events that were blocked, of all benign events"),
    better: "lower",
  },
  count("benignBlocked", "benign calls and messages blocked", "benign events that were blocked", {
    value: (report) =>
      Math.round(numberAt(report, "rates.falseInterception") * numberAt(report, "rates.falseInterception.n")),
    better: "lower",
  }),
  rate("precision", "precision of blocking", "contacts by gangs, of all events that were blocked"),
  count(
    "mcc",
    "Matthews correlation",
    "between verdicts and labels: 1 where all are right, 0 as good as chance, -1 where all are wrong",
    { path: "baselines.ringfence.mcc", unit: "correlation", better: "higher" },
  ),
  rate("accuracy", "precision of warnings", "warnings to somebody in an episode, of all warnings pushed"),
  rate(
    "coverage",
    "recall of warnings: episodes warned in time",
    "episodes that were warned while they were open, of all episodes",
  ),
  rate(
    "reach",
    "warnings to people in an episode that came in time",
    "effective warnings, which came before any money was sent, of all to somebody in an episode",
  ),
  rate(
    "success",
    "people kept, of those warned in time",
    "effective warnings after which no money was lost, of all effective warnings",
  ),
  count("warnings", "warnings pushed", "early warnings that were pushed", { path: "warnings.pushed" }),
  count(
    "kept",
    "people warned in time who paid nothing",
    "effective warnings after which no money was lost; they grow when interception gets worse",
    { path: "warnings.kept" },
  ),
  count(
    "saved",
    "losses avoided by adding warnings",
    "episodes that lost money with interception alone, less those that did with warnings too, of the same people",
    { path: "netEffect.saved", better: "higher", arms: ["interceptionOnly"] },
  ),
  count("losses", "episodes that lost money", "episodes in which money was lost", {
    path: "episodes.lost",
    better: "lower",
  }),
  count("falseAlarms", "false alarms", "warnings to somebody who was in no episode", {
    value: (report) => numberAt(report, "warnings.pushed") - numberAt(report, "warnings.onTarget"),
    better: "lower",
  }),
  count(
    "falseAlarmsPer1000Days",
    "false alarms per 1,000 subscriber days",
    "false alarms, for each 1,000 subscribers and day",
    { path: "warnings.falseAlarmsPer1000SubscriberDays", unit: "per1000Days", better: "lower" },
  ),
  count("agentHours", "hours that agents worked", "hours in which agents telephoned, within the scenario's hours", {
    value: (report) =>
      numberAt(report, "dissuasion.teams.telephone.utilisation") *
      numberAt(report, "dissuasion.teams.telephone.size") *
      report.hours.scenario,
    unit: "hours",
    better: "lower",
  }),
  count("visits", "visits of teams", "visits, whether somebody was in or not", {
    value: (report) => numberAt(report, "dissuasion.teams.visit.attempts"),
    better: "lower",
  }),
  count("avoidedYuan", "loss avoided", "money lost without defences, less money lost with them, of the same people", {
    path: "lossYuan.avoided",
    unit: "yuan",
    better: "higher",
    arms: ["noDefences"],
  }),
  count(
    "savedYuan",
    "loss avoided by adding warnings",
    "money lost with interception alone, less money lost with warnings too, of the same people",
    { path: "netEffect.savedYuan", unit: "yuan", better: "higher", arms: ["interceptionOnly"] },
  ),
  count("profitYuan", "earned by gangs, less what they paid", "what gangs earned, less what they paid", {
    value: (report) => numberAt(report, "money.heldYuan") - numberAt(report, "money.capitalYuan"),
    unit: "yuan",
    better: "lower",
  }),
  count(
    "leadMinutes",
    "lead time, median",
    "from the arrival of a warning to when the money was due to go, the median",
    { path: "leadTimeMinutes.p50", unit: "minutes", better: "higher" },
  ),
  count("events", "events screened", "calls and messages that were screened", { path: "ledger.generated" }),
];

/** People who lost money first. */
export const LEADING_FIGURES: readonly string[] =
  "peopleLost lostYuan interception falseInterception falseAlarms agentHours visits kept".split(" ");

/** Raise it when a figure changes its meaning: older cells are then run again. */
export const FIGURES_VERSION = 4;

export const FIGURE_COLUMNS: readonly string[] = STUDY_FIGURES.flatMap((figure) =>
  partsOf(figure).map(([name]) => name),
);

/** In the units of `StudyFigure`; null if a run has none, as a rate without trials. */
export type FigureRow = Readonly<Record<string, number | null>>;

/** The figures of a run by name, and behind each rate its trials, as `success` and `successTrials`. */
export function figuresOf(report: Report): FigureRow {
  return Object.fromEntries(
    STUDY_FIGURES.flatMap((figure) => partsOf(figure).map(([name, drawn]) => [name, drawn(report)])),
  );
}

function partsOf({ name, value, trials }: StudyFigure): (readonly [string, Drawn])[] {
  return [[name, value], ...(trials === null ? [] : [[`${name}Trials`, trials] as const])];
}

/** 0 where the report has no such figure. */
function numberAt(report: Report, name: string): number {
  return valueAt(report, name) ?? 0;
}

/** Of `rates` in the report. */
function rate(name: string, words: string, definition: string): StudyFigure {
  return {
    name,
    words,
    definition,
    unit: "share",
    better: "higher",
    value: (report) => valueAt(report, `rates.${name}`) ?? null,
    trials: (report) => valueAt(report, `rates.${name}.n`) ?? null,
    arms: [],
  };
}

type Source = { readonly path: string } | { readonly value: Drawn };

function count(
  name: string,
  words: string,
  definition: string,
  {
    unit = "count",
    better = null,
    arms = [],
    ...source
  }: Source & Partial<Pick<StudyFigure, "unit" | "better" | "arms">>,
): StudyFigure {
  const value: Drawn = "value" in source ? source.value : (report) => valueAt(report, source.path) ?? null;
  return { name, words, definition, unit, better, value, trials: null, arms };
}

/** Throws RingfenceError "usage" that names the nearest one where there is no such figure. */
export function figureNamed(name: string, option: string): StudyFigure {
  const figure = STUDY_FIGURES.find((each) => each.name === name);
  if (figure !== undefined) return figure;
  const names = STUDY_FIGURES.map((each) => each.name);
  const near = nearestTo(name, names);
  const hint = near === null ? "" : `. Did you mean ${near}?`;
  throw new RingfenceError(
    "usage",
    `${option}: there is no figure "${name}": expected one of ${names.join(", ")}${hint}`,
  );
}

/** Paired runs that figures need. */
export function armsFor(figures: readonly Pick<StudyFigure, "arms">[]): ArmName[] {
  return [...new Set(figures.flatMap(({ arms }) => arms))];
}
