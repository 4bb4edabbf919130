/** Lines over two axes, with points, intervals, and rules to compare with. */
import type { Markish } from "@observablehq/plot";
import type { Text, Say } from "../words.ts";
import { type AxisOptions, CUT_NOTE, horizontal, type PlotLibrary, reachOf, scaleOf, vertical } from "./axes.ts";
import { type Mark, NARROW_BELOW, type Picture } from "./chart.ts";
import { INK, type PointMark, pointStyle } from "./palette.ts";
import { HALO } from "./rows.ts";
import { widthOf } from "./text-width.ts";

interface Curve {
  readonly name: Text;
  readonly points: readonly (readonly [x: number, y: number])[];
  readonly colour: string;
  readonly mark: Extract<Mark, "solid" | "dashed" | "dotted">;
  /** Shows its points, each with this tip. */
  readonly tips?: readonly Text[];
}

export interface MarkedPoint {
  readonly x: number;
  readonly y: number;
  readonly mark: PointMark;
  readonly colour: string;
  readonly tip: Text;
  /** Written beside the point on wide pictures, which leave room for it. */
  readonly name?: Text;
  /** Intervals, up and down and to the sides. */
  readonly spreadX?: readonly [low: number, high: number];
  readonly spreadY?: readonly [low: number, high: number];
}

/** A part of the horizontal axis with a tip on all curves at once. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
  readonly tip: Text;
}

interface CurveOptions {
  readonly x: AxisOptions;
  readonly y: AxisOptions;
  readonly curves: readonly Curve[];
  readonly marks?: readonly MarkedPoint[];
  readonly stretches?: readonly Stretch[];
  readonly rules?: readonly { readonly axis: "x" | "y"; readonly at: number; readonly name: Text }[];
  readonly heightPx?: number;
}

const LEFT_PX = 52;
const DASHES = { solid: {}, dashed: { strokeDasharray: "7 4" }, dotted: { strokeDasharray: "2 3" } } as const;

export function curvesPicture(options: CurveOptions): Picture {
  const { x, y, curves, marks = [], stretches = [], rules = [], heightPx = 320 } = options;
  const [reachX, reachY] = [reachedOn(options, "x"), reachedOn(options, "y")];
  const hasRuleAcross = rules.some(({ axis }) => axis === "x");
  const isCut = marks.some(
    ({ spreadX = [], spreadY = [] }) => ![...spreadX].every(reachX.isNear) || ![...spreadY].every(reachY.isNear),
  );
  return {
    draw: (plot: PlotLibrary, width, say) => {
      const isNarrow = width < NARROW_BELOW;
      const named = isNarrow ? [] : marks.filter(({ name }) => name !== undefined);
      const frame = {
        width,
        height: isNarrow ? Math.min(heightPx, 280) : heightPx,
        marginLeft: LEFT_PX,
        marginRight: 22 + Math.max(0, ...named.map(({ name }) => widthOf(name!))),
        marginTop: hasRuleAcross ? 54 : 34,
        marginBottom: 50,
        x: scaleOf(x, reachX.values),
        y: scaleOf(y, reachY.values),
      };
      const shapes: Markish[] = [
        ...horizontal(plot, x, width, say, false),
        ...vertical(plot, y, say, hasRuleAcross ? 44 : 26),
        plot.rect(stretches, { x1: "from", x2: "to", fill: "var(--hit)", title: ({ tip }: Stretch) => say(tip) }),
        ...curves.flatMap((curve) => curveShapes(plot, curve, say)),
        ...rules.flatMap((rule) => ruleShapes(plot, rule, say)),
        ...marks.flatMap((mark) => markShapes(plot, mark, [reachX.isNear, reachY.isNear], say)),
      ];
      const place = { x: "x", y: "y", dx: 10, textAnchor: "start", fill: INK.text, ...HALO } as const;
      const names = plot.text(named, { ...place, text: ({ name }: MarkedPoint) => say(name!) });
      return plot.plot({ ...frame, marks: [...shapes, names] });
    },
    ...(isCut ? { note: CUT_NOTE } : {}),
  };
}

/** What an axis has to reach: all points, and intervals that are not far wider than the others. */
function reachedOn({ curves, marks = [], rules = [], stretches = [], ...axes }: CurveOptions, name: "x" | "y") {
  const { scale, min, max } = axes[name];
  const at = name === "x" ? 0 : 1;
  const points = [
    ...curves.flatMap((curve) => curve.points.map((point) => point[at])),
    ...marks.map((mark) => mark[name]),
  ];
  const pairs = marks
    .map(({ spreadX, spreadY }) => (name === "x" ? spreadX : spreadY))
    .filter((pair) => pair !== undefined);
  const isUsual = scale === "log" ? () => true : reachOf(points, pairs, min ?? Math.min(...points));
  const isNear = (end: number): boolean =>
    (max === undefined ? isUsual(end) : end <= max) && (min === undefined || end >= min);
  const ruled = rules.filter((rule) => rule.axis === name).map((rule) => rule.at);
  const stretched = name === "x" ? stretches.flatMap(({ from, to }) => [from, to]) : [];
  return { isNear, values: [...points, ...pairs.flat().filter(isNear), ...ruled, ...stretched] };
}

function curveShapes(plot: PlotLibrary, curve: Curve, say: Say): Markish[] {
  const { colour, mark, points, tips } = curve;
  const shape = { stroke: colour, strokeWidth: 2, ...DASHES[mark] };
  const drawn = plot.line(points, { x: "0", y: "1", ...shape });
  if (tips === undefined) return [drawn];
  return [drawn, plot.dot(points, { x: "0", y: "1", r: 2.5, fill: colour, title: tips.map((tip) => say(tip)) })];
}

function ruleShapes(
  plot: PlotLibrary,
  { axis, at, name }: NonNullable<CurveOptions["rules"]>[number],
  say: Say,
): Markish[] {
  const style = { stroke: INK.muted, strokeDasharray: "4 3" };
  const words = { text: [say(name)], fill: INK.muted, ...HALO };
  return axis === "x"
    ? [
        plot.ruleX([at], style),
        plot.text([at], { x: [at], frameAnchor: "top", lineAnchor: "bottom", dy: -6, ...words }),
      ]
    : [
        plot.ruleY([at], style),
        plot.text([at], { y: [at], frameAnchor: "right", textAnchor: "end", dy: -8, ...words }),
      ];
}

type IsNear = (end: number) => boolean;

function markShapes(
  plot: PlotLibrary,
  { x, y, mark, colour, tip, spreadX, spreadY }: MarkedPoint,
  [isNearX, isNearY]: readonly [IsNear, IsNear],
  say: Say,
): Markish[] {
  const style = { stroke: colour, strokeWidth: 1.5 };
  // The scale draws an end beyond the axis at its edge.
  const arrow = (head: string, place: { readonly x: number[]; readonly y: number[] }): Markish =>
    plot.text([head], { ...place, text: [head], fill: colour });
  return [
    ...(spreadX ? [plot.ruleY([y], { y: [y], x1: [spreadX[0]], x2: [spreadX[1]], ...style })] : []),
    ...(spreadY ? [plot.ruleX([x], { x: [x], y1: [spreadY[0]], y2: [spreadY[1]], ...style })] : []),
    ...(spreadX ?? []).flatMap((end, at) => (isNearX(end) ? [] : [arrow("◀▶"[at]!, { x: [end], y: [y] })])),
    ...(spreadY ?? []).flatMap((end, at) => (isNearY(end) ? [] : [arrow("▼▲"[at]!, { x: [x], y: [end] })])),
    plot.dot([x], { x: [x], y: [y], title: [say(tip)], ...pointStyle(mark, colour) }),
  ];
}
