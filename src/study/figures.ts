/** What one run of a study comes to: a row of named figures, drawn from its report. */
import { figureAt } from "../report/figure-path.ts";
import type { Report } from "../report/schema.ts";
import { assert } from "../core/assert.ts";
import { sumOf } from "../core/sum.ts";

/** How figures of several worlds are brought together, and which way is good. */
export interface StudyFigure {
  readonly name: string;
  /** For people, with its unit. */
  readonly words: string;
  readonly unit: "share" | "count" | "yuan" | "minutes" | "hours" | "perDay" | "per10000";
  readonly better: "higher" | "lower" | null;
  /** Null where the run has no such figure: no trial, or an arm that was not run. */
  readonly value: (report: Report) => number | null;
  /** Trials of a rate: hits are value times trials. Null for what is no rate. */
  readonly trials: ((report: Report) => number | null) | null;
  /** The interval of a rate within its one world, over clusters where the report has that. */
  readonly within: { readonly low: Drawn; readonly high: Drawn } | null;
}

type Drawn = (report: Report) => number | null;

/** In the order of the columns of a table. */
export const STUDY_FIGURES: readonly StudyFigure[] = [
  rate("interception", "fraud intercepted", "rates.interception", "higher"),
  rate("interceptionCalls", "fraud calls intercepted", "rates.interceptionCalls", "higher"),
  rate("interceptionMessages", "fraud messages intercepted", "rates.interceptionMessages", "higher"),
  rate("falseInterception", "benign events blocked", "rates.falseInterception", "lower"),
  rate("precision", "precision of blocking", "rates.precision", "higher"),
  rate("mcc", "Matthews correlation", "rates.mcc", "higher"),
  rate("accuracy", "precision of warnings", "rates.accuracy", "higher"),
  rate("coverage", "recall of warnings: episodes warned in time", "rates.coverage", "higher"),
  rate("reach", "warnings to people in an episode that came in time", "rates.reach", "higher"),
  rate("success", "people kept, of those warned in time", "rates.success", "higher"),
  count("warnings", "warnings pushed", "warnings.pushed", null),
  count("kept", "people kept from paying by a warning", "warnings.kept", "higher"),
  count("losses", "episodes that lost money", "episodes.lost", "lower"),
  {
    ...count("falseAlarms", "false alarms", "warnings.pushed", "lower"),
    value: ({ warnings }) => warnings.pushed - warnings.onTarget,
  },
  count(
    "falseAlarmRate",
    "false alarms per 1,000 subscriber days",
    "warnings.falseAlarmsPer1000SubscriberDays",
    "lower",
  ),
  {
    ...count("attempts", "attempts of the teams to reach somebody", "dissuasion.attemptsPerSuccess", "lower"),
    value: ({ dissuasion }) => sumOf(dissuasion.teams.map(({ attempts }) => attempts)),
  },
  {
    ...count("agentHours", "hours that agents worked", "hours.scenario", "lower"),
    unit: "hours",
    value: (report) => hoursOf(report, "telephone"),
  },
  {
    ...count("visits", "visits of teams", "dissuasion.teams.visit.attempts", "lower"),
    value: ({ dissuasion }) => dissuasion.teams.find(({ channel }) => channel === "visit")?.attempts ?? 0,
  },
  {
    ...count("teamHours", "hours that teams were out", "hours.scenario", "lower"),
    unit: "hours",
    value: (report) => hoursOf(report, "visit"),
  },
  { ...count("lostYuan", "money lost", "lossYuan.withDefences", "lower"), unit: "yuan" },
  { ...count("avoidedYuan", "loss avoided", "lossYuan.avoided", "higher"), unit: "yuan" },
  {
    ...count("profitYuan", "earned by gangs that change, less what they paid", "adversary.profitYuan", "lower"),
    unit: "yuan",
  },
  { ...count("leadMinutes", "lead time, median", "leadTimeMinutes.p50", "higher"), unit: "minutes" },
  count("events", "events screened", "events.total", null),
];

/** Goes up when a figure of a name comes to mean something else: cells of earlier versions are then run again. */
export const FIGURES_VERSION = 1;

/** Names of all numbers of a row, in order. */
export const FIGURE_COLUMNS: readonly string[] = STUDY_FIGURES.flatMap((figure) =>
  partsOf(figure).map(([name]) => name),
);

/**
 * The figures of one run by name, in the units of `StudyFigure`; null where a run has none, as a rate without trials.
 */
export type FigureRow = Readonly<Record<string, number | null>>;

/**
 * The figures of a run by name, and behind each rate its trials and its interval within that world, as `success`,
 * `successTrials`, `successLow`, `successHigh`.
 */
export function figuresOf(report: Report): FigureRow {
  return Object.fromEntries(
    STUDY_FIGURES.flatMap((figure) => partsOf(figure).map(([name, drawn]) => [name, drawn(report)])),
  );
}

function partsOf({ name, value, trials, within }: StudyFigure): (readonly [string, Drawn])[] {
  return [
    [name, value],
    ...(trials === null ? [] : [[`${name}Trials`, trials] as const]),
    ...(within === null
      ? []
      : ([
          [`${name}Low`, within.low],
          [`${name}High`, within.high],
        ] as const)),
  ];
}

/** Spent, of the scenario's hours; 0 where there is nobody. */
function hoursOf({ dissuasion, hours }: Report, channel: "telephone" | "visit"): number {
  const team = dissuasion.teams.find((each) => each.channel === channel);
  return team === undefined ? 0 : (team.utilisation ?? 0) * team.size * hours.scenario;
}

type Better = StudyFigure["better"];

function rate(name: string, words: string, path: string, better: Better): StudyFigure {
  return {
    name,
    words,
    unit: "share",
    better,
    value: (report) => figureAt(report, path) ?? null,
    trials: (report) => figureAt(report, `${path}.n`) ?? null,
    within: { low: boundAt(path, "Low"), high: boundAt(path, "High") },
  };
}

function count(name: string, words: string, path: string, better: Better): StudyFigure {
  return {
    name,
    words,
    unit: "count",
    better,
    value: (report) => figureAt(report, path) ?? null,
    trials: null,
    within: null,
  };
}

function boundAt(path: string, end: "Low" | "High"): Drawn {
  return (report) => {
    const overClusters = figureAt(report, `${path}.cluster${end}`);
    return (overClusters === undefined ? figureAt(report, `${path}.${end.toLowerCase()}`) : overClusters) ?? null;
  };
}

/** Those figures, in this order. */
export function figuresNamed(names: readonly string[]): StudyFigure[] {
  return names.map((name) => {
    const figure = STUDY_FIGURES.find((each) => each.name === name);
    assert(figure !== undefined, `there is no figure ${name}`);
    return figure;
  });
}
