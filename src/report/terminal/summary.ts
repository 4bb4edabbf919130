/**
 * What a run came to, on one screen: at most 40 lines of 80 columns. Every table is in render-report.ts (`--details`)
 * and on the page.
 */
import {
  counted,
  formatAmount,
  formatAmountInterval,
  formatClusterInterval,
  formatCount,
  formatFigure,
  formatInterval,
  formatPercent,
  formatPercentInterval,
} from "../format.ts";
import { scaleClusteredRate } from "../../metrics/rates.ts";
import { printable } from "../../core/terminal/printable.ts";
import { emphasise, renderTable, type Style } from "../../core/terminal/table.ts";
import { continueLines, remark } from "../../core/terminal/wrap.ts";
import type { Report } from "../schema.ts";
import { referenceTable } from "../sections/reference/table.ts";
import { drawTable } from "./draw-table.ts";
import { labelledLines } from "./labelled-lines.ts";
import type { TerminalOptions } from "./render-report.ts";

/** Ends with a line break. Text from outside (names, the command line) is escaped. */
export function renderSummary(report: Report, { width, colour }: TerminalOptions): string {
  const style: Style = { colour };
  const sections = [
    headline(report, style),
    ...net(report, style),
    drawTable(referenceTable(report), style),
    funnel(report, style),
    interception(report, style),
    footer(report, width, style),
  ];
  return `${sections.join("\n\n")}\n`;
}

function headline({ scenario, seed, events, rates, hours }: Report, style: Style): string {
  return [
    emphasise("bold", `Ringfence: ${printable(scenario, 40)}, seed ${seed}, ${counted(hours.scenario, "hour")}`, style),
    `${counted(events.total, "event")}: ${counted(events.calls, "call")}, ${counted(events.messages, "message")}; ` +
      `${formatPercent(rates.prevalence, 1)} are fraud`,
  ].join("\n");
}

/** What warnings changed comes first, as success says nothing of people never warned. Needs the paired run. */
function net({ netEffect }: Report, style: Style): string[] {
  if (netEffect === null) return [];
  const { saved, savedShare, savedYuan, savedYuanShare, workedHours } = netEffect;
  const hours = counted(Math.round(workedHours), "hour");
  const table = renderTable(
    [`Saved by warnings, ${hours} of work`, "", "95 %", "share saved", "95 %"],
    [
      [
        "people",
        formatCount(saved.value),
        formatAmountInterval(saved),
        formatPercent(savedShare, 1),
        formatPercentInterval(savedShare, 1),
      ],
      [
        "yuan",
        formatAmount(savedYuan.value),
        formatAmountInterval(savedYuan),
        formatPercent(savedYuanShare, 1),
        formatPercentInterval(savedYuanShare, 1),
      ],
    ],
    style,
  );
  return [table];
}

/** Without notes on what each published rate leaves out. */
function funnel({ warnings, rates, episodes }: Report, style: Style): string {
  return renderTable(
    ["Early warnings", "count", "rate", "95 %", "reported"],
    [
      [
        `pushed, ${counted(warnings.pushed - warnings.onTarget, "false alarm")} among them`,
        formatCount(warnings.pushed),
        "",
        "",
        "",
      ],
      countedRow("to somebody a gang was working on", warnings.onTarget, rates.accuracy, "79.9 %"),
      countedRow("  of these, in time", warnings.effective, rates.reach),
      countedRow("  of those, kept the money", warnings.kept, rates.success, "98.1 %"),
      countedRow("kept, of all pushed", null, rates.keptOfPushed, "75.0 %"),
      countedRow(
        `warned, of ${counted(episodes.total, "episode")}`,
        warnings.onTarget - warnings.repeats,
        rates.coverage,
      ),
    ],
    style,
  );
}

function interception({ rates, precisionByPrevalence, benign }: Report, style: Style): string {
  const { clusterLow, clusterHigh, ...blocked } = scaleClusteredRate(rates.falseInterception, 10_000);
  const rarest = precisionByPrevalence.at(-1);
  return renderTable(
    ["What was stopped, and what it cost", "", "95 %"],
    [
      shareRow("fraud calls intercepted", rates.interceptionCalls),
      shareRow("fraud messages intercepted", rates.interceptionMessages),
      [
        "benign events blocked, per 10,000",
        formatFigure(blocked, 1),
        formatInterval({ low: clusterLow, high: clusterHigh }, 1),
      ],
      rarest === undefined
        ? shareRow("precision of blocking, here", rates.precision)
        : shareRow(`precision, if ${formatPercent({ value: rarest.prevalence })} were fraud`, rarest.precision),
    ],
    style,
    remark(hurtClasses(benign)),
  );
}

/** Each class that was blocked, the most first, as a mean over all hides them; empty if none was. */
function hurtClasses({ byClass }: Report["benign"]): string {
  const hurt = Object.entries(byClass)
    .map(([name, { interceptedPer10000 }]) => ({ name, value: interceptedPer10000.value ?? 0 }))
    .filter(({ value }) => value > 0)
    .toSorted((a, b) => b.value - a.value)
    .map(({ name, value }) => `${name} ${value.toFixed(value < 9.5 ? 1 : 0)}`);
  return hurt.length === 0 ? "" : `blocked by class: ${hurt.join(", ")}`;
}

type Share = Report["rates"]["accuracy"];

function countedRow(name: string, count: number | null, share: Share, reported = ""): string[] {
  return [
    name,
    count === null ? "" : formatCount(count),
    formatPercent(share, 1),
    formatClusterInterval(share, 1),
    reported,
  ];
}

function shareRow(name: string, share: Share): string[] {
  return [name, formatPercent(share, 1), formatClusterInterval(share, 1)];
}

function footer({ performance, workers, digest, events, reproduce }: Report, width: number, style: Style): string {
  const { wallSeconds, eventsPerSecond, peakRssMiB } = performance;
  const lines = [
    [
      "Speed",
      `${counted(events.total, "event")} in ${wallSeconds.toFixed(1)} s: ${formatCount(eventsPerSecond)} events/s, ` +
        `${counted(workers, "worker")}, ${formatCount(peakRssMiB)} MiB`,
    ],
    ["Digest", digest],
    ["Again", continueLines(printable(reproduce), width - LABEL_COLUMNS)],
  ] as const;
  return labelledLines(lines, LABEL_COLUMNS, style);
}

const LABEL_COLUMNS = 8;
