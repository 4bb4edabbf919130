import { wrap } from "../../core/terminal/wrap.ts";
import { FIGURE_UNITS, type StudyFigure } from "../../study/figures.ts";

const INDENT = "    ";

export function figureLines(figures: readonly Pick<StudyFigure, "name" | "unit" | "definition">[]): string {
  return figures
    .flatMap(({ name, unit, definition }) => {
      const [first, ...rest] = wrap(`${name} (${FIGURE_UNITS[unit]}): ${definition}`, INDENT);
      return [first!.slice(2), ...rest];
    })
    .join("\n");
}
