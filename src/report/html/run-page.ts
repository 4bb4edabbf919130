/** The report of a run as a page, from its document alone: it can be made again at any time. */
import type { Chart } from "../chart/chart.ts";
import { formatCount } from "../format.ts";
import type { Report } from "../schema.ts";
import { renderFigure, renderReportTable } from "./figure.ts";
import { type Markup, markup } from "./markup.ts";
import { renderPage, type Section } from "./page.ts";
import { printableDocument } from "./printable-document.ts";
import { cardCharts } from "./run/cards.ts";
import { adversaryRecallChart, knobsChart } from "./run/adversary.ts";
import { retrainingChart } from "./run/retraining.ts";
import { channelChart, heatChart } from "./run/caught.ts";
import { filterChart } from "./run/filter.ts";
import { flowChart } from "./run/flow.ts";
import { funnelChart } from "./run/funnel.ts";
import { runHeadline } from "./run/headline.ts";
import { benignChart } from "./run/benign.ts";
import { leadTimeChart } from "./run/lead-time.ts";
import { prevalenceChart, thresholdChart } from "./run/precision.ts";
import { referenceChart } from "./run/reference.ts";
import { environment, featureTable, ledgerTable, limits, reproduceLine } from "./run/tables.ts";
import { warningLineChart } from "./run/warning-line.ts";
import { lossesChart, queuesChart, warningsChart } from "./run/timeline.ts";
import { lateChart, operatorChart } from "./run/operators.ts";
import { adversaryTables } from "../tables/adversary-tables.ts";
import { baselineTable } from "../tables/baseline-table.ts";
import { retrainingTables } from "../tables/retraining-tables.ts";
import { operatorTables } from "../tables/operator-tables.ts";
import type { ReportTable } from "../tables/report-table.ts";
import { percentOf } from "./words.ts";

/** One HTML file. Some 200 ms and 500 KB. */
export function renderRunPage(document: Report): string {
  const report = printableDocument(document);
  return renderPage({
    title: report.scenario,
    kicker: "Ringfence run",
    facts: factsOf(report),
    headline: runHeadline(report),
    sections: sectionsOf(report),
    isBilingual: true,
  });
}

function factsOf({ seed, events, rates, hours, digest }: Report): string {
  const fraud = rates.prevalence.value === null ? "" : ` (${percentOf(rates.prevalence.value)} fraud)`;
  return `Seed ${seed} · ${formatCount(events.total)} events${fraud} in ${formatCount(hours.scenario)} simulated hours · digest ${digest}`;
}

function sectionsOf(report: Report): Section[] {
  const { adversary, operators, retraining } = report;
  return [
    charts("reference", "Beside the reported figures", [referenceChart(report)]),
    charts("warned", "From warning to money kept", [funnelChart(report), ...chartOrNone(warningLineChart(report))]),
    charts("stages", "What each stage decided", [flowChart(report)]),
    charts("interception", "What is intercepted", [channelChart(report), heatChart(report)]),
    ...(operators ? [operatorsSection(operators)] : []),
    charts("line", "Where to draw the line", [thresholdChart(report), prevalenceChart(report)]),
    charts("harm", "Benign events blocked", [benignChart(report)]),
    charts("time", "In time", [leadTimeChart(report), warningsChart(report), queuesChart(report), lossesChart(report)]),
    ...(report.cards ? [charts("cards", "Cards and the crackdown", cardCharts(report.cards))] : []),
    charts("bloom", "The Bloom filter", [filterChart(report)]),
    tables("baselines", "Baselines", [baselineTable(report)]),
    { id: "features", title: "Single features", body: featureTable(report) },
    ...(adversary
      ? [
          charts("adversary", "Gangs that change", [adversaryRecallChart(adversary), knobsChart(adversary)]),
          tables("adversary-tables", "What gangs changed", adversaryTables(adversary)),
        ]
      : []),
    ...(retraining
      ? [
          charts("retraining", "A model that is trained again", [retrainingChart(retraining)]),
          tables("retraining-tables", "What it was trained on", retrainingTables(retraining).slice(1)),
        ]
      : []),
    { id: "ledger", title: "Ledger", body: ledgerTable(report) },
    { id: "environment", title: "Environment", body: environment(report) },
    { id: "again", title: "Run it again", body: reproduceLine(report) },
    { id: "limits", title: "Limits", body: limits() },
  ];
}

function chartOrNone(chart: Chart | null): Chart[] {
  return chart === null ? [] : [chart];
}

function operatorsSection(operators: NonNullable<Report["operators"]>): Section {
  const [notices] = operatorTables(operators);
  const list = [operatorChart(operators), lateChart(operators)];
  const body = markup`${list.map(renderFigure)} ${renderReportTable(notices!)}`;
  return { id: "operators", title: "Blocked by whom, and when", body };
}

function charts(id: string, title: string, list: readonly Chart[]): Section {
  const body: Markup = markup`${list.map(renderFigure)}`;
  return { id, title, body };
}

function tables(id: string, title: string, list: readonly ReportTable[]): Section {
  return { id, title, body: markup`${list.map(renderReportTable)}` };
}
