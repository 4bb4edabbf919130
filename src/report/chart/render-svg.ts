/**
 * Charts as SVG text, drawn without a browser. Colours are names of a style sheet, and marks carry what is series of
 * them.
 */
import { CustomChart, LineChart, SankeyChart, ScatterChart } from "echarts/charts";
import { GridComponent } from "echarts/components";
import { init, use } from "echarts/core";
import { SVGRenderer } from "echarts/renderers";
import { assert } from "../../core/assert.ts";
import { en, type Say, type Text } from "../../core/words.ts";
import { escapeMarkup } from "../../core/escape-markup.ts";
import type { Picture, SeriesTips } from "./chart.ts";

use([CustomChart, LineChart, SankeyChart, ScatterChart, GridComponent, SVGRenderer]);

export interface SvgOptions {
  readonly width: number;
  readonly className: string;
  /** For a screen reader: the text, or the elements of the page that have it. */
  readonly label: Text | { readonly by: string };
  /** Default: English. */
  readonly say?: Say;
}

/** One svg element without script or styles, so a strict policy may refuse them all. Some 10 ms. */
export function renderSvg(picture: Picture, { width, className, label, say = en }: SvgOptions): string {
  const height = picture.height(width);
  const drawn = draw(picture, width, height, say);
  const inner = drawn.slice(drawn.indexOf(">") + 1, drawn.lastIndexOf("</svg>"));
  const svg = withTips(plain(inner), picture.tips, say);
  const name =
    typeof label === "object" && "by" in label
      ? `aria-labelledby="${label.by}"`
      : `aria-label="${escapeMarkup(say(label))}"`;
  assert(!svg.includes("NaN"), () => `a chart has a place that is no number: ${name}`);
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" class="${className}" viewBox="0 0 ${width} ${height}" width="${width}" ` +
    `height="${height}" role="img" tabindex="0" ${name}>${svg}</svg>`
  );
}

function draw(picture: Picture, width: number, height: number, say: Say): string {
  const chart = init(null, null, { renderer: "svg", ssr: true, width, height });
  try {
    chart.setOption({ animation: false, ...picture.option(width, say) });
    return chart.renderToSVGString();
  } finally {
    chart.dispose();
  }
}

/**
 * Removes the library's own classes and clip paths (nothing here is clipped, and their names are counted up), and turns
 * style attributes into plain ones. The library escapes all text.
 */
function plain(svg: string): string {
  return svg
    .replace(/<style[^]*?<\/style>|<defs[^]*?<\/defs>/g, "")
    .replace(/^\s*<rect [^>]*fill="none"><\/rect>/, "")
    .replace(/ (?:class|xml:space|pointer-events|clip-path)="[^"]*"/g, "")
    .replace(/ style="([^"]*)"/g, (_, declarations: string) => fontAttributes(declarations))
    .replace(/ (d|transform)="([^"]*)"/g, (_, name: string, value: string) => ` ${name}="${shorten(value)}"`)
    .replace(/>\s*\n\s*</g, "><")
    .trim();
}

function fontAttributes(declarations: string): string {
  const kept = declarations
    .split(";")
    .map((one) => one.split(":"))
    .filter(([name]) => name === "font-size" || name === "font-weight" || name === "font-style");
  return kept.map(([name, value]) => ` ${name}="${value}"`).join("");
}

function shorten(numbers: string): string {
  return numbers.replace(/-?\d+\.\d{2,}(?:e-?\d+)?/g, (number) => String(Math.round(Number(number) * 10) / 10));
}

const META = / ecmeta_series_index="(\d+)" ecmeta_data_index="(\d+)" ecmeta_ssr_type="chart"/g;

function withTips(svg: string, tips: readonly SeriesTips[], say: Say): string {
  const seen = new Set<string>();
  return svg.replace(META, (_, series: string, index: string) => {
    const ofSeries = tips[Number(series)];
    const key = `${series} ${index}`;
    const isAgain = seen.has(key);
    seen.add(key);
    const tip = ofSeries && tipOf(ofSeries, Number(index), isAgain);
    return tip === undefined ? "" : ` data-tip="${escapeMarkup(say(tip))}"`;
  });
}

/** A flow draws all links before its nodes, and counts both from 0. */
function tipOf(series: SeriesTips, index: number, isAgain: boolean): Text | undefined {
  // A mark of several shapes has its tip at the first, which feels the pointer.
  if (!("links" in series)) return isAgain ? undefined : series[index];
  return isAgain || index >= series.links.length ? series.nodes[index] : series.links[index];
}
