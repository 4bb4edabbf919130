/** Marks that the library has no series for, drawn by hand in the coordinates of its axes. */
import type { CustomSeriesRenderItemAPI, CustomSeriesRenderItemParams } from "echarts";
import type { Box } from "./label-places.ts";
import { INK } from "./palette.ts";

export type Panel = Box;

export type Place = (x: number, y: number) => { readonly x: number; readonly y: number };

export type Shape = Readonly<Record<string, unknown>>;

/** A series of `count` marks; null draws nothing. `z` above 2 lies over lines and bars. */
export function customSeries(
  count: number,
  shapeOf: (index: number, place: Place, panel: Panel) => Shape | null,
  z = 3,
): object {
  return {
    type: "custom",
    z,
    emphasis: { disabled: true },
    clip: false,
    data: Array.from({ length: count }, (_, index) => [0, 0, index]),
    encode: { x: -1, y: -1 },
    renderItem: (params: CustomSeriesRenderItemParams, api: CustomSeriesRenderItemAPI) => {
      const place: Place = (x, y) => {
        const [left, top] = api.coord([x, y]);
        return { x: left!, y: top! };
      };
      return shapeOf(params.dataIndex, place, params.coordSys as unknown as Panel);
    },
  };
}

/** Draws nothing: makes room on the horizontal axis for marks drawn by hand. */
export function extentSeries(values: readonly number[]): object {
  return { type: "scatter", symbol: "none", silent: true, data: values.map((value) => [value, 1]) };
}

export function group(children: readonly (Shape | null)[]): Shape {
  return { type: "group", children: children.filter((child) => child !== null) };
}

/** Invisible, but feels the pointer. */
export function hitArea(x: number, y: number, width: number, height: number): Shape {
  return box(x, y, width, height, { fill: "var(--hit)" });
}

export function box(x: number, y: number, width: number, height: number, style: object): Shape {
  return { type: "rect", shape: { x, y, width, height }, style };
}

export function line(x1: number, y1: number, x2: number, y2: number, style: object): Shape {
  return { type: "line", shape: { x1, y1, x2, y2 }, style: { fill: "none", ...style } };
}

export function words(x: number, y: number, text: string, style: object): Shape {
  return { type: "text", style: { x, y, text, fontSize: 12, fill: INK.text, verticalAlign: "middle", ...style } };
}

/** Marks differ by shape as well as by colour. */
export function point(x: number, y: number, mark: "dot" | "ring" | "diamond" | "box", colour: string, r = 4.5): Shape {
  if (mark === "diamond") {
    const points = [
      [x, y - r - 1],
      [x + r + 1, y],
      [x, y + r + 1],
      [x - r - 1, y],
    ];
    return { type: "polygon", shape: { points }, style: { fill: colour } };
  }
  if (mark === "box") return box(x - r, y - r, 2 * r, 2 * r, { fill: colour });
  const style = mark === "ring" ? { fill: INK.background, stroke: colour, lineWidth: 2 } : { fill: colour };
  return { type: "circle", shape: { cx: x, cy: y, r: mark === "ring" ? r - 0.5 : r }, style };
}

interface NamePlace {
  readonly x: number;
  readonly y: number;
  readonly align: "left" | "right";
}

/** A rule across the panel with its name at the top, or to its right end, or where `nameAt` says; null: nowhere. */
export function ruleSeries(
  axis: "x" | "y",
  at: number,
  name: string,
  nameAt: (place: Place, panel: Panel) => NamePlace | null = (place, { x, width }) => ({
    x: x + width,
    y: place(1, at).y - 9,
    align: "right",
  }),
): object {
  return customSeries(
    1,
    (_, place, panel) => {
      const style = { stroke: INK.reference, lineWidth: 1.5, lineDash: [5, 4] };
      const label = { fill: INK.reference };
      if (axis === "x") {
        const { x } = place(at, panelMiddle);
        const isRight = x > panel.x + panel.width * 0.6;
        return group([
          line(x, panel.y - 6, x, panel.y + panel.height, style),
          words(x + (isRight ? -6 : 6), panel.y - 9, name, { ...label, align: isRight ? "right" : "left" }),
        ]);
      }
      const { y } = place(1, at);
      const named = nameAt(place, panel);
      return group([
        line(panel.x, y, panel.x + panel.width, y, style),
        named && words(named.x, named.y, name, { ...label, align: named.align }),
      ]);
    },
    2,
  );
}

/** Where only the other coordinate matters; 1 lies on logarithmic axes too. */
const panelMiddle = 1;
