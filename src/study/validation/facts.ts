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
import type { Lessening } from "./lessening.ts";

/**
 * P: a project's or paper's own text; A: abstract or secondary; M: news report read on a mirror; B: the project's
 * brief.
 */
export type Quality = "P" | "A" | "M" | "B";

export interface LineCounts {
  /** Means over lines. */
  readonly lifeDays: number;
  readonly calls: number;
  readonly callees: number;
  readonly callSeconds: number;
}

interface ValidatedRun {
  readonly report: Report;
  /** Null if no line was given up, so that none has a whole life. */
  readonly lines: LineCounts | null;
  /** The effect of messages alone, from a run without agents and visits; null without it. */
  readonly messagesAlone: Lessening | null;
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

const SPOKESPERSON = "ministry's spokesperson, 26 Feb 2021";
const TOUCHPAL = "TouchPal 2016";

export const FACTS: readonly Fact[] = [
  scaled("effectiveWarnings", "effective warnings"),
  scaled("kept", "people kept"),
  scaled("interceptedCalls", "fraud calls blocked"),
  scaled("interceptedMessages", "fraud texts blocked"),
  scaled("blockedDomains", "fraud domains and apps blocked"),
  { ...scaled("lossAvoidedYuan", "loss avoided"), unit: "yuan", note: "the mean loss is set from it" },
  {
    id: "success",
    text: "kept of effective warnings",
    source: SPOKESPERSON,
    quality: "B",
    reported: REPORTED.success,
    unit: "share",
    measure: at("rates.success"),
  },
  {
    id: "keptOfPushed",
    text: "kept of all warnings",
    source: "Apr 2021 to Apr 2022",
    quality: "M",
    reported: 0.75,
    unit: "share",
    measure: at("rates.keptOfPushed"),
  },
  {
    id: "accuracy",
    text: "warnings to people in an episode",
    source: "hundred-day action 2022",
    quality: "M",
    reported: 0.799,
    unit: "share",
    measure: at("rates.accuracy"),
  },
  {
    id: "reach",
    text: "urgent warnings that reached the person",
    source: "Dongguan 2023",
    quality: "M",
    reported: 0.806,
    unit: "share",
    measure: at("rates.reach"),
    note: "ours: of those on target, in time",
  },
  {
    id: "refusedCalls",
    text: "warning calls that are refused",
    source: "Shenzhen 2019",
    quality: "M",
    reported: 0.4,
    unit: "share",
    measure: ({ report }) => refusedCalls(report),
    note: "ours: declined or broken off, of calls that found somebody free",
  },
  {
    id: "attempts",
    text: "calls and visits for one success, at least",
    source: "Shenzhen 2019",
    quality: "M",
    reported: 5,
    unit: "count",
    measure: at("warnings.attemptsPerSuccess"),
    note: "ours: for one person kept, with those about false alarms",
  },
  {
    id: "stillBelieved",
    text: "victims who still believed after a warning",
    source: "news report",
    quality: "M",
    reported: 0.6,
    unit: "share",
    measure: ({ messagesAlone }) => messagesAlone && 1 - messagesAlone.share,
    note: "ours: lost though warned by messages alone",
  },
  {
    id: "letters",
    text: "fall of risky transfers by letters",
    source: "a randomised trial",
    quality: "A",
    reported: 0.75,
    unit: "share",
    measure: ({ messagesAlone }) => messagesAlone && messagesAlone.share,
    note: "ours: fewer transfers by messages alone, same people",
  },
  {
    id: "publicity",
    text: "fall of victims by mass publicity",
    source: "a randomised trial",
    quality: "A",
    reported: 0,
    unit: "share",
    measure: ({ publicity }) => publicity,
    note: "ours: publicity that reaches everybody, no defences",
  },
  {
    id: "mostCalls",
    text: "calls to one victim who lost all the same",
    source: "news report",
    quality: "M",
    reported: 13,
    unit: "count",
    measure: ({ mostCalls }) => mostCalls,
    note: "ours: the most calls to one, over all warnings of an episode",
  },
  ofLines("lineLife", "life of a nuisance number", 6.61, "days", "lifeDays"),
  ofLines("lineCalls", "calls of a nuisance number", 328, "count", "calls"),
  ofLines("lineCallees", "people whom it calls", 255, "count", "callees"),
  ofLines("callSeconds", "mean length of its calls", 29, "seconds", "callSeconds"),
  ofOrigin("landline", "fraud calls from landlines", 0.56, "landline"),
  ofOrigin("enterprise", "fraud calls from 400/800 numbers", 0.271, "enterprise"),
  ofOrigin("abroad", "fraud calls from abroad", 0.012, "abroad"),
  {
    id: "brushing",
    text: "brushing among cases",
    source: "cases of 2022",
    quality: "M",
    reported: 0.33,
    unit: "share",
    measure: ({ report }) => ofTypology(report, "brushing", "lost"),
  },
  {
    id: "investment",
    text: "investment of the money lost",
    source: "cases of 2022",
    quality: "M",
    reported: 0.33,
    unit: "share",
    measure: ({ report }) => ofTypology(report, "investment", "withDefences"),
  },
  {
    id: "blocklistRecall",
    text: "unwanted calls that a blocklist catches",
    source: "NDSS 2018",
    quality: "A",
    reported: 0.55,
    unit: "share",
    measure: at("baselines.blocklist only.recall"),
    note: "ours: calls and texts",
  },
  {
    id: "blocklistFalse",
    text: "benign events that it blocks, per 10,000",
    source: "NDSS 2018",
    quality: "A",
    reported: 1,
    unit: "count",
    measure: at("baselines.blocklist only.falsePer10000"),
  },
  {
    id: "precisionCalls",
    text: "precision of blocked calls",
    source: "TouchPal, S&P 2018",
    quality: "A",
    reported: 0.9999,
    unit: "share",
    measure: at("rates.precisionCalls"),
    note: "another share of fraud among calls",
  },
  {
    id: "benignMarks",
    text: "marks of numbers that are not of fraud",
    source: "one survey, press",
    quality: "M",
    reported: 0.64,
    unit: "share",
    measure: ({ report }) => benignShareOfMarks(report),
    note: "ours: after answered calls, by people not engaged",
  },
  ofMarkedNumbers("markedCouriers", "couriers, delivery, taxis, of marked", 0.195, ["courier", "delivery"]),
  ofMarkedNumbers("markedMarketing", "marketing, of marked", 0.57, ["marketing"]),
];

/** Among numbers that people marked, the share of some benign classes. */
function ofMarkedNumbers(id: string, text: string, reported: number, classes: readonly BenignClass[]): Fact {
  return {
    id,
    text,
    source: "marked numbers, press",
    quality: "M",
    reported,
    unit: "share",
    measure: ({ report }) => {
      const of = (name: string): number => numberAt(report, `benign.marked.${name}.numbers`);
      return shareOf(sumOf(classes.map(of)), sumOf(["fraud", ...BENIGN_CLASSES].map(of)));
    },
    note: "ours: a population at risk, so more of them are gangs'",
  };
}

function benignShareOfMarks(report: Report): number | null {
  const of = (name: string): number => numberAt(report, `benign.marked.${name}.marks`);
  const marks = sumOf(BENIGN_CLASSES.map(of));
  return shareOf(marks, marks + of("fraud"));
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
    return [{ id, text: `${en(words)}, ${en(period)}`, source: en(source), quality, reported, unit, measure }];
  });
  const isReplaced = (id: string): boolean => Object.hasOwn(REPORTED, id) || Object.hasOwn(figures, id);
  return [...own, ...FACTS.filter(({ id }) => !isReplaced(id))];
}

function scaled(id: keyof typeof REPORTED, text: string): Fact {
  return {
    id,
    text,
    source: SPOKESPERSON,
    quality: "B",
    reported: REPORTED[id],
    unit: "count",
    measure: ({ report }) => wholeOf(report, id, REPORTED[id]),
  };
}

/** The run's figure, scaled up to the reported whole; null if it has none. */
function wholeOf(report: Report, id: FigureId, reported: number): number | null {
  // A scenario may stand for another period.
  if (valueAt(report, `reference.${id}.reported`) !== reported) return null;
  const simulated = valueAt(report, `reference.${id}.simulated`) ?? null;
  return simulated === null ? null : (simulated * reported) / numberAt(report, `reference.${id}.scaled`);
}

function ofLines(id: string, text: string, reported: number, unit: Fact["unit"], key: keyof LineCounts): Fact {
  return { id, text, source: TOUCHPAL, quality: "M", reported, unit, measure: ({ lines }) => lines && lines[key] };
}

function ofOrigin(id: string, text: string, reported: number, technology: string): Fact {
  return {
    id,
    text,
    source: "fraud calls of 2016",
    quality: "M",
    reported,
    unit: "share",
    measure: ({ report }) => {
      const of = (name: string): number => numberAt(report, `interception.technology.${name}.calls.n`);
      return shareOf(of(technology), sumOf(TECHNOLOGIES.map(of)));
    },
    note: "ours shifted to later years",
  };
}

/** The report of 40 % does not name its base. People away or on the line refused nothing, and are left out. */
function refusedCalls(report: Report): number | null {
  const of = (what: string): number => numberAt(report, `dissuasion.teams.telephone.${what}`);
  return shareOf(of("refused") + of("replies.refusal"), of("refused") + of("delivered"));
}

function ofTypology(report: Report, typology: Typology, what: "lost" | "withDefences"): number | null {
  const of = (name: string): number => numberAt(report, `lossYuan.byTypology.${name}.${what}`);
  return shareOf(of(typology), sumOf(TYPOLOGIES.map(of)));
}
