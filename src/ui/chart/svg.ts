/** Charts as SVG text, drawn without a browser. Colours are names of a style sheet; a mark's title becomes its tip. */
import * as Plot from "@observablehq/plot";
import { parseHTML } from "linkedom";
import { assert } from "../../core/assert.ts";
import { escapeMarkup } from "../page/markup.ts";
import type { Say } from "../words.ts";
import type { Drawing, Picture } from "./chart.ts";
import { INK } from "./palette.ts";

interface SvgOptions {
  readonly width: number;
  readonly className: string;
  /** The ids of the elements that name it for a screen reader. */
  readonly labelledBy: string;
  readonly say: Say;
}

const { document } = parseHTML("<html></html>");

const LIBRARY = {
  ...Plot,
  plot: (options: Plot.PlotOptions) => Plot.plot({ ...options, document }),
} as typeof Plot;

/** One svg element without script or styles, so a strict policy may refuse them all. */
export function renderSvg(picture: Picture, { width, className, labelledBy, say }: SvgOptions): string {
  const root = picture.draw(LIBRARY, width, say);
  const height = Array.from(root.attributes).find(({ name }) => name === "height")!.value;
  const inner = insideOf(root);
  assert(!inner.includes("NaN"), () => `a chart has a place that is no number: ${labelledBy}`);
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" class="${className}" role="img" tabindex="0" aria-labelledby="${labelledBy}" ` +
    `viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-size="12" text-anchor="middle" ` +
    `fill="${INK.text}">${inner}</svg>`
  );
}

const ELEMENT = 1;
/** Plot's classes, labels and styles are for a page of its own. */
const LEFT_OUT = /^(?:class|style|aria-.*)$/;
const NUMBERS = /^(?:[xy][12]?|width|height|d|transform)$/;

function markupOf(node: Drawing["childNodes"][number]): string {
  if (node.nodeType !== ELEMENT) return escapeMarkup(node.textContent ?? "");
  const element = node as unknown as Drawing;
  const { nodeName, attributes, childNodes } = element;
  const title = Array.from(childNodes).find((child) => nameOf(child) === "title");
  const kept = Array.from(attributes).filter(({ name }) => !LEFT_OUT.test(name));
  const all = kept.map(({ name, value }) => ` ${name}="${escapeMarkup(NUMBERS.test(name) ? rounded(value) : value)}"`);
  if (title !== undefined) all.push(` data-tip="${escapeMarkup(title.textContent ?? "")}"`);
  return `<${nodeName.toLowerCase()}${all.join("")}>${insideOf(element)}</${nodeName.toLowerCase()}>`;
}

function insideOf({ childNodes }: Drawing): string {
  return Array.from(childNodes)
    .filter((child) => !["title", "style"].includes(nameOf(child)))
    .map(markupOf)
    .join("");
}

function nameOf(node: object): string {
  return (node as Drawing).nodeName.toLowerCase();
}

function rounded(numbers: string): string {
  return numbers.replace(/-?\d+\.\d{2,}(?:e-?\d+)?/g, (number) => String(Math.round(Number(number) * 10) / 10));
}
