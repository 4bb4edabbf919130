import { printable } from "../../src/core/terminal/printable.ts";
import { type Style, emphasise, note } from "../../src/core/terminal/table.ts";
import { remark, wrap } from "../../src/core/terminal/wrap.ts";
import { counted, threeDigits } from "../../src/ui/format.ts";
import { drawNamedTable } from "../harness/render.ts";
import { median } from "../harness/statistics.ts";
import { leastPairs } from "./judge.ts";
import { MAX_PAIRS } from "./pairs.ts";
import type { ComparisonResult, Metric, Verdict } from "./result.ts";

const VERDICT_WORDS: Readonly<Record<Verdict, string>> = {
  worse: "WORSE",
  cannotTell: "cannot tell",
  notWorse: "not worse",
  same: "no change",
  better: "better",
};

export function renderComparison(result: ComparisonResult, style: Style): string {
  const { a, b, paired, work, orders, metrics, notes, minEffect } = result;
  const how = paired
    ? `${counted(orders.length, "pair")} of processes, interleaved${work === null ? "" : `; ringfence ${printable(work)}`}`
    : "two results, not paired";
  const sides = [...wrap(printable(a), "  A  "), ...wrap(printable(b), "  B  ")];
  const rows = metrics.map((metric) => [
    `${printable(metric.name)}, ${printable(metric.unit)}`,
    ...figuresOf(metric),
    VERDICT_WORDS[metric.verdict],
  ]);
  const remarks = [
    `A, B: medians; change: of the ratios ${paired ? "within pairs" : "of each round of B to each of A"}, by ranks; ` +
      `below ${percent(minEffect)} % nothing counts`,
    ...metrics.flatMap(({ name, doubt }) =>
      doubt === null ? [] : [`doubtful: ${printable(name)}: ${printable(doubt)}`],
    ),
    ...notes.map((text) => `Note: ${printable(text)}`),
  ];
  const summary = wrap(summaryWords(result), "  ").map((line) => emphasise("bold", line, style));
  return [
    [emphasise("bold", "B against A", style), ...sides, note(remark(how), style)].join("\n"),
    drawNamedTable({ head: ["", "A", "B", "change, %", "95 % interval", "B is"], rows, notes: [] }, style),
    [...summary, note(remarks.map(remark).join("\n"), style)].join("\n"),
  ].join("\n\n");
}

function figuresOf({ a, b, change }: Metric): string[] {
  const interval = change.low === null ? "" : `${signed(change.low)} to ${signed(change.high!)}`;
  return [threeDigits(median(a)), threeDigits(median(b)), signed(change.value), interval];
}

/** What it comes to, in a sentence or a few, with names made printable. */
export function summaryWords(result: ComparisonResult): string {
  const { outcome, metrics, untold, sameDecisions, minEffect } = result;
  const named = (verdict: Verdict): string =>
    metrics.flatMap((one) => (one.verdict === verdict ? [printable(one.name)] : [])).join("; ");
  if (outcome === "regression") return `B is worse than A: ${named("worse")}.`;
  if (outcome === "nothingWorse") return `Nothing is worse by ${percent(minEffect)} % or more.`;
  const reasons = [
    ...(metrics.length === 0 ? ["A and B have no figure in common."] : []),
    ...(named("cannotTell") === "" ? [] : [`Cannot tell of: ${named("cannotTell")}.${advice(result)}`]),
    ...(untold.length === 0 ? [] : [`B may be worse in: ${untold.map((name) => printable(name)).join("; ")}.`]),
    ...(sameDecisions === false ? ["They decided differently: one may be faster because it does less."] : []),
  ];
  return reasons.join(" ") || "Nothing says that they decided alike: one may do less.";
}

function advice({ metrics, paired, orders }: ComparisonResult): string {
  const unclear = metrics.filter(({ verdict, doubt }) => verdict === "cannotTell" && doubt === null);
  if (!paired || unclear.length === 0) return "";
  const least = leastPairs(metrics.length);
  if (orders.length < least) return ` At least ${least} pairs are needed, or fewer figures (--metric).`;
  const most = Math.max(...unclear.map(({ pairsToTell }) => pairsToTell!));
  if (most > MAX_PAIRS) return " No number of pairs would do here: longer work, or a quieter machine.";
  return most > orders.length
    ? ` About ${counted(most, "pair")} would do, or a quieter machine.`
    : " Once more may do: the change is near the minimum effect.";
}

function signed(share: number): string {
  return `${share > 0 ? "+" : ""}${percent(share)}`;
}

function percent(share: number): string {
  const size = Math.abs(share * 100);
  return `${Number((share * 100).toFixed(size >= 100 ? 0 : size >= 10 ? 1 : 2))}`;
}
