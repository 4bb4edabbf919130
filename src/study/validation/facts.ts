/**
 * Known facts of the field with a counterpart in a run: the one list that `ringfence study validate` prints and
 * docs/results.md holds. None of it enters a simulation. A measure with counts of its own gets them by a field of
 * ValidatedRun.
 */
import { en } from "../../ui/words.ts";
import { sumOf } from "../../core/sum.ts";
import { BENIGN_CLASSES, type BenignClass, TECHNOLOGIES, TYPOLOGIES, type Typology } from "../../event/taxonomy.ts";
import type { ReportedPeriodName } from "../../record/reported-period.ts";
import {
  type FigureId,
  FIGURES,
  PERIOD_FIGURE_IDS,
  REPORTED_FIGURES,
  reportedPeriod,
} from "../../report/reported-periods.ts";
import { type Report, valueAt } from "../../report/document.ts";
import type { TrafficFigures } from "../../metrics/traffic-figures.ts";

/**
 * P: a project's or paper's own text; A: abstract or secondary; M: news report read on a mirror; B: the project's
 * brief.
 */
type Quality = "P" | "A" | "M" | "B";

interface ValidatedRun {
  readonly report: Report;
  /** Means over lines that were given up; null if none was, so that none has a whole life. */
  readonly lines: TrafficFigures["nuisanceNumbers"] | null;
  /** The effect of messages alone, from a run without agents and visits; null without it. */
  readonly messagesAlone: number | null;
  /** Most calls to one person who lost money after a warning; null if there is none. */
  readonly mostCalls: number | null;
  /** The share by which fewer people lose money if mass publicity reaches everybody; null if nobody loses any. */
  readonly publicity: number | null;
}

export interface Fact {
  readonly id: string;
  readonly text: string;
  readonly source: string;
  readonly quality: Quality;
  /** In the fact's own unit. */
  readonly reported: number;
  readonly unit: "share" | "count" | "days" | "seconds" | "yuan";
  readonly measure: (run: ValidatedRun) => number | null;
  /** The difference between the two measures, if there is one. */
  readonly note?: string;
}

const REPORTED = REPORTED_FIGURES["police-2020"].figures;

const SOURCES = {
  spokesperson: ["B", "ministry's spokesperson, 26 Feb 2021"],
  briefing: ["M", "Apr 2021 to Apr 2022"],
  action: ["M", "hundred-day action 2022"],
  dongguan: ["M", "Dongguan 2023"],
  shenzhen: ["M", "Shenzhen 2019"],
  news: ["M", "news report"],
  trial: ["A", "a randomised trial"],
  touchpal: ["M", "TouchPal 2016"],
  origins: ["M", "fraud calls of 2016"],
  cases: ["M", "cases of 2022"],
  ndss: ["A", "NDSS 2018"],
  sp: ["A", "TouchPal, S&P 2018"],
  survey: ["M", "one survey, press"],
  marked: ["M", "marked numbers, press"],
} as const satisfies Readonly<Record<string, readonly [quality: Quality, source: string]>>;

type Row = readonly [
  source: keyof typeof SOURCES,
  id: string,
  text: string,
  reported: number,
  unit: Fact["unit"],
  measure: Fact["measure"],
];

/** The difference between the two measures, by fact. */
const NOTES: Readonly<Record<string, string>> = {
  lossAvoidedYuan: "the mean loss is set from it",
  reach: "ours: of those on target, in time",
  refusedCalls: "ours: declined or broken off, of calls that found somebody free",
  attempts: "ours: for one person kept, with those about false alarms",
  stillBelieved: "ours: lost though warned by messages alone",
  letters: "ours: fewer transfers by messages alone, same people",
  publicity: "ours: publicity that reaches everybody, no defences",
  mostCalls: "ours: the most calls to one, over all warnings of an episode",
  landline: "ours shifted to later years",
  enterprise: "ours shifted to later years",
  abroad: "ours shifted to later years",
  blocklistRecall: "ours: calls and texts",
  precisionCalls: "another share of fraud among calls",
  benignMarks: "ours: after answered calls, by people not engaged",
  markedCouriers: "ours: a population at risk, so more of them are gangs'",
  markedMarketing: "ours: a population at risk, so more of them are gangs'",
};

const ROWS: readonly Row[] = [
  scaled("effectiveWarnings", "effective warnings"),
  scaled("kept", "people kept"),
  scaled("interceptedCalls", "fraud calls blocked"),
  scaled("interceptedMessages", "fraud texts blocked"),
  scaled("blockedDomains", "fraud domains and apps blocked"),
  scaled("lossAvoidedYuan", "loss avoided", "yuan"),
  ["spokesperson", "success", "kept of effective warnings", REPORTED.success, "share", at("rates.success")],
  ["briefing", "keptOfPushed", "kept of all warnings", 0.75, "share", at("rates.keptOfPushed")],
  ["action", "accuracy", "warnings to people in an episode", 0.799, "share", at("rates.accuracy")],
  ["dongguan", "reach", "urgent warnings that reached the person", 0.806, "share", at("rates.reach")],
  ["shenzhen", "refusedCalls", "warning calls that are refused", 0.4, "share", refusedCalls],
  ["shenzhen", "attempts", "calls and visits for one success, at least", 5, "count", at("warnings.attemptsPerSuccess")],
  ["news", "stillBelieved", "victims who still believed after a warning", 0.6, "share", stillBelieved],
  ["trial", "letters", "fall of risky transfers by letters", 0.75, "share", ({ messagesAlone }) => messagesAlone],
  ["trial", "publicity", "fall of victims by mass publicity", 0, "share", ({ publicity }) => publicity],
  ["news", "mostCalls", "calls to one victim who lost all the same", 13, "count", ({ mostCalls }) => mostCalls],
  ["touchpal", "lineLife", "life of a nuisance number", 6.61, "days", ({ lines }) => lines && lines.lifeDays],
  ["touchpal", "lineCalls", "calls of a nuisance number", 328, "count", ({ lines }) => lines && lines.calls],
  ["touchpal", "lineCallees", "people whom it calls", 255, "count", ({ lines }) => lines && lines.callees],
  ["touchpal", "callSeconds", "mean length of its calls", 29, "seconds", ({ lines }) => lines && lines.callS],
  ["origins", "landline", "fraud calls from landlines", 0.56, "share", ofOrigin("landline")],
  ["origins", "enterprise", "fraud calls from 400/800 numbers", 0.271, "share", ofOrigin("enterprise")],
  ["origins", "abroad", "fraud calls from abroad", 0.012, "share", ofOrigin("abroad")],
  ["cases", "brushing", "brushing among cases", 0.33, "share", ofTypology("brushing", "lost")],
  ["cases", "investment", "investment of the money lost", 0.33, "share", ofTypology("investment", "withDefences")],
  ["ndss", "blocklistRecall", "unwanted calls that a blocklist catches", 0.55, "share", ofBlocklist("recall")],
  ["ndss", "blocklistFalse", "benign events that it blocks, per 10,000", 1, "count", ofBlocklist("falsePer10000")],
  ["sp", "precisionCalls", "precision of blocked calls", 0.9999, "share", at("rates.precisionCalls")],
  ["survey", "benignMarks", "marks of numbers that are not of fraud", 0.64, "share", benignShareOfMarks],
  ["marked", "markedCouriers", "couriers, delivery, taxis, of marked", 0.195, "share", ofMarked("courier", "delivery")],
  ["marked", "markedMarketing", "marketing, of marked", 0.57, "share", ofMarked("marketing")],
];

export const FACTS: readonly Fact[] = ROWS.map(([from, id, text, reported, unit, measure]) => {
  const [quality, source] = SOURCES[from];
  return { id, text, source, quality, reported, unit, measure, ...(id in NOTES ? { note: NOTES[id]! } : {}) };
});

/** Among numbers that people marked, the share of some benign classes. */
function ofMarked(...classes: readonly BenignClass[]): Fact["measure"] {
  return ({ report }) => {
    const of = (name: string): number => numberAt(report, `benign.marked.${name}.numbers`);
    return shareOf(sumOf(classes.map(of)), sumOf(["fraud", ...BENIGN_CLASSES].map(of)));
  };
}

function benignShareOfMarks({ report }: ValidatedRun): number | null {
  const of = (name: string): number => numberAt(report, `benign.marked.${name}.marks`);
  const marks = sumOf(BENIGN_CLASSES.map(of));
  return shareOf(marks, marks + of("fraud"));
}

function stillBelieved({ messagesAlone }: ValidatedRun): number | null {
  return messagesAlone === null ? null : 1 - messagesAlone;
}

function ofBlocklist(what: "recall" | "falsePer10000"): Fact["measure"] {
  return at(`baselines.blocklist only.${what}`);
}

/** A figure of the report as it is. */
function at(name: string): Fact["measure"] {
  return ({ report }) => valueAt(report, name) ?? null;
}

function numberAt(report: Report, name: string): number {
  return valueAt(report, name) ?? 0;
}

function shareOf(part: number, all: number): number | null {
  return all === 0 ? null : part / all;
}

/** Facts for a run that stands for a period: its own figures replace those of 2020. */
export function factsOf(name: ReportedPeriodName): readonly Fact[] {
  if (name === "police-2020") return FACTS;
  const { figures, period, source, quality } = reportedPeriod(name);
  const own = PERIOD_FIGURE_IDS.flatMap((id): Fact[] => {
    const reported = figures[id];
    if (reported === undefined) return [];
    const { words, unit } = FIGURES[id];
    const measure: Fact["measure"] = ({ report }) => wholeOf(report, id, reported);
    return [{ id, text: `${en(words)}, ${period}`, source, quality, reported, unit, measure }];
  });
  const isReplaced = (id: string): boolean => Object.hasOwn(REPORTED, id) || Object.hasOwn(figures, id);
  return [...own, ...FACTS.filter(({ id }) => !isReplaced(id))];
}

function scaled(id: keyof typeof REPORTED, text: string, unit: Fact["unit"] = "count"): Row {
  return ["spokesperson", id, text, REPORTED[id], unit, ({ report }) => wholeOf(report, id, REPORTED[id])];
}

/** The run's figure, scaled up to the reported whole; null if it has none. */
function wholeOf(report: Report, id: FigureId, reported: number): number | null {
  // A scenario may stand for another period.
  if (valueAt(report, `reference.${id}.reported`) !== reported) return null;
  const simulated = valueAt(report, `reference.${id}.simulated`) ?? null;
  return simulated === null ? null : (simulated * reported) / numberAt(report, `reference.${id}.scaled`);
}

function ofOrigin(technology: string): Fact["measure"] {
  return ({ report }) => {
    const of = (name: string): number => numberAt(report, `interception.technology.${name}.calls.n`);
    return shareOf(of(technology), sumOf(TECHNOLOGIES.map(of)));
  };
}

/** The report of 40 % does not name its base. People away or on the line refused nothing, and are left out. */
function refusedCalls({ report }: ValidatedRun): number | null {
  const of = (what: string): number => numberAt(report, `dissuasion.teams.telephone.${what}`);
  return shareOf(of("refused") + of("replies.refusal"), of("refused") + of("delivered"));
}

function ofTypology(typology: Typology, what: "lost" | "withDefences"): Fact["measure"] {
  return ({ report }) => {
    const of = (name: string): number => numberAt(report, `lossYuan.byTypology.${name}.${what}`);
    return shareOf(of(typology), sumOf(TYPOLOGIES.map(of)));
  };
}
