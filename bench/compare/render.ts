/** A comparison as a person reads it in a terminal. */
import { counted } from "../../src/report/format.ts";
import { printable } from "../../src/core/terminal/printable.ts";
import { type Style, emphasise, note, renderTable } from "../../src/core/terminal/table.ts";
import { renderNamedTable } from "../harness/named-table.ts";
import { figure } from "../harness/render.ts";
import { remark, wrap } from "../../src/core/terminal/wrap.ts";
import { median } from "../harness/statistics.ts";
import type { ComparisonResult, Metric, SelfTest } from "./result.ts";
import { MAX_PAIRS } from "./pairs.ts";
import { tooFewPairs } from "../harness/rank-statistics/power.ts";
import { MIN_CAUGHT, MAX_FALSE_ALARMS, areRatesRight } from "./self-test.ts";
import type { Verdict } from "./verdict.ts";

export const VERDICT_WORDS: Readonly<Record<Verdict, string>> = {
  worse: "WORSE",
  cannotTell: "cannot tell",
  notWorse: "not worse",
  same: "no change",
  better: "better",
};

export function renderComparison(result: ComparisonResult, style: Style): string {
  return [heading(result, style), table(result.metrics, style), summary(result, style)].join("\n\n");
}

function heading({ a, b, commits, paired, work, orders }: ComparisonResult, style: Style): string {
  const how = paired
    ? `${counted(orders.length, "pair")} of processes, interleaved${work === null ? "" : `; ringfence ${printable(work)}`}`
    : "two results, not paired";
  const sides = [...wrap(side(a, commits.a), "  A  "), ...wrap(side(b, commits.b), "  B  ")];
  return [emphasise("bold", "B against A", style), ...sides, note(remark(how), style)].join("\n");
}

function side(label: string, commit: string | null): string {
  return printable(label) + (commit === null ? "" : `, commit ${printable(commit.replace(/^(\w{10})\w+/, "$1"))}`);
}

function table(metrics: readonly Metric[], style: Style): string {
  const rows = metrics.map((metric) => ({
    name: `${printable(metric.name)}, ${printable(metric.unit)}`,
    cells: [...figuresOf(metric), VERDICT_WORDS[metric.verdict]],
  }));
  return renderNamedTable(["", "A", "B", "change, %", "95 % interval", "visible", "B is"], rows, style);
}

/** A, B, the change, its interval, and what would be visible. */
export function figuresOf({ a, b, change, smallestVisible }: Metric): string[] {
  return [
    figure(median(a)),
    figure(median(b)),
    signed(change.value),
    change.low === null ? "" : `${signed(change.low)} to ${signed(change.high!)}`,
    smallestVisible === null ? "" : visibleWords(smallestVisible),
  ];
}

/** What it comes to, in a sentence or a few. Names of figures are made printable. */
export function summaryWords(result: ComparisonResult): string {
  const { minEffect, outcome, metrics } = result;
  return {
    regression: `Worse: ${metrics
      .filter(({ verdict }) => verdict === "worse")
      .map(({ name }) => printable(name))
      .join("; ")}.`,
    cannotTell: unclearSummary(result),
    nothingWorse: `Nothing is worse by ${percent(minEffect)} % or more. ${tooFew(result)}`.trim(),
  }[outcome];
}

function summary(result: ComparisonResult, style: Style): string {
  const { minEffect, paired, notes } = result;
  const change = paired
    ? "of the ratios within pairs (signed ranks)"
    : "of the ratios of each round of B to each of A (ranks)";
  const lines = [
    `A, B: medians; change: ${change}, which may point the other way than the medians do; ` +
      `below ${percent(minEffect)} % nothing counts; visible: the worsening, in %, that about 80 of 100 further comparisons like this one would catch`,
    ...notes.map((text) => `Note: ${printable(text)}`),
  ].map(remark);
  const lead = wrap(summaryWords(result), "  ").map((line) => emphasise("bold", line, style));
  return `${lead.join("\n")}\n${note(lines.join("\n"), style)}`;
}

/** All that keeps it from being told, one sentence or more for each. */
function unclearSummary(result: ComparisonResult): string {
  const { metrics, untold, sameDecisions } = result;
  const unclear = metrics.filter(({ verdict }) => verdict === "cannotTell");
  const reasons = [
    ...(metrics.length === 0 ? ["A and B have no figure in common."] : []),
    ...(unclear.length > 0
      ? [`Cannot tell of ${unclear.length} of ${counted(metrics.length, "figure")}.${advice(result, unclear)}`]
      : []),
    ...(untold.length > 0
      ? [`Left out, so that B may be worse there: ${untold.map((name) => printable(name)).join("; ")}.`]
      : []),
    ...(sameDecisions === false ? ["They decided differently: one may be faster because it does less."] : []),
  ];
  // Then all that is left is that a digest is missing.
  return reasons.length > 0 ? reasons.join(" ") : "Nothing says that they decided alike: one may do less.";
}

function advice(result: ComparisonResult, all: readonly Metric[]): string {
  const { metrics, paired } = result;
  const unclear = all.filter(({ doubt }) => doubt === null);
  if (unclear.length === 0) return " They are doubtful, so nothing is proven by them.";
  if (!paired) {
    const noneVisible = unclear.some(({ smallestVisible }) => smallestVisible === null);
    return noneVisible ? " With so few rounds in the files no change could be called." : "";
  }
  const few = tooFew(result);
  if (few !== "") return ` ${few}`;
  const most = Math.max(...unclear.map(({ pairsToTell }) => pairsToTell!));
  if (most > MAX_PAIRS)
    return ` No number of pairs would do here: longer work, or a quieter machine.${steadier(metrics)}`;
  return most > metrics[0]!.a.length
    ? ` About ${counted(most, "pair")} would do, or a quieter machine.`
    : " Once more may do: the change is near the minimum effect.";
}

/** The figure that varies least, where pairs can be had that tell of it: on a busy machine, often processor time. */
function steadier(metrics: readonly Metric[]): string {
  const [least] = metrics.toSorted((a, b) => a.pairsToTell! - b.pairsToTell!);
  if (least!.pairsToTell! > MAX_PAIRS) return "";
  return ` Of these figures "${printable(least!.name)}" varies least: --metric judges it alone.`;
}

/** A sentence; nothing where there were pairs enough. */
function tooFew({ paired, orders, metrics }: ComparisonResult): string {
  const said = paired ? tooFewPairs(orders.length, metrics.length) : null;
  return said === null ? "" : `${said.charAt(0).toUpperCase()}${said.slice(1)}.`;
}

/** What the self-test of a comparison of A with A found, in its own words. */
export function renderSelfTest(comparison: ComparisonResult & { readonly selfTest: SelfTest }, style: Style): string {
  const { resamples, injectedFactor, falseAlarms, caught, unlike, passed } = comparison.selfTest;
  const rows = caught.map(({ name, share }) => [printable(name), `${percent(share)} %`]);
  const injected = `${percent(injectedFactor - 1)} %`;
  const least = `${percent(MIN_CAUGHT)} %`;
  const alike = unlike.length === 0 ? "no figure is called worse or better" : unlikeWords(unlike);
  const verdict = [
    ...(unlike.length > 0 ? [NOT_ALIKE] : []),
    ...(areRatesRight(comparison.selfTest) ? [] : [tooFew(comparison) || TOO_NOISY]),
  ];
  return [
    emphasise("bold", `A against A, ${counted(resamples, "comparison")} drawn from the recorded pairs`, style),
    ...wrap(`${alike} (as none may be)`, "  the pairs as they were: "),
    `  false alarms: ${percent(falseAlarms)} % (at most ${percent(MAX_FALSE_ALARMS)} %)`,
    note(remark(MEANINGS), style),
    "",
    renderTable([`made worse by ${injected} in the figures`, `caught (at least ${least})`], rows, style),
    "",
    ...wrap(
      passed ? "Both sides are treated alike, and both error rates are as they should be." : verdict.join(" "),
      "  ",
    ),
  ].join("\n");
}

function unlikeWords(unlike: SelfTest["unlike"]): string {
  return unlike.map(({ name, verdict }) => `B is ${VERDICT_WORDS[verdict]} by ${printable(name)}`).join("; ");
}

const MEANINGS =
  "the pairs as they were show whether A is treated alike as A and as B; the false alarms, since drawing favours neither " +
  "side, show that the test keeps its level for pairs that vary as much and in this way, and no more";
const NOT_ALIKE =
  "A is not treated alike as A and as B: no comparison on this machine can be trusted. By chance it happens about once in " +
  "fifty times: once more tells.";

const TOO_NOISY =
  "Too noisy for this many pairs of this work: longer work, a quieter machine, --metric, or more pairs where these would do.";

function signed(share: number): string {
  return `${share > 0 ? "+" : ""}${percent(share)}`;
}

/** A worsening by so many per cent is no longer one of interest. */
const FAR_OFF = 1000;

function visibleWords(share: number): string {
  return share * 100 > FAR_OFF ? `>${FAR_OFF}` : percent(share);
}

export function percent(share: number): string {
  const size = Math.abs(share * 100);
  return `${Number((share * 100).toFixed(size >= 100 ? 0 : size >= 10 ? 1 : 2))}`;
}
