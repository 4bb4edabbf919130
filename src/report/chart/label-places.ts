/** Places for the names of marks, so that none covers another name or a mark, or leaves the panel. */
import type { Text } from "../../core/words.ts";
import { widthOf } from "./text-width.ts";

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** In pixels. */
interface WantedLabel {
  readonly text: Text;
  readonly x: number;
  readonly y: number;
  readonly at: "beside" | "above" | "below";
}

export interface LabelPlace {
  readonly x: number;
  readonly y: number;
  readonly align: "left" | "right";
  /** Too far away to be understood without a line to its point. */
  readonly isFar: boolean;
}

const LINE_PX = 14;

const MARK_PX = 6;

/** Beside a mark, and above or below it, by one line or more. */
const BESIDE_PX = 11;
const SHIFT_PX = 6;
const ROWS = [1, 2, 3, 4];

/**
 * Places in the order of `wanted`, each as near to its wish as can be; null if there is no room. `taken`: existing
 * texts. Quadratic in the number of names, linear in the number of points.
 */
export function placeLabels(
  wanted: readonly WantedLabel[],
  points: readonly { readonly x: number; readonly y: number }[],
  panel: Box,
  taken: readonly Box[] = [],
): (LabelPlace | null)[] {
  const obstacles: Box[] = [
    ...taken,
    ...points.map(({ x, y }) => ({ x: x - MARK_PX, y: y - MARK_PX, width: 2 * MARK_PX, height: 2 * MARK_PX })),
  ];
  return wanted.map((label) => {
    const width = labelWidth(label.text);
    const place = placesOf(label).find((candidate) => {
      const box = boxOf(candidate, width);
      return isWithin(box, panel) && obstacles.every((other) => !overlaps(box, other));
    });
    if (place === undefined) return null;
    obstacles.push(boxOf(place, width));
    return place;
  });
}

export function labelWidth(text: Text): number {
  return widthOf(text);
}

export function boxOf({ x, y, align }: Pick<LabelPlace, "x" | "y" | "align">, width: number): Box {
  return { x: align === "left" ? x : x - width, y: y - LINE_PX / 2, width, height: LINE_PX };
}

export function overlaps(a: Box, b: Box): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

function isWithin(box: Box, panel: Box): boolean {
  return (
    box.x >= panel.x &&
    box.x + box.width <= panel.x + panel.width &&
    box.y >= panel.y &&
    box.y + box.height <= panel.y + panel.height
  );
}

function placesOf({ x, y, at }: WantedLabel): LabelPlace[] {
  const beside = sides(x, y, BESIDE_PX, false);
  const up = ROWS.flatMap((row) => sides(x, y - row * LINE_PX, SHIFT_PX, row > 1));
  const down = ROWS.flatMap((row) => sides(x, y + row * LINE_PX, SHIFT_PX, row > 1));
  const [near, other] = at === "below" ? [down, up] : [up, down];
  const nearAndFar = [...near.slice(0, 2), ...other.slice(0, 2), ...near.slice(2), ...other.slice(2)];
  return at === "beside" ? [...beside, ...nearAndFar] : [...nearAndFar, ...beside];
}

function sides(x: number, y: number, shift: number, isFar: boolean): LabelPlace[] {
  return [
    { x: x + shift, y, align: "left", isFar },
    { x: x - shift, y, align: "right", isFar },
  ];
}
