import { levelsAlong, type MainEffect, mainEffect, type SweptRun } from "./effects.ts";
import { STUDY_FIGURES } from "./figures.ts";

export interface Importance {
  readonly figure: string;
  readonly parameters: readonly ParameterImportance[];
}

interface ParameterImportance {
  readonly path: string;
  readonly effect: MainEffect;
}

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
