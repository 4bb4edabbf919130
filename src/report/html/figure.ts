/** A chart in the page: title, sentence, legend, the picture at two widths, and its numbers as a table. */
import type { Chart, DataTable, LegendItem } from "../chart/chart.ts";
import type { ReportTable } from "../tables/report-table.ts";
import { renderSvg } from "../chart/render-svg.ts";
import { Markup, markup } from "./markup.ts";

/** The page shows the one that fits; a picture made smaller would have text too small to read. */
const WIDE_PX = 720;
const NARROW_PX = 328;

/** A printed page opens tables of at most so many rows. */
const SHORT_ROWS = 16;
/** Longer ones are told of, not shown: report.json has all rows. */
const MAX_ROWS = 400;

export function renderFigure(chart: Chart): Markup {
  const { id, title, sentence, legend, table, picture } = chart;
  return markup`<figure id="${id}" aria-labelledby="${id}-title">
    <h3 id="${id}-title">${title}</h3>
    <p class="reading">${sentence}</p>
    ${
      legend.length === 0 || typeof picture === "string"
        ? null
        : markup`<ul class="legend">
            ${legend.map(renderLegendItem)}
          </ul>`
    }
    ${typeof picture === "string" ? markup`<p class="nothing">${picture}</p>` : svgPair(chart)}
    ${table.rows.length === 0 ? null : renderDetails(title, table)}
  </figure>`;
}

/** Figures as a table that stands open. The first column names the rows. */
export function renderTable({ head, rows }: DataTable, caption: string): Markup {
  const shown = rows.slice(0, MAX_ROWS);
  const cut = rows.length > shown.length ? ` (the first ${shown.length} of ${rows.length} rows)` : "";
  return markup`<p class="caption">${caption}${cut}</p>
    ${scrolling({ head, rows: shown }, caption)}`;
}

/** A table that the terminal shows too, with its notes below. */
export function renderReportTable({ head, rows, notes }: ReportTable): Markup {
  return markup`${scrolling({ head, rows }, head[0] ?? "")} ${notes.map((note) => markup`<p class="caption">${note}</p>`)}`;
}

/** Names and what they stand for, in words. */
export function renderFacts(facts: readonly (readonly [name: string, value: string])[]): Markup {
  return markup`<dl>
    ${facts.map(([name, value]) => markup`<dt>${name}</dt><dd>${value}</dd>`)}
  </dl>`;
}

/** A table may be wider than the page: it scrolls by itself, by keyboard too. */
function scrolling({ head, rows }: DataTable, name: string): Markup {
  return markup`<div class="scroll" role="region" aria-label="${name}" tabindex="0">
    <table>
      <thead>
        <tr>
          ${head.map((cell) => markup`<th scope="col">${cell}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(renderRow)}
      </tbody>
    </table>
  </div>`;
}

function renderRow([name, ...cells]: readonly string[]): Markup {
  return markup`<tr>
    <th scope="row">${name ?? ""}</th>
    ${cells.map((cell) => markup`<td>${cell}</td>`)}
  </tr>`;
}

function renderDetails(title: string, table: DataTable): Markup {
  const isShort = table.rows.length <= SHORT_ROWS;
  return markup`<details class="${isShort ? "data short" : "data"}">
    <summary>The numbers as a table</summary>
    ${renderTable(table, `The numbers of: ${title}`)}
  </details>`;
}

function svgPair({ title, sentence, picture }: Chart): Markup {
  if (typeof picture === "string") return markup``;
  const label = `${title} ${sentence} The numbers follow as a table.`;
  const wide = renderSvg(picture, { width: WIDE_PX, className: "wide", label });
  const narrow = renderSvg(picture, { width: NARROW_PX, className: "narrow", label });
  return new Markup(`<div class="picture">${wide}${narrow}</div>`);
}

function renderLegendItem({ name, colour, mark }: LegendItem): Markup {
  return markup`<li>
    <svg class="key" viewBox="0 0 24 12" width="24" height="12" aria-hidden="true">${keyShape(mark, colour)}</svg>
    ${name}
  </li>`;
}

function keyShape(mark: LegendItem["mark"], colour: string): Markup {
  if (mark === "dot") return markup`<circle cx="12" cy="6" r="4.5" fill="${colour}" />`;
  if (mark === "ring") return markup`<circle cx="12" cy="6" r="4" fill="none" stroke="${colour}" stroke-width="2" />`;
  if (mark === "diamond") return markup`<path d="M12 0.5l5.5 5.5l-5.5 5.5l-5.5-5.5z" fill="${colour}" />`;
  if (mark === "box") return markup`<rect x="5" y="1" width="14" height="10" fill="${colour}" />`;
  if (mark === "hollow") {
    return markup`<rect x="5" y="1.5" width="14" height="9" fill="none" stroke="${colour}" stroke-dasharray="3 3" />`;
  }
  const dash = { solid: "none", dashed: "7 4", dotted: "2 3" }[mark];
  return markup`<path d="M0 6h24" fill="none" stroke="${colour}" stroke-width="2" stroke-dasharray="${dash}" />`;
}
