import type { Say, Text } from "../../core/words.ts";
import { type AxisOptions, xAxis, yAxis } from "./axes.ts";
import type { Mark, Picture } from "./chart.ts";
import { NARROW_BELOW } from "./chart.ts";
import { type Panel, type Place, customSeries, group, hitArea, line, point, ruleSeries, words } from "./custom.ts";
import { type LabelPlace, boxOf, labelWidth, placeLabels } from "./label-places.ts";
import { INK } from "./palette.ts";
import { arrowHead, CUT_NOTE, reachOf } from "./reach.ts";

export interface Curve {
  readonly name: Text;
  readonly points: readonly (readonly [x: number, y: number])[];
  readonly colour: string;
  readonly mark: Extract<Mark, "solid" | "dashed" | "dotted">;
  readonly step?: boolean;
  /** Shows its points, each with this tip. */
  readonly tips?: readonly Text[];
}

export interface MarkedPoint {
  readonly x: number;
  readonly y: number;
  readonly mark: "dot" | "ring" | "diamond" | "box";
  readonly colour: string;
  readonly tip: Text;
  /** Written next to the point where there is room, if anywhere. */
  readonly name?: Text;
  readonly nameAt?: "beside" | "above" | "below";
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
const LINE_TYPES = { solid: "solid", dashed: [7, 4], dotted: [2, 3] } as const;
const MAX_POINTS = 240;

export function curvesPicture(options: CurveOptions): Picture {
  const { x, y, curves, marks = [], stretches = [], rules = [], heightPx = 320 } = options;
  const drawn = curves.map(thin);
  const hasRuleAcross = rules.some(({ axis }) => axis === "x");
  const places = new NamePlaces(marks, rules);
  const bars = barsOf(options);
  return {
    height: (width) => (width < NARROW_BELOW ? Math.min(heightPx, 280) : heightPx),
    option: (width, say) => ({
      grid: { left: LEFT_PX, right: 16, top: hasRuleAcross ? 54 : 34, bottom: 50 },
      xAxis: xAxis({ ...x, divisions: width < NARROW_BELOW ? 3 : (x.divisions ?? 6) }, say),
      yAxis: yAxis(y, say, LEFT_PX, hasRuleAcross ? 32 : 14),
      series: [
        customSeries(stretches.length, (index, place, panel) => {
          const { from, to } = stretches[index]!;
          const [left, right] = [from, to].map((at) => place(at, y.scale === "log" ? (y.min ?? 1) : 0).x);
          return hitArea(left!, panel.y, right! - left!, panel.height);
        }),
        ...drawn.map(lineSeries),
        ...rules.map(({ axis, at, name }, index) =>
          ruleSeries(axis, at, say(name), axis === "x" ? undefined : (...drawing) => places.ofRule(index, ...drawing)),
        ),
        barSeries(bars.near),
        customSeries(
          marks.length,
          (index, ...drawing) =>
            markShape(marks[index]!, say, drawing[0], drawing[1], places.ofMark(index, ...drawing)),
          4,
        ),
      ],
    }),
    tips: [
      stretches.map(({ tip }) => tip),
      ...drawn.map(({ tips }) => tips ?? []),
      ...rules.map(() => []),
      [],
      marks.map(({ tip }) => tip),
    ],
    ...(bars.isCut ? { note: CUT_NOTE } : {}),
  };
}

function barsOf({ x, y, curves, marks = [] }: CurveOptions) {
  const points = [...curves.flatMap((curve) => curve.points), ...marks.map((mark) => [mark.x, mark.y] as const)];
  const nearOn = ({ scale, min, max }: AxisOptions, at: 0 | 1, spread: "spreadX" | "spreadY") => {
    const values = points.map((place) => place[at]);
    const isNear =
      scale === "log"
        ? () => true
        : reachOf(
            values,
            marks.flatMap((mark) => (mark[spread] === undefined ? [] : [mark[spread]])),
            min ?? Math.min(...values),
          );
    return (end: number) => (max === undefined ? isNear(end) : end <= max) && (min === undefined || end >= min);
  };
  const [isNearX, isNearY] = [nearOn(x, 0, "spreadX"), nearOn(y, 1, "spreadY")];
  const ends = marks.flatMap((mark) => [
    ...(mark.spreadX ?? []).map((end) => ({ at: [end, mark.y] as const, isNear: isNearX(end) })),
    ...(mark.spreadY ?? []).map((end) => ({ at: [mark.x, end] as const, isNear: isNearY(end) })),
  ]);
  return {
    near: ends.filter(({ isNear }) => isNear).map(({ at }) => at),
    isCut: ends.some(({ isNear }) => !isNear),
  };
}

/** Draws nothing: makes room on the axes for intervals, which are drawn by hand. */
function barSeries(ends: readonly (readonly [number, number])[]): object {
  return { type: "scatter", symbol: "none", silent: true, data: ends };
}

/** More points than pixels show nothing more: keeps one in so many, with the first and the last. */
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

function lineSeries({ points, colour, mark, step = false, tips }: Curve): object {
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
  };
}

function markShape(
  { x, y, mark, colour, name, spreadX, spreadY }: MarkedPoint,
  say: Say,
  place: Place,
  panel: Panel,
  at: LabelPlace | null,
) {
  const { x: left, y: top } = place(x, y);
  const style = { stroke: colour, lineWidth: 1.5, fill: "none" };
  // A bar longer than the axis ends at the panel with an arrow, not across the words around it.
  const within = (one: { x: number; y: number }) => ({
    x: Math.min(panel.x + panel.width, Math.max(panel.x, one.x)),
    y: Math.min(panel.y + panel.height, Math.max(panel.y, one.y)),
  });
  const bar = (ends: readonly [from: { x: number; y: number }, to: { x: number; y: number }]) => {
    const [from, to] = ends.map(within) as [{ x: number; y: number }, { x: number; y: number }];
    const heads = ends.flatMap((end, side) => {
      const shown = side === 0 ? from : to;
      const [dx, dy] = [Math.sign(end.x - shown.x), Math.sign(end.y - shown.y)];
      return Math.abs(end.x - shown.x) + Math.abs(end.y - shown.y) < 1
        ? []
        : arrowHead(shown.x, shown.y, dx, dy, style);
    });
    return [line(from.x, from.y, to.x, to.y, style), ...heads];
  };
  return group([
    hitArea(left - 10, top - 10, 20, 20),
    ...(spreadX ? bar([place(spreadX[0], y), place(spreadX[1], y)]) : []),
    ...(spreadY ? bar([place(x, spreadY[0]), place(x, spreadY[1])]) : []),
    at?.isFar ? line(left, top, at.x, at.y, { stroke: INK.line, lineWidth: 1 }) : null,
    point(left, top, mark, colour, 5),
    name === undefined || at === null
      ? null
      : words(at.x, at.y, say(name), { align: at.align, stroke: INK.background, lineWidth: 3 }),
  ]);
}

type Rules = NonNullable<CurveOptions["rules"]>;

/** Places of names, those of rules first. Computed for each size of the panel. */
class NamePlaces {
  readonly #marks: readonly MarkedPoint[];
  readonly #rules: Rules;
  #size = "";
  #ofRules: readonly (LabelPlace | null)[] = [];
  #ofMarks: ReadonlyMap<number, LabelPlace | null> = new Map();

  constructor(marks: readonly MarkedPoint[], rules: Rules) {
    this.#marks = marks;
    this.#rules = rules;
  }

  ofRule(index: number, place: Place, panel: Panel): LabelPlace | null {
    this.#find(place, panel);
    return this.#ofRules[index]!;
  }

  ofMark(index: number, place: Place, panel: Panel): LabelPlace | null {
    this.#find(place, panel);
    return this.#ofMarks.get(index) ?? null;
  }

  #find(place: Place, panel: Panel): void {
    const size = [panel.x, panel.y, panel.width, panel.height].join();
    if (size === this.#size) return;
    this.#size = size;
    const points = this.#marks.map(({ x, y }) => place(x, y));
    const right = panel.x + panel.width;
    const across = this.#rules.filter(({ axis }) => axis === "y");
    const found = placeLabels(
      across.map(({ at, name }) => ({ text: name, x: right, y: place(1, at).y, at: "above" as const })),
      points,
      // A rule at the very top has its name above the panel.
      { ...panel, y: panel.y - ABOVE_PANEL_PX, height: panel.height + ABOVE_PANEL_PX },
    );
    this.#ofRules = this.#rules.map((rule) => (rule.axis === "x" ? null : found[across.indexOf(rule)]!));
    const taken = across.flatMap(({ name }, index) => {
      const at = found[index];
      return at ? [boxOf(at, labelWidth(name))] : [];
    });
    const named = [...this.#marks.keys()].filter((index) => this.#marks[index]!.name !== undefined);
    const wanted = named.map((index) => {
      const { name, nameAt = "beside" } = this.#marks[index]!;
      return { text: name!, ...points[index]!, at: nameAt };
    });
    const places = placeLabels(wanted, points, panel, taken);
    this.#ofMarks = new Map(named.map((index, i) => [index, places[i]!]));
  }
}

const ABOVE_PANEL_PX = 14;
