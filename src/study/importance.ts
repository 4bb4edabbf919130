/** Which parameters of a sweep move which figures, and by how much. */
import { groupBy } from "../core/group-by.ts";
import { estimate } from "./between-worlds.ts";
import { levelsAlong, type MainEffect, mainEffect, type SweptRun, worldsOf } from "./effects.ts";
import { STUDY_FIGURES } from "./figures.ts";
import { type MorrisEffect, morrisEffects, type SobolIndex, sobolIndices } from "./screening-indices.ts";
import type { SweepPlan } from "./sweep-plan.ts";

/** A figure and all parameters, the one that moves it most first. */
export interface Importance {
  /** Of STUDY_FIGURES. */
  readonly figure: string;
  readonly parameters: readonly ParameterImportance[];
}

export interface ParameterImportance {
  readonly path: string;
  readonly effect: MainEffect;
  /** Of these designs alone. */
  readonly morris: MorrisEffect | null;
  readonly sobol: SobolIndex | null;
}

/** Of figures that some run has. `runs`: with the number of their point, from 0. */
export function importanceOf(
  { statement, points, places }: SweepPlan,
  runs: readonly (SweptRun & { readonly point: number })[],
): Importance[] {
  const { parameters, design, designSeed } = statement;
  const levels = parameters.map((_, axis) => levelsAlong(runs, axis));
  const byPoint = groupBy(runs, ({ point }) => point);
  return STUDY_FIGURES.flatMap((figure) => {
    if (runs.every(({ figures }) => (figures[figure.name] ?? null) === null)) return [];
    const values = points.map((_, at) => estimate(figure, worldsOf(byPoint.get(at) ?? [])).value);
    const axes = parameters.length;
    const morris = design === "morris" ? morrisEffects(places!, values, axes, designSeed) : null;
    const sobol = design === "sobol-indices" ? sobolIndices(values, axes, designSeed) : null;
    const told = parameters.map((path, axis) => ({
      path,
      effect: mainEffect(figure, levels[axis]!),
      morris: morris?.[axis] ?? null,
      sobol: sobol?.[axis] ?? null,
    }));
    return [{ figure: figure.name, parameters: told.toSorted((a, b) => weightOf(b) - weightOf(a)) }];
  });
}

function weightOf({ effect, morris, sobol }: ParameterImportance): number {
  return sobol?.total.value ?? morris?.muStar ?? effect.span ?? 0;
}
