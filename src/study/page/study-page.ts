/** The page of a study, and its terminal text: tables and charts that the study declares. */
import { countOf, t, type Text, type Localised } from "../../ui/words.ts";
import type { Chart } from "../../ui/chart/chart.ts";
import { renderFacts, renderFigure, renderReportTable } from "../../ui/page/figure.ts";
import { type Markup, markup } from "../../ui/page/markup.ts";
import { renderPage } from "../../ui/page/page.ts";
import { printableDocument } from "../../ui/printable-document.ts";
import type { ReportTable } from "../../ui/table.ts";

export interface StudySection {
  readonly id: string;
  readonly title: Text;
  readonly text?: Text;
  readonly tables?: readonly ReportTable[];
  readonly charts?: readonly Chart[];
  readonly facts?: readonly (readonly [name: Text, value: Text])[];
  /** Reference material: the page shows only the title until its reader opens it. */
  readonly isFolded?: boolean;
}

export interface StudyPage {
  readonly title: Text;
  readonly kicker: Text;
  readonly facts: Text;
  /** The main result, in large letters; left out if there is none. */
  readonly number?: Text;
  readonly text: Text;
  /** Limits of the study; null does not apply. */
  readonly caveats?: readonly (Text | null)[];
  readonly sections: readonly StudySection[];
  readonly reproduce: string;
}

/** One HTML file that loads nothing: some 5 ms and 20 KB a chart. Text from outside is made printable. */
export function renderStudyPage(page: StudyPage): string {
  const { title, kicker, facts, number, text, caveats = [], sections, reproduce } = page;
  const applying = caveats.filter((caveat) => caveat !== null);
  return renderPage({
    title: printableDocument(title),
    kicker: t`Ringfence ${kicker}`,
    facts: printableDocument(facts),
    headline: markup`<div class="headline">
      <div>${number === undefined ? null : markup`<p class="number words">${number}</p>`}<p>${printableDocument(text)}</p></div>
      ${
        applying.length === 0
          ? null
          : markup`<section class="caveats" aria-labelledby="caveats">
              <h2 id="caveats">${CAVEATS}</h2>
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
        title: t`Do it again`,
        body: markup`<pre><code>${reproduce === "" ? BY_PROGRAM : printableDocument(reproduce)}</code></pre>`,
      },
    ],
    isBilingual: true,
  });
}

const CAVEATS = t`What this does not say`;
const BY_PROGRAM = t`Asked for by a program.`;

function printableSection({ id, title, text, tables = [], charts = [], facts = [], isFolded = false }: StudySection) {
  const body = markup`${text === undefined ? null : markup`<p>${printableDocument(text)}</p>`}
      ${tables.map((table) => renderReportTable(printableTable(table)))} ${charts.map(renderFigure)}
      ${facts.length === 0 ? null : renderFacts(printableDocument(facts))}`;
  return { id, title: printableDocument(title), body: isFolded ? renderFolded(body, charts.length) : body };
}

function renderFolded(body: Markup, charts: number): Markup {
  const summary: Localised = charts === 0 ? t`Show it` : t`Show ${countOf(charts, "chart")}`;
  return markup`<details class="more"><summary>${summary}</summary>${body}</details>`;
}

function printableTable({ head, rows, notes, ...table }: ReportTable): ReportTable {
  return {
    ...table,
    head: head.map(printableLines),
    rows: rows.map((row) => row.map(printableLines)),
    notes: notes.map(printableDocument),
  };
}

function printableLines(cell: Text): Text {
  if (typeof cell === "string") return lines(cell);
  return {
    key: lines(cell.key),
    values: cell.values.map((value) => (typeof value === "number" ? value : printableLines(value))),
  };
}

function lines(cell: string): string {
  return cell.split("\n").map(printableDocument).join("\n");
}
