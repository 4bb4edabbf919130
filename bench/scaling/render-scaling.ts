/** The series as tables: each point beside the ideal line, and how much of it was reached. */
import { formatCount } from "../../src/ui/format.ts";
import { printable } from "../../src/core/terminal/printable.ts";
import { type Style, renderTable } from "../../src/core/terminal/table.ts";
import { remark } from "../../src/core/terminal/wrap.ts";
import { figure } from "../harness/render.ts";
import type { BenchResult } from "../harness/result.ts";
import { en } from "../../src/ui/words.ts";
import { BEYOND_WORDS, type Point, type Series, isBeyond, seriesIn } from "./ideal-line.ts";

/** Length of a bar where all of the ideal is reached. */
const BAR_CELLS = 10;
/** Behind a bar that would be longer. */
const BEYOND_MARK = ">";

export function renderScaling(result: BenchResult, style: Style): string[] {
  return seriesIn(result).map((one) => renderSeries(one, style));
}

function renderSeries({ x, unit, ideal, through, points }: Series, style: Style): string {
  const hasMain = points.some(({ mainThreadBusy }) => mainThreadBusy !== null);
  const hasInterval = points.some(({ efficiencyLow }) => efficiencyLow !== null);
  const head = [
    printable(x),
    printable(unit),
    "ideal",
    "of ideal",
    ...(hasInterval ? ["95 % interval"] : []),
    ...(hasMain ? ["main busy", "cores busy"] : []),
    "",
  ].map(inTwoLines);
  const rows = points.map((point) => [
    formatCount(point.x),
    figure(point.value),
    figure(point.ideal),
    percent(point.efficiency),
    ...(hasInterval ? [interval(point)] : []),
    ...(hasMain ? [point.mainThreadBusy === null ? "" : percent(point.mainThreadBusy), cores(point)] : []),
    bar(point),
  ]);
  const line =
    ideal === "flat" ? `the same as at ${formatCount(through)}` : `in proportion, from ${formatCount(through)} on`;
  const beyond = points.some(isBeyond) ? `\n${BEYOND_MARK} ${en(BEYOND_WORDS)}` : "";
  return renderTable(head, rows, style, remark(`ideal: ${line}${beyond}`));
}

function widthOf(lines: string): number {
  return Math.max(...lines.split("\n").map((line) => line.length));
}

/** Broken at the space that leaves the narrowest column: eight of them have to fit into 80. */
function inTwoLines(heading: string): string {
  const words = heading.split(" ");
  const broken = words.map((_, at) => `${words.slice(0, at).join(" ")}\n${words.slice(at).join(" ")}`.trimStart());
  return broken.toSorted((a, b) => widthOf(a) - widthOf(b))[0]!;
}

function interval({ efficiencyLow: low, efficiencyHigh: high }: Point): string {
  return low === null || high === null ? "" : `${percent(low)}-${percent(high)}`.replaceAll(" %", "");
}

function cores({ coresBusy }: Point): string {
  return coresBusy === null ? "" : coresBusy.toFixed(2);
}

function percent(share: number): string {
  return `${(share * 100).toFixed(share < 0.1 ? 1 : 0)} %`;
}

/** All bars are as wide: they are aligned on the right. */
function bar(point: Point): string {
  const cells = Math.max(0, Math.min(BAR_CELLS, Math.round(point.efficiency * BAR_CELLS)));
  return "#".repeat(cells) + ".".repeat(BAR_CELLS - cells) + (isBeyond(point) ? BEYOND_MARK : " ");
}
