/** Lines over a numeric axis, with points to mark and rules to read them against. */
import { type AxisOptions, xAxis, yAxis } from "./axes.ts";
import type { Mark, Picture } from "./chart.ts";
import { NARROW_BELOW } from "./chart.ts";
import { customSeries, group, hitArea, point, ruleSeries, words } from "./custom.ts";
import { INK } from "./palette.ts";

export interface Curve {
  readonly name: string;
  readonly points: readonly (readonly [x: number, y: number])[];
  readonly colour: string;
  readonly mark: Extract<Mark, "solid" | "dashed" | "dotted">;
  /** Holds its value until the next point. */
  readonly step?: boolean;
  /** Shows its points, and tells this of each. */
  readonly tips?: readonly string[];
  readonly filled?: boolean;
}

export interface MarkedPoint {
  readonly x: number;
  readonly y: number;
  readonly mark: "dot" | "ring" | "diamond" | "box";
  readonly colour: string;
  readonly tip: string;
  /** Written beside it, or above or below, where a line runs to the side. */
  readonly name?: string;
  readonly nameAt?: "beside" | "above" | "below";
  /** Intervals, up and down and to the sides. */
  readonly spreadX?: readonly [low: number, high: number];
  readonly spreadY?: readonly [low: number, high: number];
}

/** A stretch of the horizontal axis of which something is told: all curves at once. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
  readonly tip: string;
}

export interface CurveOptions {
  readonly x: AxisOptions;
  readonly y: AxisOptions;
  readonly curves: readonly Curve[];
  readonly marks?: readonly MarkedPoint[];
  readonly stretches?: readonly Stretch[];
  readonly rules?: readonly { readonly axis: "x" | "y"; readonly at: number; readonly name: string }[];
  readonly heightPx?: number;
}

const LEFT_PX = 52;
const LINE_TYPES = { solid: "solid", dashed: [7, 4], dotted: [2, 3] } as const;
const MAX_POINTS = 240;

export function curvesPicture(options: CurveOptions): Picture {
  const { x, y, curves, marks = [], stretches = [], rules = [], heightPx = 320 } = options;
  const drawn = curves.map(thin);
  const hasRuleAcross = rules.some(({ axis }) => axis === "x");
  return {
    height: (width) => (width < NARROW_BELOW ? Math.min(heightPx, 280) : heightPx),
    option: (width) => ({
      grid: { left: LEFT_PX, right: 16, top: hasRuleAcross ? 54 : 34, bottom: 50 },
      xAxis: xAxis({ ...x, divisions: width < NARROW_BELOW ? 3 : (x.divisions ?? 6) }),
      // The name of a rule stands between the panel and the name of the axis.
      yAxis: yAxis(y, LEFT_PX, hasRuleAcross ? 32 : 14),
      series: [
        customSeries(stretches.length, (index, place, panel) => {
          const { from, to } = stretches[index]!;
          const [left, right] = [from, to].map((at) => place(at, y.scale === "log" ? (y.min ?? 1) : 0).x);
          return hitArea(left!, panel.y, right! - left!, panel.height);
        }),
        ...drawn.map(lineSeries),
        ...rules.map(({ axis, at, name }) => ruleSeries(axis, at, name)),
        customSeries(marks.length, (index, place, panel) => markShape(marks[index]!, place, panel.x + panel.width), 4),
      ],
    }),
    tips: [
      stretches.map(({ tip }) => tip),
      ...drawn.map(({ tips }) => tips ?? []),
      ...rules.map(() => []),
      marks.map(({ tip }) => tip),
    ],
  };
}

/** More points than pixels show nothing more: every so many is left, the first and the last among them. */
function thin(curve: Curve): Curve {
  const { points, tips } = curve;
  if (points.length <= MAX_POINTS) return curve;
  const last = points.length - 1;
  const kept = Array.from({ length: MAX_POINTS }, (_, i) => Math.round((i * last) / (MAX_POINTS - 1)));
  return {
    ...curve,
    points: kept.map((index) => points[index]!),
    ...(tips ? { tips: kept.map((index) => tips[index]!) } : {}),
  };
}

function lineSeries({ points, colour, mark, step = false, tips, filled = false }: Curve): object {
  return {
    type: "line",
    data: points,
    clip: false,
    step: step ? "end" : false,
    showSymbol: tips !== undefined,
    symbol: "circle",
    symbolSize: 5,
    emphasis: { disabled: true },
    itemStyle: { color: colour, borderWidth: 0 },
    lineStyle: { color: colour, width: 2, type: LINE_TYPES[mark] },
    ...(filled ? { areaStyle: { color: colour, opacity: 0.12 } } : {}),
  };
}

function markShape(
  { x, y, mark, colour, name, nameAt = "beside", spreadX, spreadY }: MarkedPoint,
  place: (x: number, y: number) => { readonly x: number; readonly y: number },
  right: number,
) {
  const at = place(x, y);
  const style = { stroke: colour, lineWidth: 1.5, fill: "none" };
  const bar = (from: { x: number; y: number }, to: { x: number; y: number }) => ({
    type: "line",
    shape: { x1: from.x, y1: from.y, x2: to.x, y2: to.y },
    style,
  });
  const isLeft = at.x > right - 150;
  return group([
    hitArea(at.x - 10, at.y - 10, 20, 20),
    spreadX ? bar(place(spreadX[0], y), place(spreadX[1], y)) : null,
    spreadY ? bar(place(x, spreadY[0]), place(x, spreadY[1])) : null,
    point(at.x, at.y, mark, colour, 5),
    name === undefined ? null : markName(name, at, nameAt, isLeft),
  ]);
}

/** On the left of a mark near the right edge, where a line mostly comes from: so never beside it. */
function markName(
  name: string,
  { x, y }: { readonly x: number; readonly y: number },
  nameAt: NonNullable<MarkedPoint["nameAt"]>,
  isLeft: boolean,
) {
  const isBeside = nameAt === "beside" && !isLeft;
  const [dx, dy] = [isBeside ? 11 : 6, isBeside ? 0 : nameAt === "below" ? 14 : -14];
  const halo = { stroke: INK.background, lineWidth: 3 };
  return words(x + (isLeft ? -dx : dx), y + dy, name, { align: isLeft ? "right" : "left", ...halo });
}
