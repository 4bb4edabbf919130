/** The figures that A and B have both, and those that cannot be compared. */
import { RingfenceError } from "../../src/core/errors.ts";
import type { Figure } from "./document.ts";

/** One figure of both: in pairs place by place, or the rounds of two files. All samples are positive. */
export interface Series extends Omit<Figure, "value" | "samples"> {
  readonly a: readonly number[];
  readonly b: readonly number[];
}

export interface Aligned {
  readonly series: readonly Series[];
  /** Figures of A of which nobody can say whether B's are worse: B lacks them, or they have no ratio. */
  readonly untold: readonly string[];
}

/** Whether `metric` asks for the figure; without it, all but the diagnostic ones. */
function isAsked({ name, diagnostic }: Pick<Figure, "name" | "diagnostic">, metric: string | undefined): boolean {
  return metric === undefined ? !diagnostic : name.includes(metric);
}

/** Throws RingfenceError "usage" where no figure is asked for. */
export function checkMetric(figures: readonly Figure[], metric: string | undefined): void {
  if (metric === undefined || figures.some((figure) => isAsked(figure, metric))) return;
  const names = figures.map(({ name }) => `\n  ${name}`).join("");
  throw new RingfenceError("usage", `--metric: no figure has "${metric}" in its name. There are:${names || " none"}`);
}

/** `a` and `b`: the figures of each run, or of each file. A figure counts where all runs have it. */
export function align(
  a: readonly (readonly Figure[])[],
  b: readonly (readonly Figure[])[],
  { metric, mayLack }: { readonly metric?: string | undefined; readonly mayLack: string },
): Aligned {
  const [ofA, ofB] = [gather(a), gather(b)];
  const series: Series[] = [];
  const untold: string[] = [];
  for (const [name, one] of ofA) {
    if (!isAsked(one, metric)) continue;
    const other = ofB.get(name);
    if (other === undefined) {
      if (name !== mayLack) untold.push(name);
    } else if (one.unit !== other.unit || one.better !== other.better) untold.push(name);
    else if ([...one.samples, ...other.samples].every((sample) => sample > 0)) {
      const { samples, ...facts } = one;
      series.push({ ...facts, doubt: one.doubt ?? other.doubt, a: samples, b: other.samples });
    } else if (mayBeWorse(one, other)) untold.push(name);
  }
  return { series, untold };
}

type Gathered = Omit<Figure, "value">;

function gather(runs: readonly (readonly Figure[])[]): Map<string, Gathered> {
  const all = new Map<string, Gathered>();
  for (const { value: _, ...figure } of runs.flat()) {
    const earlier = all.get(figure.name);
    const samples = [...(earlier?.samples ?? []), ...figure.samples];
    all.set(figure.name, { ...figure, samples, doubt: earlier?.doubt ?? figure.doubt });
  }
  const counted = new Map(
    runs.flat().map(({ name }) => [name, runs.filter((run) => run.some((one) => one.name === name)).length]),
  );
  return new Map([...all].filter(([name]) => counted.get(name) === runs.length));
}

/** Where no sample of B is worse than any of A's, no ratio is needed. */
function mayBeWorse(a: Gathered, b: Gathered): boolean {
  return a.better === "lower"
    ? Math.max(...b.samples) > Math.min(...a.samples)
    : Math.min(...b.samples) < Math.max(...a.samples);
}
