/** A chart in the page: title, sentence, legend, the picture at two widths, and its numbers as a table. */
import type { Chart, DataTable, LegendItem } from "../chart/chart.ts";
import { renderSvg } from "../chart/render-svg.ts";
import { Markup, html } from "./markup.ts";

/** The page shows the one that fits; a picture made smaller would have text too small to read. */
export const WIDE_PX = 720;
export const NARROW_PX = 328;

/** A printed page opens tables of at most so many rows. */
const SHORT_ROWS = 16;
/** Longer ones are told of, not shown: report.json has all rows. */
const MOST_ROWS = 400;

export function renderFigure(chart: Chart): Markup {
  const { id, title, sentence, legend, table, picture } = chart;
  return html`<figure id="${id}" aria-labelledby="${id}-title">
<h3 id="${id}-title">${title}</h3>
<p class="reading">${sentence}</p>
${legend.length === 0 ? null : html`<ul class="legend">${legend.map(renderLegendItem)}</ul>`}
${typeof picture === "string" ? html`<p class="nothing">${picture}</p>` : svgPair(chart)}
${table.rows.length === 0 ? null : renderDetails(title, table)}
</figure>
`;
}

/** Figures as a table that stands open. The first column names the rows. */
export function renderTable({ head, rows }: DataTable, caption: string): Markup {
  const shown = rows.slice(0, MOST_ROWS);
  const cut = rows.length > shown.length ? ` (the first ${shown.length} of ${rows.length} rows)` : "";
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${caption}"><table>
<caption>${caption}${cut}</caption>
<thead><tr>${head.map((cell) => html`<th scope="col">${cell}</th>`)}</tr></thead>
<tbody>${shown.map(renderRow)}</tbody>
</table></div>`;
}

function renderRow([name, ...cells]: readonly string[]): Markup {
  return html`<tr><th scope="row">${name ?? ""}</th>${cells.map((cell) => html`<td>${cell}</td>`)}</tr>
`;
}

function renderDetails(title: string, table: DataTable): Markup {
  const isShort = table.rows.length <= SHORT_ROWS;
  return html`<details class="${isShort ? "data short" : "data"}"><summary>The numbers as a table</summary>
${renderTable(table, title)}</details>`;
}

function svgPair({ title, sentence, picture }: Chart): Markup {
  if (typeof picture === "string") return html``;
  const label = `${title} ${sentence} The numbers follow as a table.`;
  const wide = renderSvg(picture, { width: WIDE_PX, className: "wide", label });
  const narrow = renderSvg(picture, { width: NARROW_PX, className: "narrow", label });
  return new Markup(`<div class="picture">${wide}${narrow}</div>`);
}

function renderLegendItem({ name, colour, mark }: LegendItem): Markup {
  return html`<li><svg class="key" viewBox="0 0 24 12" width="24" height="12" aria-hidden="true">${keyShape(mark, colour)}</svg>${name}</li>`;
}

function keyShape(mark: LegendItem["mark"], colour: string): Markup {
  if (mark === "dot") return html`<circle cx="12" cy="6" r="4.5" fill="${colour}"/>`;
  if (mark === "ring") return html`<circle cx="12" cy="6" r="4" fill="none" stroke="${colour}" stroke-width="2"/>`;
  if (mark === "diamond") return html`<path d="M12 0.5l5.5 5.5l-5.5 5.5l-5.5-5.5z" fill="${colour}"/>`;
  if (mark === "box") return html`<rect x="5" y="1" width="14" height="10" fill="${colour}"/>`;
  const dash = { solid: "none", dashed: "7 4", dotted: "2 3" }[mark];
  return html`<path d="M0 6h24" fill="none" stroke="${colour}" stroke-width="2" stroke-dasharray="${dash}"/>`;
}
