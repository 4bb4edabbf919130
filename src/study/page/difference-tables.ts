import { printable } from "../../core/terminal/printable.ts";
import { en, joined, t, type Text } from "../../ui/words.ts";
import { wrap } from "../../core/terminal/wrap.ts";
import type { ReportTable } from "../../ui/table.ts";
import type { JudgedDifference, NamedFigure } from "../differences.ts";
import type { VariantValue } from "../run-table.ts";
import { differenceWords, scaleOf, seedsWords, SHORT_NAMES } from "./difference-words.ts";

export const DIFFERENCE_COLUMNS = [
  "figure",
  "unit",
  "base",
  "value",
  "difference",
  "low",
  "high",
  "n",
  "p",
  "pHolm",
  "verdict",
  "seedsToTell",
] as const;

/** In the figure's own unit, as in the document. */
export function differenceRow(
  row: JudgedDifference,
  figures: readonly NamedFigure[],
): Record<(typeof DIFFERENCE_COLUMNS)[number], VariantValue> {
  const { figure, base, value, difference, pHolm, verdict, seedsToTell } = row;
  const { mean, low, high, n, p } = difference;
  const { unit } = figures.find(({ name }) => name === figure)!;
  return { figure, unit, base, value, difference: mean, low, high, n, p, pHolm, verdict, seedsToTell };
}

interface TableLine {
  readonly name: string;
  readonly rows: readonly JudgedDifference[];
}

const COLUMNS = 4;

export function differenceTables(
  title: Text,
  lines: readonly TableLine[],
  figures: readonly NamedFigure[],
): ReportTable[] {
  const tables: ReportTable[] = [];
  for (let from = 0; from < figures.length; from += COLUMNS) {
    const some = figures.slice(from, from + COLUMNS);
    const head = [title, ...some.map(headOf)];
    const rows = lines.map(({ name, rows: ofLine }) => [
      wrap(printable(name), "", NAME_COLUMNS, true).join("\n"),
      ...some.map((figure) =>
        cellOf(
          figure,
          ofLine.find((row) => row.figure === figure.name)!,
        ),
      ),
    ]);
    tables.push({ head, rows, notes: [] });
  }
  return tables;
}

const NAME_COLUMNS = 14;

function headOf(figure: NamedFigure): Text {
  const { unit } = scaleOf(figure);
  const name = SHORT_NAMES[figure.name] ?? figure.name;
  return unit === "" ? name : joined([name, unit], ",\n");
}

/** A second line says that it cannot be told, and how many seeds would; it stands alone if the figures round to 0. */
function cellOf(figure: NamedFigure, row: JudgedDifference): Text {
  const words = differenceWords(figure, row);
  if (row.verdict !== "cannot tell") return words;
  if (!/[1-9]/.test(en(words))) return "?";
  const seeds = seedsWords(row.seedsToTell);
  return joined([words, seeds === null ? "?" : t`? ${seeds}`], "\n");
}
