/** The page of a study, and what a terminal shows of it: tables and charts that the study declares. */
import type { Text } from "../../core/words.ts";
import type { Chart } from "../../report/chart/chart.ts";
import { renderFacts, renderFigure, renderReportTable } from "../../report/html/figure.ts";
import { markup } from "../../report/html/markup.ts";
import { renderPage } from "../../report/html/page.ts";
import { printableDocument } from "../../report/printable-document.ts";
import type { ReportTable } from "../../report/report-table.ts";

export interface StudySection {
  /** The fragment of its address. */
  readonly id: string;
  readonly title: string;
  readonly text?: string;
  readonly tables?: readonly ReportTable[];
  readonly charts?: readonly Chart[];
  /** Names and what they stand for. */
  readonly facts?: readonly (readonly [name: string, value: string])[];
}

export interface StudyPage {
  readonly title: string;
  /** What kind of study it is. */
  readonly kicker: string;
  /** Seeds and runs. */
  readonly facts: string;
  /** What matters most, in large letters; left out where a study has no such number. */
  readonly number?: string;
  readonly text: string;
  /** What the study does not say; those that are null do not apply. */
  readonly caveats?: readonly (string | null)[];
  readonly sections: readonly StudySection[];
  readonly reproduce: string;
}

/** One HTML file that loads nothing: some 5 ms and 20 KB a chart. What came from outside is made printable. */
export function renderStudyPage(page: StudyPage): string {
  const { title, kicker, facts, number, text, caveats = [], sections, reproduce } = page;
  const applying = caveats.filter((caveat) => caveat !== null);
  return renderPage({
    title: printableDocument(title),
    kicker: `Ringfence ${kicker}`,
    facts: printableDocument(facts),
    headline: markup`<div class="headline">
      <div>${number === undefined ? null : markup`<p class="number words">${number}</p>`}<p>${printableDocument(text)}</p></div>
      ${
        applying.length === 0
          ? null
          : markup`<section class="caveats" aria-labelledby="caveats">
              <h2 id="caveats">What this does not say</h2>
              <ul>
                ${applying.map((caveat) => markup`<li><span>${caveat}</span></li>`)}
              </ul>
            </section>`
      }
    </div>`,
    sections: [
      ...sections.map(printableSection),
      {
        id: "again",
        title: "Do it again",
        body: markup`<pre><code>${reproduce === "" ? "Asked for by a program." : printableDocument(reproduce)}</code></pre>`,
      },
    ],
  });
}

function printableSection({ id, title, text, tables = [], charts = [], facts = [] }: StudySection) {
  return {
    id,
    title: printableDocument(title),
    body: markup`${text === undefined ? null : markup`<p>${printableDocument(text)}</p>`}
      ${tables.map((table) => renderReportTable(printableTable(table)))} ${charts.map(renderFigure)}
      ${facts.length === 0 ? null : renderFacts(printableDocument(facts))}`,
  };
}

export function printableTable({ head, rows, notes }: ReportTable): ReportTable {
  return {
    head: head.map(printableLines),
    rows: rows.map((row) => row.map(printableLines)),
    notes: notes.map(printableDocument),
  };
}

/** A cell may have several lines. */
function printableLines(cell: Text): Text {
  return typeof cell === "string" ? cell.split("\n").map(printableDocument).join("\n") : cell;
}
