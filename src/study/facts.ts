/**
 * Known facts of the field with a counterpart in a run, but for the figures of the reported period, which the report of
 * a run has. None of it enters a simulation.
 */
import { z } from "zod";
import { sumOf } from "../core/sum.ts";
import { BENIGN_CLASSES, TECHNOLOGIES, TYPOLOGIES } from "../event/taxonomy.ts";
import { valueAt } from "../report/document.ts";
import type { ReportFigures } from "./cells/cell.ts";
import { finite } from "./document.ts";

export const factSchema = z.strictObject({
  id: z.string(),
  text: z.string(),
  source: z.string(),
  quality: z.enum(["A", "M"]).describe("A: abstract or secondary, M: news report, read on a mirror"),
  reported: z.number(),
  unit: z.enum(["share", "count", "days", "seconds"]),
  note: z.string().optional().describe("what sets the two apart"),
  simulated: finite.describe("null where nothing in the run counts it"),
});

type ValidatedFact = z.infer<typeof factSchema>;
type Measure = (report: ReportFigures) => number | null;

/** Of some, what sets ours apart from all that they report. */
const SOURCES = {
  briefing: ["M", "Apr 2021 to Apr 2022"],
  action: ["M", "hundred-day action 2022"],
  dongguan: ["M", "Dongguan 2023"],
  shenzhen: ["M", "Shenzhen 2019"],
  news: ["M", "news report"],
  trial: ["A", "a randomised trial"],
  touchpal: ["M", "TouchPal 2016"],
  origins: ["M", "fraud calls of 2016", "ours shifted to later years"],
  cases: ["M", "cases of 2022"],
  ndss: ["A", "NDSS 2018"],
  sp: ["A", "TouchPal, S&P 2018"],
  survey: ["M", "one survey, press"],
  marked: ["M", "marked numbers, press", "ours: a population at risk, so more of them are gangs'"],
} as const;

type Row = readonly [
  source: keyof typeof SOURCES,
  id: string,
  text: string,
  reported: number,
  unit: ValidatedFact["unit"],
  /** A figure of the report, by its name; without it, what is counted beside the report under the fact's own id. */
  measure?: string | Measure,
];

/** The difference between the two measures, by fact. */
const NOTES: Readonly<Record<string, string>> = {
  reach: "ours: of those on target, in time",
  refusedCalls: "ours: declined or broken off, of calls that found somebody free",
  attempts: "ours: for one person kept, with those about false alarms",
  stillBelieved: "ours: lost though warned by messages alone",
  letters: "ours: fewer transfers by messages alone, same people",
  publicity: "ours: publicity that reaches everybody, no defences",
  mostCalls: "ours: the most calls to one, over all warnings of an episode",
  blocklistRecall: "ours: calls and texts",
  precisionCalls: "another share of fraud among calls",
  benignMarks: "ours: after answered calls, by people not engaged",
};

const BLOCKLIST = "baselines.blocklist only";
const ofOrigin = shareOver("interception.technology.*.calls.n", TECHNOLOGIES);
const ofCases = shareOver("lossYuan.byTypology.*.lost", TYPOLOGIES);
const ofLosses = shareOver("lossYuan.byTypology.*.withDefences", TYPOLOGIES);
const ofMarked = shareOver("benign.marked.*.numbers", ["fraud", ...BENIGN_CLASSES]);
const ofMarks = shareOver("benign.marked.*.marks", ["fraud", ...BENIGN_CLASSES]);

const ROWS: readonly Row[] = [
  ["briefing", "keptOfPushed", "kept of all warnings", 0.75, "share", "rates.keptOfPushed"],
  ["action", "accuracy", "warnings to people in an episode", 0.799, "share", "rates.accuracy"],
  ["dongguan", "reach", "urgent warnings that reached the person", 0.806, "share", "rates.reach"],
  ["shenzhen", "refusedCalls", "warning calls that are refused", 0.4, "share", refusedCalls],
  ["shenzhen", "attempts", "calls and visits for one success, at least", 5, "count", "warnings.attemptsPerSuccess"],
  ["news", "stillBelieved", "victims who still believed after a warning", 0.6, "share"],
  ["trial", "letters", "fall of risky transfers by letters", 0.75, "share"],
  ["trial", "publicity", "fall of victims by mass publicity", 0, "share"],
  ["news", "mostCalls", "calls to one victim who lost all the same", 13, "count"],
  ["touchpal", "lineLife", "life of a nuisance number", 6.61, "days"],
  ["touchpal", "lineCalls", "calls of a nuisance number", 328, "count"],
  ["touchpal", "lineCallees", "people whom it calls", 255, "count"],
  ["touchpal", "callSeconds", "mean length of its calls", 29, "seconds"],
  ["origins", "landline", "fraud calls from landlines", 0.56, "share", ofOrigin("landline")],
  ["origins", "enterprise", "fraud calls from 400/800 numbers", 0.271, "share", ofOrigin("enterprise")],
  ["origins", "abroad", "fraud calls from abroad", 0.012, "share", ofOrigin("abroad")],
  ["cases", "brushing", "brushing among cases", 0.33, "share", ofCases("brushing")],
  ["cases", "investment", "investment of the money lost", 0.33, "share", ofLosses("investment")],
  ["ndss", "blocklistRecall", "unwanted calls that a blocklist catches", 0.55, "share", `${BLOCKLIST}.recall`],
  ["ndss", "blocklistFalse", "benign events that it blocks, per 10,000", 1, "count", `${BLOCKLIST}.falsePer10000`],
  ["sp", "precisionCalls", "precision of blocked calls", 0.9999, "share", "rates.precisionCalls"],
  ["survey", "benignMarks", "marks of numbers that are not of fraud", 0.64, "share", ofMarks(...BENIGN_CLASSES)],
  ["marked", "markedCouriers", "couriers, delivery, taxis, of marked", 0.195, "share", ofMarked("courier", "delivery")],
  ["marked", "markedMarketing", "marketing, of marked", 0.57, "share", ofMarked("marketing")],
];

/** `counted`: what the report does not have, by the id of the fact. */
export function factsOf(report: ReportFigures, counted: Readonly<Record<string, number | null>>): ValidatedFact[] {
  return ROWS.map(([from, id, text, reported, unit, measure]) => {
    const [quality, source, apart] = SOURCES[from];
    const note = NOTES[id] ?? apart;
    const name = typeof measure === "string" ? measure : "";
    const simulated = typeof measure === "function" ? measure(report) : (valueAt(report, name) ?? counted[id] ?? null);
    return { id, text, source, quality, reported, unit, ...(note === undefined ? {} : { note }), simulated };
  });
}

/** Of figures that the report has under several names, the share of some names in all. */
function shareOver<Name extends string>(place: `${string}*${string}`, all: readonly Name[]) {
  return (...some: readonly Name[]): Measure =>
    (report) => {
      const sum = (names: readonly Name[]) => sumOf(names.map((name) => numberAt(report, place.replace("*", name))));
      return shareOf(sum(some), sum(all));
    };
}

/** The report of 40 % does not name its base. People away or on the line refused nothing, and are left out. */
function refusedCalls(report: ReportFigures): number | null {
  const of = (what: string): number => numberAt(report, `dissuasion.teams.telephone.${what}`);
  return shareOf(of("refused") + of("replies.refusal"), of("refused") + of("delivered"));
}

function shareOf(part: number, all: number): number | null {
  return all === 0 ? null : part / all;
}

function numberAt(report: ReportFigures, name: string): number {
  return valueAt(report, name) ?? 0;
}
