/** A run's report as a page, from its document alone: it can be made again at any time. */
import { t, type Localised } from "../../ui/words.ts";
import { percentOf } from "../figure-words.ts";
import { formatCount } from "../format.ts";
import { printableDocument } from "../printable-document.ts";
import type { Report } from "../schema.ts";
import { SECTIONS } from "../sections/list.ts";
import type { Shown } from "../sections/section.ts";
import { renderFacts, renderFigure, renderReportTable } from "./figure.ts";
import { runHeadline } from "./headline.ts";
import { type Markup, markup } from "./markup.ts";
import { renderPage } from "./page.ts";

/** One HTML file. Some 200 ms and 500 KB. */
export function renderRunPage(document: Report): string {
  const report = printableDocument(document);
  const sections = SECTIONS.map((section) => ({ ...section, shown: section.show(report) }));
  return renderPage({
    title: report.scenario,
    kicker: t`Ringfence run`,
    facts: factsOf(report),
    headline: runHeadline(report),
    sections: sections
      .filter(({ shown }) => shown.length > 0)
      .map(({ id, title, shown }) => ({ id, title, body: markup`${shown.map(renderShown)}` })),
    isBilingual: true,
  });
}

function renderShown(shown: Shown): Markup {
  if ("facts" in shown) return renderFacts(shown.facts);
  if ("command" in shown) return markup`<pre><code>${shown.command}</code></pre>`;
  if ("paragraphs" in shown) return markup`${shown.paragraphs.map((text) => markup`<p>${text}</p>`)}`;
  return "chart" in shown ? renderFigure(shown.chart) : renderReportTable(shown.table);
}

function factsOf({ seed, events, rates, hours, digest }: Report): Localised {
  const [total, simulated] = [formatCount(events.total), formatCount(hours.scenario)];
  const share = rates.prevalence.value === null ? null : percentOf(rates.prevalence.value);
  return t`Seed ${seed} · ${total} events${share === null ? "" : t` (${share} fraud)`} in ${simulated} simulated hours · digest ${digest}`;
}
