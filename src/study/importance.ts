/** Which parameters of a sweep move which figures, and by how much. */
import { levelsAlong, type MainEffect, mainEffect, type SweptRun } from "./effects.ts";
import { STUDY_FIGURES } from "./figures.ts";

/** A figure and all parameters, the one that moves it most first. */
export interface Importance {
  /** Of STUDY_FIGURES. */
  readonly figure: string;
  readonly parameters: readonly ParameterImportance[];
}

interface ParameterImportance {
  readonly path: string;
  readonly effect: MainEffect;
}

/** Of figures that some run has. */
export function importanceOf(parameters: readonly string[], runs: readonly SweptRun[]): Importance[] {
  const levels = parameters.map((_, axis) => levelsAlong(runs, axis));
  return STUDY_FIGURES.flatMap((figure) => {
    if (runs.every(({ figures }) => (figures[figure.name] ?? null) === null)) return [];
    const told = parameters.map((path, axis) => ({ path, effect: mainEffect(figure, levels[axis]!) }));
    return [
      {
        figure: figure.name,
        parameters: told.toSorted((a, b) => (b.effect.span ?? 0) - (a.effect.span ?? 0)),
      },
    ];
  });
}
