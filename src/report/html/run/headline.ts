/** The one number that matters, large, and right beside it what it does not say. */
import { formatAmount, formatCount } from "../../format.ts";
import type { Report } from "../../schema.ts";
import { renderTable } from "../figure.ts";
import { type Markup, markup } from "../markup.ts";
import { clusterFigure, NOTHING, percentOf, percentRange, range } from "../words.ts";

export function runHeadline(report: Report): Markup {
  return markup`<div class="headline">
      <div>${success(report)}</div>
      <section class="caveats" aria-labelledby="caveats">
        <h2 id="caveats">What this number does not say</h2>
        <ul>
          ${caveats(report).map(([figure, words]) => markup`<li><b>${figure}</b> <span>${words}</span></li>`)}
        </ul>
      </section>
    </div>
    ${renderTable(
      { head: ["Headline figures", "here"], rows: headlineRows(report) },
      "Below each figure its 95 % interval and n. An interval says where the figure would lie if gangs, benign callers and those whom false alarms name were drawn again; it is left out where they are too few",
    )}`;
}

function success({ rates, reference }: Report): Markup {
  const { value, n, low, high } = rates.success;
  if (value === null) {
    return markup`<p class="number words">Success: ${NOTHING}</p>
      <p>
        No early warning was effective, so there is nobody of whom one could say that they kept their money because of
        one.
      </p>`;
  }
  const overGangs = reference.find(({ id }) => id === "success");
  const hasGangs = overGangs?.low != null && overGangs.high !== null;
  const interval = hasGangs
    ? `95\u00a0% interval over gangs: ${percentRange(overGangs.low, overGangs.high)}\u00a0%`
    : `95\u00a0% interval, warnings taken as independent: ${percentRange(low, high)}\u00a0%`;
  return markup`<p class="number">${(value * 100).toFixed(1)}<small> %</small></p>
    <p>of those whom an early warning reached in time kept their money: <em>success</em>.</p>
    <p class="interval">${interval}<br />n = ${formatCount(n)} effective warnings</p>`;
}

function caveats({ warnings, rates, episodes, benign, precisionByPrevalence }: Report): [string, string][] {
  const falseAlarms = warnings.pushed - warnings.onTarget;
  const { coverage, falseInterception } = rates;
  const missed = coverage.value === null ? null : coverage.n - Math.round(coverage.value * coverage.n);
  const { clusterLow, clusterHigh, value: blocked } = falseInterception;
  const rarest = precisionByPrevalence.at(-1);
  return [
    [
      `${formatCount(falseAlarms)} false alarms`,
      warnings.pushed === 0
        ? "– no warning was pushed"
        : `of ${formatCount(warnings.pushed)} warnings went to people in no episode`,
    ],
    missed === null
      ? ["0 episodes", "– nobody was taken in, so nobody was missed"]
      : [`${formatCount(missed)} missed episodes`, `of ${formatCount(episodes.total)} were never warned of`],
    [
      `${formatCount(benign.intercepted)} benign events blocked`,
      blocked === null
        ? "– there was no benign traffic"
        : `of ${formatCount(benign.total)}: ${per10000(blocked)} per 10,000${withInterval(range(clusterLow, clusterHigh, per10000))}`,
    ],
    ...(rarest?.precision.value == null || rarest.prevalence === null
      ? []
      : ([
          [
            `${percentOf(1 - rarest.precision.value, 0)} of what is blocked is benign`,
            `if ${percentOf(rarest.prevalence, 2)} of events were fraud, as in real traffic`,
          ],
        ] satisfies [string, string][])),
    ...(warnings.keptAnyway === null || warnings.keptUnmatched === null || warnings.kept === 0
      ? []
      : ([
          [
            `${formatCount(warnings.keptAnyway)} kept anyway`,
            `of ${formatCount(warnings.kept - warnings.keptUnmatched)} whom the same attempt reached with interception alone: it cost them nothing either`,
          ],
        ] satisfies [string, string][])),
  ];
}

function per10000(share: number): string {
  return (share * 10_000).toFixed(1);
}

function hours(minutes: number): string {
  return (minutes / 60).toFixed(1);
}

function withInterval(interval: string): string {
  return interval === "" ? "" : ` (${interval})`;
}

function headlineRows(report: Report): string[][] {
  const { rates, leadTimeMinutes, lossYuan, reference } = report;
  const avoided = reference.find(({ id }) => id === "lossAvoidedYuan");
  const { p10, p50, p90, n } = leadTimeMinutes;
  return [
    shareRow("Fraud calls intercepted", rates.interceptionCalls),
    shareRow("Fraud messages intercepted", rates.interceptionMessages),
    shareRow("Precision: fraud, of what was blocked", rates.precision),
    shareRow("Accuracy: on target, of warnings pushed", rates.accuracy),
    shareRow("Coverage: episodes warned of", rates.coverage),
    shareRow("Kept, of warnings pushed", rates.keptOfPushed),
    [
      "Lead time, median (tenth to ninetieth percentile)",
      p50 === null
        ? NOTHING
        : stacked(`${hours(p50)} h`, `${hours(p10!)} to ${hours(p90!)}`, `n\u00a0=\u00a0${formatCount(n)}`),
    ],
    [
      "Loss avoided, yuan",
      lossYuan.avoided === null
        ? "no paired runs"
        : stacked(formatAmount(lossYuan.avoided), avoided ? range(avoided.low, avoided.high, formatAmount) : ""),
    ],
  ];
}

function shareRow(name: string, rate: Report["rates"]["accuracy"]): string[] {
  const { value, low, high, n } = clusterFigure(rate);
  if (value === null) return [name, NOTHING];
  return [name, stacked(percentOf(value), percentRange(low, high), `n\u00a0=\u00a0${formatCount(n)}`)];
}

/** One column of lines fits a telephone, where three columns would not. */
function stacked(...lines: readonly string[]): string {
  return lines.filter((line) => line !== "").join("\n");
}
