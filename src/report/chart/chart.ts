/** A chart before it is drawn: the question it answers, how to read it, the numbers, and how to draw them. */
import type { Say, Text } from "../../core/words.ts";

export interface Chart {
  /** Names it in addresses: a-z, 0-9 and hyphens, one of its kind on a page. */
  readonly id: string;
  /** The question. */
  readonly title: Text;
  /** What it shows and how to read it. */
  readonly sentence: Text;
  readonly legend: readonly LegendItem[];
  /** The same numbers for those who cannot see the picture. */
  readonly table: DataTable;
  /** A sentence instead, where there is nothing to draw. */
  readonly picture: Picture | Text;
}

export interface LegendItem {
  readonly name: Text;
  readonly colour: string;
  /** How it differs from others without its colour. */
  readonly mark: Mark;
}

export type Mark = "solid" | "dashed" | "dotted" | "dot" | "ring" | "box" | "hollow" | "diamond";

export interface DataTable {
  readonly head: readonly Text[];
  /** The first cell names the row; the rest are figures. */
  readonly rows: readonly (readonly Text[])[];
}

/** Drawn anew for each width, as text must not shrink with the picture; what is written in it passes `say`. */
export interface Picture {
  readonly height: (width: number) => number;
  readonly option: (width: number, say: Say) => PictureOption;
  /** What is told of a mark when it is pointed at, by series. */
  readonly tips: readonly SeriesTips[];
  /** How to read what is drawn otherwise than usual; left out where nothing is. */
  readonly note?: Text;
}

/** An option of echarts: its own types would reach those of the public names, and do not compile under strict rules. */
export type PictureOption = Readonly<Record<string, unknown>>;

/** By index of the datum; of a flow, of its links and its nodes. */
export type SeriesTips = readonly Text[] | { readonly links: readonly Text[]; readonly nodes: readonly Text[] };

/** What to draw, where there is something. */
export function isPicture(picture: Chart["picture"]): picture is Picture {
  return typeof picture === "object" && "option" in picture;
}

/** Below it a picture is drawn for a telephone: names above rows instead of beside them, fewer ticks. */
export const NARROW_BELOW = 560;
