/** Colours and marks of points. Names of the colours of all pages; the style sheet (look/look.css) says what they mean, in light and in dark. */
export const INKS = [
  "background",
  "panel",
  "text",
  "muted",
  "line",
  "allowed",
  "flagged",
  "blocked",
  "fraud",
  "benign",
  "defended",
  "undefended",
  "reference",
  "ours",
  "calls",
  "messages",
] as const;
export type Ink = (typeof INKS)[number];

/** As a style sheet knows them, so that one picture serves light and dark. */
export const INK = Object.fromEntries(INKS.map((name) => [name, `var(--${name})`])) as Readonly<Record<Ink, string>>;

export type PointMark = "dot" | "ring" | "diamond";

const SYMBOLS = { dot: "circle", ring: "circle", diamond: "diamond2" } as const;

export function pointStyle(mark: PointMark, colour: string) {
  const ink = mark === "ring" ? { fill: INK.background, stroke: colour, strokeWidth: 2 } : { fill: colour };
  return { symbol: SYMBOLS[mark], r: mark === "ring" ? 4 : 5, ...ink };
}
