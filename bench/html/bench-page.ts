/** The result of a bench as a page, from its document alone: the same frame and charts as the report of a run. */
import { joined, t, type Text, type Localised } from "../../src/ui/words.ts";
import type { Chart } from "../../src/ui/chart/chart.ts";
import { renderFacts, renderFigure } from "../../src/ui/page/figure.ts";
import { type Markup, markup } from "../../src/ui/page/markup.ts";
import { type Section, renderPage } from "../../src/ui/page/page.ts";
import { printableDocument } from "../../src/ui/printable-document.ts";
import { formatCount } from "../../src/ui/format.ts";
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
    title: t`${result.kind}, ${result.size} size`,
    kicker: t`Ringfence bench`,
    facts: factsOf(result),
    headline: benchHeadline(result),
    sections: sectionsOf(result),
  });
}

function factsOf({ seed, startedAt, wallSeconds, environment, digest }: BenchResult): Text {
  const { cpu, commit, dirty } = environment;
  const [begun, took] = [startedAt.slice(0, 16).replace("T", " "), wallSeconds.toFixed(0)];
  const head = commit?.slice(0, 10);
  return joined(
    [
      t`Seed ${seed}`,
      t`begun ${begun} UTC, ${took} s`,
      cpu,
      ...(head === undefined ? [] : [t`commit ${head}${dirty ? t` (changed)` : ""}`]),
      ...(digest === null ? [] : [t`digest ${digest}`]),
    ],
    " · ",
  );
}

function sectionsOf(result: BenchResult): Section[] {
  const comparison = comparisonChart(result);
  const error = errorChart(result);
  return [
    ...(comparison === null ? [] : [charts("comparisons", t`Beside the others`, [comparison])]),
    ...ofKind(result),
    { id: "measurements", title: t`What was measured`, body: measured(result) },
    ...(error === null ? [] : [charts("errors", t`Errors beside theory`, [error])]),
    { id: "environment", title: t`Environment`, body: machineOf(result) },
    { id: "settings", title: t`Settings`, body: settingsOf(result) },
    {
      id: "again",
      title: t`Measure it again`,
      body: markup`<pre><code>${result.reproduce}</code></pre>`,
    },
    { id: "limits", title: t`Limits`, body: limits() },
  ];
}

function measured(result: BenchResult): Markup {
  return markup`${groupCharts(result).map(renderFigure)} ${singleTable(result)}`;
}

/** What only this kind of bench has. */
function ofKind(result: BenchResult): Section[] {
  switch (result.kind) {
    case "open-loop":
      return [charts("latency", t`Latency`, [spectrumChart(result), ratesChart(result)])];
    case "scaling":
      return [charts("scaling", t`Scaling`, scalingCharts(result))];
    case "pareto":
      return [charts("pareto", t`Quality against speed`, [paretoChart(result)])];
    default:
      return [];
  }
}

function charts(id: string, title: Text, list: readonly Chart[]): Section {
  return { id, title, body: markup`${list.map(renderFigure)}` };
}

function machineOf({ environment: machine, othersBusyCores }: BenchResult): Markup {
  const { cpu, cores, memoryMiB, os, node, v8, flags, load, version, commit, dirty } = machine;
  const { timerStepUs, wakeLateUs, noise } = machine;
  return renderFacts([
    [t`Processor`, t`${cpu}, ${formatCount(cores)} cores`],
    [t`Quota of cores`, quotaText(machine)],
    [t`Memory`, `${formatCount(memoryMiB)} MiB`],
    [t`System`, os],
    ["Node.js", `${node}, V8 ${v8}${flags.length === 0 ? "" : `, ${flags.join(" ")}`}`],
    [t`Load at the start`, load.toFixed(2)],
    [t`Cores kept busy by other work`, othersBusyCores.toFixed(2)],
    [t`Steps of the timer`, `${Number(timerStepUs.toPrecision(2))} us`],
    [t`Threads wake late, at worst`, `${wakeLateUs.toFixed(0)} us`],
    [t`The same work varies by`, `${(noise * 100).toFixed(1)} %`],
    ["Ringfence", version],
    [t`Commit`, commit === null ? t`unknown` : dirty ? t`${commit}, changed` : commit],
  ]);
}

function quotaText({ quotaCores, quotaKnown }: BenchResult["environment"]): Localised {
  if (typeof quotaCores === "number") return t`a quota of ${Number(quotaCores.toFixed(2))}`;
  return quotaKnown ? t`no quota` : t`whether there is a quota cannot be told`;
}

function settingsOf({ settings }: BenchResult): Markup {
  return renderFacts(Object.entries(settings).map(([name, value]) => [name, String(value)]));
}

/** Of every bench: what is to be said of this one stands beside its headline. */
function limits(): Markup {
  const all: readonly Localised[] = [
    t`Intervals come from rounds in one process on one machine: they tell of the machine in these minutes, not of other inputs.`,
    t`Contenders take turns within each round, so a ratio can be trusted where the figures behind it cannot.`,
  ];
  return markup`<ul class="limits">
    ${all.map((one) => markup`<li>${one}</li>`)}
  </ul>`;
}
