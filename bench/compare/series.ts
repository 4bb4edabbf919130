/** The figures that A and B have both, and those that cannot be compared. */
import { RingfenceError } from "../../src/core/errors.ts";
import type { Figure } from "./document.ts";

/** One figure of both: in pairs place by place, or the rounds of two files. All samples are positive. */
export interface Series extends Omit<Figure, "samples"> {
  readonly a: readonly number[];
  readonly b: readonly number[];
}

interface Aligned {
  readonly series: readonly Series[];
  /** Figures of A of which nobody can say whether B's are worse: B lacks them, or they have no ratio. */
  readonly untold: readonly string[];
}

/** Whether `metric` asks for the figure; without it, all but the diagnostic ones. */
function isAsked({ name, diagnostic }: Figure, metric: string | undefined): boolean {
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
  metric: string | undefined,
): Aligned {
  const [ofA, ofB] = [gather(a), gather(b)];
  const series: Series[] = [];
  const untold: string[] = [];
  for (const [name, one] of ofA) {
    if (!isAsked(one, metric)) continue;
    const other = ofB.get(name);
    const isSame = other !== undefined && one.unit === other.unit && one.better === other.better;
    if (isSame && [...one.samples, ...other.samples].every((sample) => sample > 0)) {
      const { samples, ...facts } = one;
      series.push({ ...facts, doubt: one.doubt ?? other.doubt, a: samples, b: other.samples });
    } else if (!isSame || mayBeWorse(one, other)) untold.push(name);
  }
  return { series, untold };
}

function gather(runs: readonly (readonly Figure[])[]): Map<string, Figure> {
  const all = new Map<string, Figure[]>();
  for (const figure of runs.flat()) all.set(figure.name, [...(all.get(figure.name) ?? []), figure]);
  const whole = [...all].filter(([, found]) => found.length === runs.length);
  return new Map(
    whole.map(([name, found]) => {
      const samples = found.flatMap((one) => one.samples);
      return [name, { ...found[0]!, samples, doubt: found.find(({ doubt }) => doubt !== null)?.doubt ?? null }];
    }),
  );
}

/** Where no sample of B is worse than any of A's, no ratio is needed. */
function mayBeWorse(a: Figure, b: Figure): boolean {
  return a.better === "lower"
    ? Math.max(...b.samples) > Math.min(...a.samples)
    : Math.min(...b.samples) < Math.max(...a.samples);
}
