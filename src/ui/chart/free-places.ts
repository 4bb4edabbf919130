import type { Text } from "../words.ts";
import { widthOf } from "./text-width.ts";

interface Box {
  readonly left: number;
  readonly right: number;
  readonly y: number;
}

const LINE_PX = 14;
const MARK_PX = 6;
const PLACES = [
  [11, 0],
  [-11, 0],
  [6, -LINE_PX],
  [-6, -LINE_PX],
  [6, LINE_PX],
  [-6, LINE_PX],
] as const;

/** In pixels: where names cover neither a point nor another name. A name without such a place is left out. */
export function freePlaces(
  points: readonly { readonly x: number; readonly y: number; readonly name?: Text | undefined }[],
  width: number,
) {
  const taken: Box[] = points.map(({ x, y }) => ({ left: x - MARK_PX, right: x + MARK_PX, y }));
  return points.flatMap(({ x, y, name }, index) => {
    if (name === undefined) return [];
    for (const [dx, dy] of PLACES) {
      const [left, right] = dx > 0 ? [x + dx, x + dx + widthOf(name)] : [x + dx - widthOf(name), x + dx];
      const box = { left, right, y: y + dy };
      if (left < 0 || right > width || taken.some((other) => overlaps(box, other))) continue;
      taken.push(box);
      return [{ index, dx, dy, textAnchor: dx > 0 ? "start" : "end" } as const];
    }
    return [];
  });
}

function overlaps(a: Box, b: Box): boolean {
  return a.left < b.right && b.left < a.right && Math.abs(a.y - b.y) < LINE_PX - 1;
}
