/**
 * What was reported of a real platform, by period: who counted, and how good the source is. Periods overlap and offices
 * count different things, threefold apart for one year, so figures are never added up or mixed. None of them enters a
 * simulation: they are shown beside what was simulated, and calibration aims at them.
 */
import { t, type Localised } from "../ui/words.ts";
import type { ReportedPeriodName } from "../record/reported-period.ts";

/**
 * The figures that may be reported, in the order of the table. A share is of warnings pushed, but for success, which is
 * of effective ones.
 */
export const FIGURES = {
  warnings: { words: t`warnings pushed`, unit: "count" },
  effectiveWarnings: { words: t`effective warnings`, unit: "count" },
  kept: { words: t`people kept`, unit: "count" },
  visits: { words: t`visits`, unit: "count" },
  interceptedCalls: { words: t`calls blocked`, unit: "count" },
  interceptedMessages: { words: t`messages blocked`, unit: "count" },
  blockedDomains: { words: t`sites/apps blocked`, unit: "count" },
  lossAvoidedYuan: { words: t`loss avoided, yuan`, unit: "yuan" },
  stoppedYuan: { words: t`payments stopped, yuan`, unit: "yuan" },
  cases: { words: t`cases filed`, unit: "count" },
  success: { words: t`success`, unit: "share" },
  accuracy: { words: t`accuracy, of pushed`, unit: "share" },
  keptOfPushed: { words: t`kept, of pushed`, unit: "share" },
  telephoneShare: { words: t`warned by telephone`, unit: "share" },
  messageShare: { words: t`warned by message`, unit: "share" },
  visitShare: { words: t`warned by a visit`, unit: "share" },
  dealersDestroyed: { words: t`dealers destroyed`, unit: "count" },
  suspectsArrested: { words: t`suspects arrested`, unit: "count" },
  holdersPenalised: { words: t`people penalised`, unit: "count" },
  outletsShut: { words: t`outlets shut`, unit: "count" },
} as const satisfies Record<string, { readonly words: Localised; readonly unit: "count" | "yuan" | "share" }>;

export type FigureId = keyof typeof FIGURES;
const FIGURE_IDS = Object.keys(FIGURES) as FigureId[];

/**
 * Of the crackdown on cards, 10 October 2020 to the end of January 2021, by the same spokesperson. They stand beside
 * whatever period a scenario names, at a scale of their own (`report.crackdownScale`). Outlets are those that an
 * official outlet's own site counted until 4 February 2021, with fewer dealers and people than the spokesperson.
 */
export const REPORTED_OF_CRACKDOWN = {
  dealersDestroyed: 9013,
  suspectsArrested: 176_000,
  holdersPenalised: 108_000,
  outletsShut: 10_000,
} as const satisfies Partial<Record<FigureId, number>>;

export type CrackdownFigureId = keyof typeof REPORTED_OF_CRACKDOWN;
export type PeriodFigureId = Exclude<FigureId, CrackdownFigureId>;

export const PERIOD_FIGURE_IDS = FIGURE_IDS.filter((id): id is PeriodFigureId => !(id in REPORTED_OF_CRACKDOWN));

/** B: the project's brief; M: a news report read on a mirror. */
type PeriodQuality = "B" | "M";

interface ReportedPeriod {
  /**
   * Counts are shown for a month of the period, scaled; null: `report.referenceScale` is of the whole period at once.
   */
  readonly months: number | null;
  /** In English alone, as sources are. */
  readonly period: string;
  /** Who said so, and who counted where it was not the police. */
  readonly source: string;
  readonly quality: PeriodQuality;
  /** A missing figure was not reported, and is no zero. */
  readonly figures: Readonly<Partial<Record<PeriodFigureId, number>>>;
}

export const REPORTED_FIGURES = {
  "police-2020": {
    months: null,
    period: "2020 to 26 February 2021",
    source: "a ministry's spokesperson, 26 February 2021",
    quality: "B",
    figures: {
      effectiveWarnings: 12.66e6,
      kept: 12.42e6,
      interceptedCalls: 240e6,
      interceptedMessages: 930e6,
      blockedDomains: 328_000,
      lossAvoidedYuan: 242.75e9,
      success: 0.981,
    },
  },
  "ministry-2020": {
    months: null,
    period: "2020 to 26 February 2021",
    source: "the industry ministry's own count: three times the police's calls",
    quality: "M",
    figures: { interceptedCalls: 730e6, interceptedMessages: 1550e6 },
  },
  "police-2021-22": {
    months: 12,
    period: "April 2021 to April 2022",
    source: "State Council briefing, April 2022",
    quality: "M",
    figures: {
      warnings: 82.37e6,
      kept: 61.78e6,
      interceptedCalls: 1.95e9,
      interceptedMessages: 2.14e9,
      blockedDomains: 2.106e6,
      stoppedYuan: 329.1e9,
      keptOfPushed: 0.75,
    },
  },
  "action-2022": {
    months: 3.29,
    period: "hundred-day action, summer 2022",
    source: "news reports at the end of the action",
    quality: "M",
    figures: {
      warnings: 65.46e6,
      interceptedCalls: 280e6,
      interceptedMessages: 400e6,
      blockedDomains: 819_000,
      accuracy: 0.799,
    },
  },
  "police-2023-24": {
    months: 17,
    period: "January 2023 to May 2024",
    source: "news reports of 2024; shares by channel derived: 310 M, 230 M and 14.77 M of 420 M warnings, overlapping",
    quality: "M",
    figures: {
      warnings: 420e6,
      visits: 14.77e6,
      interceptedCalls: 3.7e9,
      interceptedMessages: 2.96e9,
      stoppedYuan: 452.9e9,
      telephoneShare: 0.738,
      messageShare: 0.548,
      visitShare: 0.0352,
    },
  },
  // The printed sum of money is surely a slip of units: left out.
  "police-2025": {
    months: 12,
    period: "2025",
    source: "news reports, January 2026",
    quality: "M",
    figures: { visits: 6.747e6, interceptedCalls: 3.6e9, interceptedMessages: 3.3e9, cases: 258_000 },
  },
} as const satisfies Record<ReportedPeriodName, ReportedPeriod>;

export function reportedPeriod(name: ReportedPeriodName): ReportedPeriod {
  return REPORTED_FIGURES[name];
}

/** Hours of a month, on average. */
const MONTH_HOURS = 730;

/** The scenario's part of a reported figure, for so many hours at that scale; a share stays as it is. */
export function scaledFigure(
  id: FigureId,
  reported: number,
  { months }: Pick<ReportedPeriod, "months">,
  { referenceScale, referenceHours }: { readonly referenceScale: number; readonly referenceHours: number },
): number {
  if (FIGURES[id].unit === "share") return reported;
  return reported * referenceScale * (months === null ? 1 : referenceHours / MONTH_HOURS / months);
}
