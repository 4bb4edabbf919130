import { type Report, valueAt } from "../report/document.ts";
import type { ArmName } from "./variants/arms.ts";
import { refuseName } from "./refusals.ts";

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

/** What is counted: a line a figure. */
const DEFINITIONS = {
  peopleLost: "people who lost money in one episode or more, each counted once",
  lostYuan: "what victims lost",
  peopleSaved: "people who lost money with interception alone, less people who did with warnings too",
  interception: "contacts by gangs that were blocked, of all contacts by gangs",
  interceptionCalls: "calls by gangs that were blocked, of all calls by gangs",
  interceptionMessages: "messages by gangs that were blocked, of all messages by gangs",
  falseInterception: "benign events that were blocked, of all benign events",
  benignBlocked: "benign events that were blocked",
  precision: "contacts by gangs, of all events that were blocked",
  mcc: "between verdicts and labels: 1 where all are right, 0 as good as chance, -1 where all are wrong",
  accuracy: "warnings to somebody in an episode, of all warnings pushed",
  coverage: "episodes that were warned while they were open, of all episodes",
  reach: "effective warnings, which came before any money was sent, of all to somebody in an episode",
  success: "effective warnings after which no money was lost, of all effective warnings",
  warnings: "early warnings that were pushed",
  kept: "effective warnings after which no money was lost; they grow when interception gets worse",
  saved: "episodes that lost money with interception alone, less those that did with warnings too, of the same people",
  losses: "episodes in which money was lost",
  falseAlarms: "warnings to somebody who was in no episode",
  falseAlarmsPer1000Days: "false alarms, for each 1,000 subscribers and day",
  agentHours: "hours in which agents telephoned, within the scenario's hours",
  visits: "visits, whether somebody was in or not",
  avoidedYuan: "money lost without defences, less money lost with them, of the same people",
  savedYuan: "money lost with interception alone, less money lost with warnings too, of the same people",
  profitYuan: "what gangs earned, less what they paid",
  leadMinutes: "from the arrival of a warning to when the money was due to go, the median",
  events: "calls and messages that were screened",
} as const;
type Name = keyof typeof DEFINITIONS;

const ALARMS_A_DAY = "warnings.falseAlarmsPer1000SubscriberDays";
const PROFIT = less("money.heldYuan", "money.capitalYuan");

export const STUDY_FIGURES: readonly StudyFigure[] = [
  count("peopleLost", "people who lost money", "lower", "peopleLost.withDefences.people"),
  count("lostYuan", "money lost", "lower", "lossYuan.withDefences", "yuan"),
  gain("peopleSaved", "people saved by adding warnings", "peopleLost.savedByWarnings.people", "interceptionOnly"),
  rate("interception", "fraud intercepted"),
  rate("interceptionCalls", "fraud calls intercepted"),
  rate("interceptionMessages", "fraud messages intercepted"),
  rate("falseInterception", "benign events blocked", "lower"),
  count("benignBlocked", "benign calls and messages blocked", "lower", benignBlocked),
  rate("precision", "precision of blocking"),
  count("mcc", "Matthews correlation", "higher", "baselines.ringfence.mcc", "correlation"),
  rate("accuracy", "accuracy of warnings"),
  rate("coverage", "recall of warnings: episodes warned in time"),
  rate("reach", "warnings to people in an episode that came in time"),
  rate("success", "people kept, of those warned in time"),
  count("warnings", "warnings pushed", null, "warnings.pushed"),
  count("kept", "people warned in time who paid nothing", null, "warnings.kept"),
  gain("saved", "losses avoided by adding warnings", "netEffect.saved", "interceptionOnly"),
  count("losses", "episodes that lost money", "lower", "episodes.lost"),
  count("falseAlarms", "false alarms", "lower", less("warnings.pushed", "warnings.onTarget")),
  count("falseAlarmsPer1000Days", "false alarms per 1,000 subscriber days", "lower", ALARMS_A_DAY, "per1000Days"),
  count("agentHours", "hours that agents worked", "lower", agentHours, "hours"),
  count("visits", "visits of teams", "lower", (report) => numberAt(report, "dissuasion.teams.visit.attempts")),
  gain("avoidedYuan", "loss avoided", "lossYuan.avoided", "noDefences", "yuan"),
  gain("savedYuan", "loss avoided by adding warnings", "netEffect.savedYuan", "interceptionOnly", "yuan"),
  count("profitYuan", "earned by gangs, less what they paid", "lower", PROFIT, "yuan"),
  count("leadMinutes", "lead time, median", "higher", "leadTimeMinutes.p50", "minutes"),
  count("events", "events screened", null, "ledger.generated"),
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

/** Of `rates` in the report. */
function rate(name: Name, words: string, better: StudyFigure["better"] = "higher"): StudyFigure {
  const trials: Drawn = (report) => valueAt(report, `rates.${name}.n`) ?? null;
  return { ...count(name, words, better, `rates.${name}`, "share"), trials };
}

/** What a run has more of than the paired run that it needs. */
function gain(name: Name, words: string, source: string, arm: ArmName, unit?: FigureUnit): StudyFigure {
  return { ...count(name, words, "higher", source, unit), arms: [arm] };
}

/** `source`: its name in the report, or how it is worked out. */
function count(
  name: Name,
  words: string,
  better: StudyFigure["better"],
  source: string | Drawn,
  unit: FigureUnit = "count",
): StudyFigure {
  const value: Drawn = typeof source === "string" ? (report) => valueAt(report, source) ?? null : source;
  return { name, words, definition: DEFINITIONS[name], unit, better, value, trials: null, arms: [] };
}

function less(all: string, part: string): Drawn {
  return (report) => numberAt(report, all) - numberAt(report, part);
}

function benignBlocked(report: Report): number {
  return Math.round(numberAt(report, "rates.falseInterception") * numberAt(report, "rates.falseInterception.n"));
}

function agentHours(report: Report): number {
  const of = (what: string): number => numberAt(report, `dissuasion.teams.telephone.${what}`);
  return of("utilisation") * of("size") * report.hours.scenario;
}

/** 0 where the report has no such figure. */
function numberAt(report: Report, name: string): number {
  return valueAt(report, name) ?? 0;
}

/** Throws RingfenceError "usage" that names the nearest one where there is no such figure. */
export function figureNamed(name: string, option: string): StudyFigure {
  const names = STUDY_FIGURES.map((each) => each.name);
  const what = `${option}: there is no figure "${name}": expected one of ${names.join(", ")}`;
  return STUDY_FIGURES.find((each) => each.name === name) ?? refuseName(what, name, names);
}

/** Paired runs that figures need. */
export function armsFor(figures: readonly Pick<StudyFigure, "arms">[]): ArmName[] {
  return [...new Set(figures.flatMap(({ arms }) => arms))];
}
