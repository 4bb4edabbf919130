/** A picture as a file: SVG that stands alone, with the colours of the light palette in it. */
import { LIGHT } from "./palette.ts";
import type { Picture } from "./chart.ts";
import { renderSvg } from "./render-svg.ts";

interface SvgFileOptions {
  readonly width: number;
  readonly label: string;
}

export function svgFile(picture: Picture, { width, label }: SvgFileOptions): string {
  const svg = renderSvg(picture, { width, label, className: "chart" });
  const opened = svg.indexOf(">") + 1;
  const head = svg
    .slice(0, opened)
    .replace(' class="chart"', ' font-family="system-ui, sans-serif"')
    .replace(' tabindex="0"', "");
  const background = `<rect width="100%" height="100%" fill="${LIGHT.background}"/>`;
  const named = svg
    .slice(opened)
    // Areas that only feel a pointer have the colour none.
    .replace(/var\(--([a-z-]+)\)/g, (_, name: string) => LIGHT[name as keyof typeof LIGHT] ?? "none")
    .replace(/ data-tip="[^"]*"/g, "");
  return `${head}${background}${named}\n`;
}
