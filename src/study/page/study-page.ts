/** What a study shows: tables, charts and sentences, stated once; the page and the terminal draw them. */
import detect from "../../detect/zh.json" with { type: "json" };
import report from "../../report/zh.json" with { type: "json" };
import { speaker, t, type Text } from "../../ui/words.ts";
import ui from "../../ui/zh.json" with { type: "json" };
import type { Chart } from "../../ui/chart/chart.ts";
import { renderFacts, renderFigure, renderReportTable } from "../../ui/page/figure.ts";
import { markup } from "../../ui/page/markup.ts";
import { renderPage } from "../../ui/page/page.ts";
import type { ReportTable } from "../../ui/table.ts";
import own from "../zh.json" with { type: "json" };

interface StudySection {
  readonly id: string;
  readonly title: Text;
  readonly text?: Text;
  readonly tables?: readonly ReportTable[];
  readonly charts?: readonly Chart[];
  /** In place of them: the page shows it once its reader opens it, the terminal does not. */
  readonly reference?: readonly (readonly [name: Text, value: Text])[];
}

export interface StudyPage {
  readonly title: Text;
  readonly kicker: Text;
  readonly facts: Text;
  /** The main result, in bold; left out if there is none. */
  readonly number?: Text;
  readonly text: Text;
  /** Limits of the study; null does not apply. */
  readonly caveats: readonly (Text | null)[];
  readonly sections: readonly StudySection[];
}

/** One HTML file that loads nothing: some 5 ms and 20 KB a chart. What came from outside must be printable. */
export function renderStudyPage(page: StudyPage): string {
  const { title, kicker, facts, number, text, caveats, sections } = page;
  const applying = caveats.filter((caveat) => caveat !== null);
  const limits = markup`<h3>${t`What this does not say`}</h3>
    ${applying.map((caveat) => markup`<p>${caveat}</p>`)}`;
  return renderPage({
    title,
    kicker: t`Ringfence ${kicker}`,
    facts,
    headline: markup`<div class="first">
      ${number === undefined ? null : markup`<p><strong>${number}</strong></p>`}
      <p>${text}</p>
      ${applying.length === 0 ? null : limits}
    </div>`,
    sections: sections.map(renderSection),
    chinese: speaker(detect, ui, report, own),
  });
}

function renderSection({ id, title, text, tables = [], charts = [], reference }: StudySection) {
  if (reference !== undefined) {
    const body = markup`<details class="more"><summary>${t`Show it`}</summary>${renderFacts(reference)}</details>`;
    return { id, title, body };
  }
  const said = text === undefined ? null : markup`<p>${text}</p>`;
  return { id, title, body: markup`${said} ${tables.map(renderReportTable)} ${charts.map(renderFigure)}` };
}
