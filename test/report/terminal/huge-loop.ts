import type { Report } from "../../../src/report/schema.ts";

/** Every count and amount of the loop as large as a national platform's, and every share with all its digits. */
export function hugeLoop(report: Report): Report {
  const enlarge = (value: unknown, key: string): unknown => {
    if (typeof value === "number") return SHARES.has(key) ? 0.98765 : MINUTES.has(key) ? -123_456.7 : 87_654_321;
    if (Array.isArray(value)) return value.map((item) => enlarge(item, key));
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, enlarge(inner, name)]));
  };
  const loop = ["episodes", "warnings", "lossYuan", "investigations", "leadTimeMinutes"] as const;
  const parts = Object.fromEntries(loop.map((name) => [name, enlarge(report[name], name)]));
  const reference = report.reference.map((row) => {
    const [simulated, low, high] = [0.98765, 0.87, 1.5].map((ratio) =>
      Math.min(row.scaled * 100 * ratio, row.reported),
    );
    return { ...row, simulated, ratio: 98.765, low: row.id === "lossAvoidedYuan" ? -high! : low, high };
  });
  return { ...report, ...parts, reference } as Report;
}

const SHARES = new Set(["value", "low", "high", "clusterLow", "clusterHigh", "share", "attemptsPerSuccess"]);
const MINUTES = new Set(["p10", "p50", "p90"]);
