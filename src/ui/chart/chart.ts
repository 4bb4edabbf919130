/** A chart before it is drawn: the question it answers, how to read it, the numbers, and how to draw them. */
import type { ReportTable } from "../table.ts";
import type { Text, Say } from "../words.ts";

export interface Chart {
  /** Names it in addresses: a-z, 0-9 and hyphens, one of its kind on a page. */
  readonly id: string;
  readonly title: Text;
  readonly sentence: Text;
  readonly legend: readonly LegendItem[];
  readonly table: ReportTable;
  /** A sentence if there is nothing to draw. */
  readonly picture: Picture | Text;
}

export interface LegendItem {
  readonly name: Text;
  readonly colour: string;
  readonly mark: Mark;
}

export type Mark = "solid" | "dashed" | "dotted" | "dot" | "ring" | "box" | "hollow" | "diamond";

/** Drawn anew for each width, as text must not shrink with the picture; its text passes `say`. */
export interface Picture {
  /** `plot` is Plot, without its types: who uses the package must not need them. */
  draw(plot: { readonly plot: (options: never) => Drawing }, width: number, say: Say): Drawing;
  /** How to read unusual marks; left out if there are none. */
  readonly note?: Text;
}

/** What the renderer reads of an element that Plot has drawn (svg.ts). */
export interface Drawing {
  readonly nodeName: string;
  readonly attributes: ArrayLike<{ readonly name: string; readonly value: string }>;
  readonly childNodes: ArrayLike<{ readonly nodeType: number; readonly textContent: string | null }>;
}

export function isPicture(picture: Chart["picture"]): picture is Picture {
  return typeof picture === "object" && "draw" in picture;
}

/** Narrower pictures are drawn for a telephone: names above rows, fewer ticks. */
export const NARROW_BELOW = 560;
