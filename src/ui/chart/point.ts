import { INK } from "./palette.ts";

export type PointMark = "dot" | "ring" | "diamond" | "box";

const SYMBOLS = { dot: "circle", ring: "circle", diamond: "diamond2", box: "square2" } as const;

export function pointStyle(mark: PointMark, colour: string) {
  const ink = mark === "ring" ? { fill: INK.background, stroke: colour, strokeWidth: 2 } : { fill: colour };
  return { symbol: SYMBOLS[mark], r: mark === "ring" ? 4 : 5, ...ink };
}
