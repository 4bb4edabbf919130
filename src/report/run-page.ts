/** A run's report as a page, from its document alone: it can be made again at any time. */
import detect from "../detect/zh.json" with { type: "json" };
import event from "../event/zh.json" with { type: "json" };
import { speaker, t, type Text } from "../ui/words.ts";
import ui from "../ui/zh.json" with { type: "json" };
import { chartOf } from "./chart.ts";
import { type Report, valueAt } from "./document.ts";
import { formatCount } from "../ui/format.ts";
import { printableDocument } from "../ui/printable-document.ts";
import type { Statement } from "./statement.ts";
import { tableOf } from "./table.ts";
import { REPORT_TERMS } from "../ui/glossary.ts";
import { written } from "./written.ts";
import { renderFacts, renderFigure, renderReportTable } from "../ui/page/figure.ts";
import { type Markup, markup } from "../ui/page/markup.ts";
import { renderPage } from "../ui/page/page.ts";
import own from "./zh.json" with { type: "json" };

/** One HTML file. Some 200 ms and 500 KB. */
export function renderRunPage(document: Report): string {
  const report = printableDocument(document) as Report;
  const first = report.sections.flatMap(({ statements }) => statements.filter(isFirst));
  const rest = report.sections.map((section) => ({
    ...section,
    statements: section.statements.filter((statement) => !isFirst(statement)),
  }));
  return renderPage({
    title: report.scenario,
    kicker: t`Ringfence run`,
    facts: factsOf(report),
    headline: markup`<div class="first">${first.map((statement) => renderStatement(statement, report))}</div>`,
    sections: [
      ...rest
        .filter(({ statements }) => statements.length > 0)
        .map(({ id, title, statements }) => ({
          id,
          title,
          body: markup`${statements.map((statement) => renderStatement(statement, report))}`,
        })),
      { id: "words", title: t`Words`, body: renderFacts(REPORT_TERMS) },
      { id: "environment", title: t`Run it again`, body: renderFacts(environment(report)) },
    ],
    chinese: speaker(event, detect, ui, own),
  });
}

/** Shown at the head of the page, and not again. */
function isFirst(statement: Statement): boolean {
  return statement.kind === "table" && statement.summary === true;
}

function renderStatement(statement: Statement, { figures }: Report): Markup {
  if (statement.kind === "prose") return markup`${statement.paragraphs.map((text) => markup`<p>${text}</p>`)}`;
  const chart = chartOf(statement, figures);
  if (chart !== null) return renderFigure(chart);
  return statement.kind === "table" ? renderReportTable(tableOf(statement, figures, 1)) : markup``;
}

function factsOf(report: Report): Text {
  const { seed, events, hours, digest } = report;
  const fraud = written("share", valueAt(report, "rates.prevalence") ?? null);
  return t`Seed ${seed} · ${formatCount(events.total)} events (${fraud} fraud) in ${formatCount(hours.scenario)} simulated hours · digest ${digest}`;
}

function environment({ performance, events, workers, reproduce }: Report): (readonly [Text, Text])[] {
  const { wallSeconds, eventsPerSecond, peakRssMiB, node, machine } = performance;
  return [
    [
      t`Speed`,
      t`${formatCount(events.total)} events in ${wallSeconds.toFixed(1)} s: ${formatCount(eventsPerSecond)} a second, worker threads: ${workers}, ${formatCount(peakRssMiB)} MiB`,
    ],
    [
      t`System`,
      machine === undefined
        ? node
        : t`${machine.cpu}, ${machine.cores} cores, ${formatCount(machine.memoryMiB)} MiB, ${machine.os}, Node.js ${node}`,
    ],
    [t`Again`, reproduce],
  ];
}
