/** The result of a bench as a page, from its document alone: the same frame and charts as the report of a run. */
import type { Chart } from "../../src/report/chart/chart.ts";
import { renderFacts, renderFigure } from "../../src/report/html/figure.ts";
import { type Markup, markup } from "../../src/report/html/markup.ts";
import { type Section, renderPage } from "../../src/report/html/page.ts";
import { printableDocument } from "../../src/report/printable-document.ts";
import { formatCount } from "../../src/report/format.ts";
import { quotaWords } from "../../src/report/machine-words.ts";
import type { BenchResult } from "../harness/result.ts";
import { benchHeadline } from "./bench-headline.ts";
import { comparisonChart } from "./comparison-chart.ts";
import { errorChart, groupCharts, singleTable } from "./measurement-charts.ts";
import { ratesChart, spectrumChart } from "./latency-charts.ts";
import { paretoChart } from "./pareto-chart.ts";
import { scalingCharts } from "./scaling-charts.ts";

/** One HTML file. Some 100 ms and 100 to 300 KB. */
export function renderBenchPage(document: BenchResult): string {
  const result = printableDocument<unknown>(document) as typeof document;
  return renderPage({
    title: `${result.kind}, ${result.size} size`,
    kicker: "Ringfence bench",
    facts: factsOf(result),
    headline: benchHeadline(result),
    sections: sectionsOf(result),
  });
}

function factsOf({ seed, startedAt, wallSeconds, environment, digest }: BenchResult): string {
  const { cpu, commit, dirty } = environment;
  return [
    `Seed ${seed}`,
    `begun ${startedAt.slice(0, 16).replace("T", " ")} UTC, ${wallSeconds.toFixed(0)} s`,
    cpu,
    ...(commit === null ? [] : [`commit ${commit.slice(0, 10)}${dirty ? " (changed)" : ""}`]),
    ...(digest === null ? [] : [`digest ${digest}`]),
  ].join(" · ");
}

function sectionsOf(result: BenchResult): Section[] {
  const comparison = comparisonChart(result);
  const error = errorChart(result);
  return [
    ...(comparison === null ? [] : [charts("comparisons", "Beside the others", [comparison])]),
    ...ofKind(result),
    { id: "measurements", title: "What was measured", body: measured(result) },
    ...(error === null ? [] : [charts("errors", "Errors beside theory", [error])]),
    { id: "environment", title: "Environment", body: machineOf(result) },
    { id: "settings", title: "Settings", body: settingsOf(result) },
    { id: "again", title: "Measure it again", body: markup`<pre><code>${result.reproduce}</code></pre>` },
    { id: "limits", title: "Limits", body: limits() },
  ];
}

function measured(result: BenchResult): Markup {
  return markup`${groupCharts(result).map(renderFigure)} ${singleTable(result)}`;
}

/** What only this kind of bench has. */
function ofKind(result: BenchResult): Section[] {
  switch (result.kind) {
    case "open-loop":
      return [charts("latency", "Latency", [spectrumChart(result), ratesChart(result)])];
    case "scaling":
      return [charts("scaling", "Scaling", scalingCharts(result))];
    case "pareto":
      return [charts("pareto", "Quality against speed", [paretoChart(result)])];
    default:
      return [];
  }
}

function charts(id: string, title: string, list: readonly Chart[]): Section {
  return { id, title, body: markup`${list.map(renderFigure)}` };
}

function machineOf({ environment: machine }: BenchResult): Markup {
  const { cpu, cores, memoryMiB, os, node, v8, flags, load, version, commit, dirty } = machine;
  return renderFacts([
    ["Processor", `${cpu}, ${formatCount(cores)} cores`],
    ["Quota of cores", quotaWords(machine)],
    ["Memory", `${formatCount(memoryMiB)} MiB`],
    ["System", os],
    ["Node.js", `${node}, V8 ${v8}${flags.length === 0 ? "" : `, ${flags.join(" ")}`}`],
    ["Load at the start", load.toFixed(2)],
    ["Ringfence", version],
    ["Commit", commit === null ? "unknown" : `${commit}${dirty ? ", changed" : ""}`],
  ]);
}

function settingsOf({ settings }: BenchResult): Markup {
  return renderFacts(Object.entries(settings).map(([name, value]) => [name, String(value)]));
}

/** Of every bench: what is to be said of this one stands beside its headline. */
function limits(): Markup {
  const all = [
    "Intervals come from rounds in one process on one machine: they tell of the machine in these minutes, not of other inputs.",
    "Contenders take turns within each round, so a ratio can be trusted where the figures behind it cannot.",
  ];
  return markup`<ul class="limits">
    ${all.map((one) => markup`<li>${one}</li>`)}
  </ul>`;
}
