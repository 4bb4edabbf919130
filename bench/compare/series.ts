/** The figures of A and B that have the same meaning, and those that cannot be compared. */
import { RingfenceError } from "../../src/core/errors.ts";
import { groupBy } from "../../src/core/group-by.ts";
import type { Figure } from "./document.ts";
import type { Pair, Run } from "./pair.ts";

/** One figure of both: in pairs place by place, or of two files. All samples are positive. */
export interface Series extends Pick<Figure, "name" | "unit" | "better"> {
  readonly a: readonly number[];
  readonly b: readonly number[];
  /** Left out unless it is asked for (document.ts). */
  readonly diagnostic?: boolean;
  /** Why it must not be used, of any run of either. */
  readonly doubt?: string | null;
}

type Named = Pick<Series, "name" | "diagnostic">;

export interface Aligned {
  readonly series: readonly Series[];
  /** Figures of A of which nobody can say whether B's are worse: B lacks them, or they have no ratio. */
  readonly untold: readonly Named[];
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

/** The part that is asked for. Notes say what of it is doubtful, and what is not judged because nobody asked. */
export function asked({ series, untold, notes }: Aligned, metric: string | undefined): Aligned {
  const names = new Set(chosen([...series, ...untold], metric).map(({ name }) => name));
  const isAsked = ({ name }: Named): boolean => names.has(name);
  const aside = metric === undefined ? series.filter((one) => !isAsked(one)) : [];
  const kept = series.filter(isAsked);
  return {
    series: kept,
    untold: untold.filter(isAsked),
    notes: [
      ...notes,
      ...aside.map(({ name }) => `not judged: ${name}, which is no aim (--metric "${name}" judges it)`),
      ...doubtNotes(kept),
    ],
  };
}

const MAX_NAMED = 3;

function doubtNotes(series: readonly Series[]): string[] {
  const doubted = series.filter(({ doubt = null }) => doubt !== null);
  return [...groupBy(doubted, ({ doubt }) => doubt)].map(([doubt, ofIt]) => {
    const others = ofIt.length > MAX_NAMED ? ` and ${ofIt.length - MAX_NAMED} more` : "";
    const names = ofIt.slice(0, MAX_NAMED).map(({ name }) => name);
    return `doubtful, so that nothing is proven by it: ${names.join("; ")}${others}: ${doubt}`;
  });
}

/**
 * Those whose names contain `metric`, and without it all; such as are no aim only where no other has the name. Throws
 * RingfenceError("usage") when no figure has such a name.
 */
export function chosen<T extends Named>(figures: readonly T[], metric: string | undefined): readonly T[] {
  const named = metric === undefined ? figures : figures.filter(({ name }) => name.includes(metric));
  const aims = named.filter(({ diagnostic }) => !diagnostic);
  if (metric === undefined || aims.length > 0) return aims;
  if (named.length > 0) return named;
  const names = figures.map(({ name }) => `\n  ${name}`).join("");
  throw new RingfenceError("usage", `--metric: no figure has "${metric}" in its name. There are:${names || " none"}`);
}

type Sampled = Omit<Figure, "value">;

function byName(figures: readonly Figure[]): ReadonlyMap<string, Sampled> {
  return new Map(figures.map((figure) => [figure.name, figure]));
}

function gather(runs: readonly Run[]): ReadonlyMap<string, Sampled> {
  const named = new Map<string, Sampled>();
  for (const figure of runs.flatMap(({ figures }) => figures)) {
    const { value, ...others } = figure;
    const earlier = named.get(figure.name);
    const samples = [...(earlier?.samples ?? []), value];
    named.set(figure.name, { ...others, samples, doubt: earlier?.doubt ?? figure.doubt });
  }
  const inAll = [...named.values()].filter(({ samples }) => samples.length === runs.length);
  return new Map(inAll.map((figure) => [figure.name, figure]));
}

function align(a: ReadonlyMap<string, Sampled>, b: ReadonlyMap<string, Sampled>): Aligned {
  const notes: string[] = [];
  const series: Series[] = [];
  const untold: Named[] = [];
  for (const name of new Set([...a.keys(), ...b.keys()])) {
    const [ofA, ofB] = [a.get(name), b.get(name)];
    const diagnostic = ofA?.diagnostic === true || ofB?.diagnostic === true;
    const reason = whyNot(ofA, ofB);
    if (reason !== null) {
      notes.push(`left out: ${name}, ${reason}`);
      if (mayBeWorse(ofA, ofB)) untold.push({ name, diagnostic });
      continue;
    }
    const doubt = ofA!.doubt ?? ofB!.doubt;
    series.push({ name, unit: ofA!.unit, better: ofA!.better, a: ofA!.samples, b: ofB!.samples, diagnostic, doubt });
  }
  return { series, untold, notes };
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

/**
 * Of a figure that was left out: what is new in B has nothing to be worse than, what is read from outside may be
 * missing of a short run, and where no sample of B is worse than any of A's, no ratio is needed.
 */
function mayBeWorse(a: Sampled | undefined, b: Sampled | undefined): boolean {
  if (a === undefined) return false;
  if (b === undefined) return !a.watched;
  if (a.unit !== b.unit || a.better !== b.better) return true;
  return a.better === "lower"
    ? Math.max(...b.samples) > Math.min(...a.samples)
    : Math.min(...b.samples) < Math.max(...a.samples);
}
