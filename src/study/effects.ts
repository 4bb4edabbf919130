/** The effect of each parameter of a sweep alone: the figures along it, averaged over all else. */
import { groupBy } from "../core/group-by.ts";
import { type Difference, type Estimate, type Worlds, difference, estimate } from "./between-worlds.ts";
import type { FigureRow, StudyFigure } from "./figures.ts";
import type { VariantValue } from "./run-table.ts";

export interface SweptRun {
  readonly at: readonly VariantValue[];
  readonly seed: number;
  readonly figures: FigureRow;
}

export interface Level {
  /** "0.5", or "0.5 to 0.7" of several values. */
  readonly name: string;
  /** Null if they are no numbers. */
  readonly x: number | null;
  readonly runs: number;
  readonly worlds: Worlds;
}

/** More values are put together, equally many to a level. */
const MAX_LEVELS = 12;
const BINS = 6;

/** In ascending order of numbers, else as they come. */
export function levelsAlong(runs: readonly SweptRun[], axis: number): Level[] {
  const values = [...new Set(runs.map(({ at }) => at[axis]!))];
  const isNumeric = values.every((value) => typeof value === "number");
  const ordered = isNumeric ? (values as number[]).toSorted((a, b) => a - b) : values;
  const bins = ordered.length <= MAX_LEVELS ? ordered.map((value) => [value]) : split(ordered, BINS);
  return bins.map((bin) => {
    const members = new Set(bin);
    const inside = runs.filter(({ at }) => members.has(at[axis]!));
    const numbers = bin as readonly number[];
    return {
      name: bin.length === 1 ? String(bin[0]) : `${String(bin[0])} to ${String(bin.at(-1))}`,
      x: isNumeric ? numbers.reduce((sum, value) => sum + value, 0) / numbers.length : null,
      runs: inside.length,
      worlds: worldsOf(inside),
    };
  });
}

function split<T>(list: readonly T[], parts: number): T[][] {
  const edge = (part: number): number => Math.round((part * list.length) / parts);
  return Array.from({ length: parts }, (_, part) => list.slice(edge(part), edge(part + 1)));
}

export function worldsOf(runs: readonly SweptRun[]): Worlds {
  const bySeed = groupBy(runs, ({ seed }) => seed);
  return new Map([...bySeed].map(([seed, group]) => [seed, group.map(({ figures }) => figures)]));
}

export interface MainEffect {
  readonly levels: readonly { readonly name: string; readonly x: number | null; readonly estimate: Estimate }[];
  /** For numbers from the first level to the last; else from the level with the lowest figure to the highest. */
  readonly change: Difference;
  /** Null if fewer than two levels have the figure. */
  readonly span: number | null;
}

export function mainEffect(figure: StudyFigure, levels: readonly Level[]): MainEffect {
  const told = levels.map(({ name, x, worlds }) => ({ name, x, estimate: estimate(figure, worlds) }));
  const values = told.flatMap((level) => level.estimate.value ?? []);
  const first = levels[0]!;
  return {
    levels: told,
    change: difference(figure, first.worlds, levels.at(-1)!.worlds),
    span: values.length < 2 ? null : Math.max(...values) - Math.min(...values),
  };
}
