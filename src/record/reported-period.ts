/** Periods with reported figures of a real platform (report/reported-periods.ts). */
export const REPORTED_PERIODS = [
  "police-2020",
  "ministry-2020",
  "police-2021-22",
  "action-2022",
  "police-2023-24",
  "police-2025",
] as const;
export type ReportedPeriodName = (typeof REPORTED_PERIODS)[number];
