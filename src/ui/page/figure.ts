/** A chart in the page: title, sentence, legend, the picture at two widths, and its numbers as a table. */
import { en, t, type Text, type Localised } from "../words.ts";
import { type Chart, isPicture, type LegendItem, type Picture } from "../chart/chart.ts";
import { renderSvg } from "../chart/svg.ts";
import type { ReportTable } from "../table.ts";
import { Markup, markup } from "./markup.ts";

/** The page shows the one that fits; a picture made smaller would have text too small to read. */
const WIDE_PX = 720;
const NARROW_PX = 328;

/** Longer ones are told of, not shown: report.json has all rows. */
const MAX_ROWS = 400;

export function renderFigure({ id, title, sentence, legend, table, picture }: Chart): Markup {
  const isDrawn = isPicture(picture);
  return markup`<figure id="${id}" aria-labelledby="${id}-title">
    <h3 id="${id}-title">${title}</h3>
    <p class="reading" id="${id}-reading">${sentence}</p>
    ${
      legend.length === 0 || !isDrawn
        ? null
        : markup`<ul class="legend">
            ${legend.map(renderLegendItem)}
          </ul>`
    }
    ${isDrawn && picture.note !== undefined ? markup`<p class="reading">${picture.note}</p>` : null}
    ${isDrawn ? svgPair(id, picture) : markup`<p class="nothing">${picture}</p>`}
    ${table.rows.length === 0 ? null : folded(NUMBERS, table)}
  </figure>`;
}

const NUMBERS = t`The numbers as a table`;

export function renderReportTable(table: ReportTable): Markup {
  const name = table.head[0] ?? "";
  return table.isFolded === true ? folded(name, table) : scrolling(table, name);
}

export function renderFacts(facts: readonly (readonly [name: Text, value: Text])[]): Markup {
  return markup`<dl>
    ${facts.map(([name, value]) => markup`<dt>${name}</dt><dd>${value}</dd>`)}
  </dl>`;
}

function folded(summary: Text, table: ReportTable): Markup {
  return markup`<details class="data">
    <summary>${summary}</summary>
    ${scrolling(table, summary)}
  </details>`;
}

const HINT = t`Scroll the table sideways for more columns →`;

/** With its notes. A wide table scrolls by itself, by keyboard too. */
function scrolling({ head, rows, notes = [] }: ReportTable, name: Text): Markup {
  const shown = rows.slice(0, MAX_ROWS);
  const cut = t`The first ${shown.length} of ${rows.length} rows: report.json has all.`;
  return markup`<p class="hint" hidden>${HINT}</p><div class="scroll" role="region" aria-label="${name}" tabindex="0">
    <table>
      <thead>
        <tr>
          ${head.map((cell) => markup`<th scope="col">${cell}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${shown.map(renderRow)}
      </tbody>
    </table>
  </div>${[...(rows.length > shown.length ? [cut] : []), ...notes].map((note) => markup`<p class="caption">${note}</p>`)}`;
}

function renderRow([name, ...cells]: readonly Text[]): Markup {
  return markup`<tr>
    <th scope="row">${name ?? ""}</th>
    ${cells.map((cell) => markup`<td>${cell}</td>`)}
  </tr>`;
}

function svgPair(id: string, picture: Picture): Markup {
  const said: Localised[] = [];
  const say = (text: Text): string => {
    if (typeof text === "object") said.push(text);
    return en(text);
  };
  const labelledBy = `${id}-title ${id}-reading`;
  const [wide, narrow] = [
    { width: WIDE_PX, className: "wide" },
    { width: NARROW_PX, className: "narrow" },
  ].map((size) => renderSvg(picture, { ...size, labelledBy, say }));
  return new Markup(`<div class="picture">${wide}${narrow}</div>`, said);
}

function renderLegendItem({ name, colour, mark }: LegendItem): Markup {
  return markup`<li>
    <svg viewBox="0 0 24 12" width="24" height="12" aria-hidden="true">${keyShape(mark, colour)}</svg>
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
