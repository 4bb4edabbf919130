/** Periods of which figures of a real platform were reported (report/reported-periods.ts): their names alone. */
export const REPORTED_PERIODS = ["2020", "2020-ministry", "2021-22", "action-2022", "2023-24", "2025"] as const;
export type ReportedPeriodName = (typeof REPORTED_PERIODS)[number];
