/** The figures of A and B that have the same meaning, and those that cannot be compared. */
import { RingfenceError } from "../../src/core/errors.ts";
import type { Figure } from "./document.ts";
import type { Pair, Run } from "./pairs.ts";

/** One figure of both: in pairs place by place, or of two files. All samples are positive. */
export interface Series {
  readonly name: string;
  readonly unit: string;
  readonly better: "lower" | "higher";
  readonly a: readonly number[];
  readonly b: readonly number[];
}

export interface Aligned {
  readonly series: readonly Series[];
  /** What was left out and why. */
  readonly notes: readonly string[];
}

/** Of pairs: one sample a run. A figure must be in all runs of both. */
export function seriesOfPairs(pairs: readonly Pair[]): Aligned {
  return align(gather(pairs.map(({ a }) => a)), gather(pairs.map(({ b }) => b)));
}

/** Of files: the rounds of each. */
export function seriesOfFigures(a: readonly Figure[], b: readonly Figure[]): Aligned {
  return align(byName(a), byName(b));
}

/** Those whose names contain `metric`. Throws RingfenceError("usage") when no figure has such a name. */
export function chosen<T extends Pick<Series, "name">>(
  figures: readonly T[],
  metric: string | undefined,
): readonly T[] {
  if (metric === undefined) return figures;
  const kept = figures.filter(({ name }) => name.includes(metric));
  if (kept.length > 0) return kept;
  const names = figures.map(({ name }) => `\n  ${name}`).join("");
  throw new RingfenceError("usage", `--metric: no figure has "${metric}" in its name. There are:${names || " none"}`);
}

type Sampled = Omit<Figure, "value">;
type Named = ReadonlyMap<string, Sampled>;

function byName(figures: readonly Figure[]): Named {
  return new Map(figures.map((figure) => [figure.name, figure]));
}

function gather(runs: readonly Run[]): Named {
  const named = new Map<string, Sampled>();
  for (const { figures } of runs) {
    for (const { name, unit, better, value } of figures) {
      named.set(name, { name, unit, better, samples: [...(named.get(name)?.samples ?? []), value] });
    }
  }
  const inAll = [...named.values()].filter(({ samples }) => samples.length === runs.length);
  return new Map(inAll.map((figure) => [figure.name, figure]));
}

function align(a: Named, b: Named): Aligned {
  const notes: string[] = [];
  const series: Series[] = [];
  for (const name of new Set([...a.keys(), ...b.keys()])) {
    const [ofA, ofB] = [a.get(name), b.get(name)];
    const reason = whyNot(ofA, ofB);
    if (reason !== null) notes.push(`left out: ${name}, ${reason}`);
    else series.push({ name, unit: ofA!.unit, better: ofA!.better, a: ofA!.samples, b: ofB!.samples });
  }
  return { series, notes };
}

/** Ratios of what lies within stay far from what a double can hold. */
const MOST = 1e30;

function whyNot(a: Sampled | undefined, b: Sampled | undefined): string | null {
  if (a === undefined) return "which A does not have in every run";
  if (b === undefined) return "which B does not have in every run";
  if (a.unit !== b.unit || a.better !== b.better) return `which is in ${a.unit} for A and in ${b.unit} for B`;
  const samples = [...a.samples, ...b.samples];
  if (samples.some((sample) => !(sample > 0))) return "which is not always above zero: no ratio";
  if (samples.some((sample) => sample > MOST || sample < 1 / MOST)) return "which nothing can measure: no ratio";
  return null;
}
