/** Sensitivity as tables: what success, and the other figures, gain or lose when a parameter is halved and doubled. */
import { formatCount, formatPercent, NONE } from "./format.ts";
import type { Sensitivity } from "./sensitivity-schema.ts";
import { note, renderTable, type Style } from "./table.ts";

type Row = Sensitivity["rows"][number];
type Change = "halved" | "doubled";
type Figure = keyof Sensitivity["base"];

const CHANGES = ["halved", "doubled"] as const;
const FACTORS: Readonly<Record<Change, number>> = { halved: 0.5, doubled: 2 };
const OTHERS = ["reach", "accuracy", "coverage"] as const;

/** Behind a value that could not go all the way to the half or the double. */
export const CUT_SHORT = "*";

/**
 * Whether a value stopped before the half or the double: at the end of its range, at a neighbour that it must not pass,
 * or at a whole number.
 */
export function isCutShort(row: Row, change: Change): boolean {
  const moved = row[change];
  return moved !== null && moved.value !== row.value * FACTORS[change];
}

/** The greatest effect on success first; in the order of the list where two are alike. */
export function sensitivityTable({ base, rows }: Sensitivity, style: Style): string {
  const ordered = rows.toSorted((a, b) => largestEffect(b, base) - largestEffect(a, base));
  const success = renderTable(
    ["Sensitivity of success", "value", "halved", "points", "doubled", "points"],
    ordered.map((row) => [
      row.parameter,
      formatValue(row.value),
      ...CHANGES.flatMap((change) => [valueCell(row, change), pointsCell(row, change, base, "success", 2)]),
    ]),
    style,
  );
  const others = renderTable(
    ["The other rates, points", ...OTHERS.map((figure) => `${figure}\n${CHANGES.join(" ")}`)],
    ordered.map((row) => [
      row.parameter,
      ...OTHERS.map((figure) =>
        CHANGES.map((change) => pointsCell(row, change, base, figure, 1).padStart(change.length)).join(" "),
      ),
    ]),
    style,
  );
  const isMarked = rows.some((row) => CHANGES.some((change) => isCutShort(row, change)));
  return `${success}\n${note(notes(base, isMarked), style)}\n\n${others}\n${note(othersNote(base), style)}`;
}

function largestEffect(row: Row, base: Sensitivity["base"]): number {
  return Math.max(...CHANGES.map((change) => Math.abs(difference(row, change, base, "success") ?? 0)));
}

/** Between two shares; null where one is over nothing. */
function difference(row: Row, change: Change, base: Sensitivity["base"], figure: Figure): number | null {
  const moved = row[change]?.[figure].value ?? null;
  const here = base[figure].value;
  return moved === null || here === null ? null : moved - here;
}

/** Empty where the value cannot move, here and below. */
function valueCell(row: Row, change: Change): string {
  const moved = row[change];
  return moved === null ? "" : `${formatValue(moved.value)}${isCutShort(row, change) ? CUT_SHORT : " "}`;
}

function pointsCell(row: Row, change: Change, base: Sensitivity["base"], figure: Figure, digits: number): string {
  return row[change] === null ? "" : formatPoints(difference(row, change, base, figure), digits);
}

/** At most four digits that count: 0.0168, 14, 125.5. */
function formatValue(value: number): string {
  return String(Number(value.toPrecision(4)));
}

/** 0.0123 as "+1.23"; what rounds to nothing has no sign. */
function formatPoints(share: number | null, digits: number): string {
  if (share === null) return NONE;
  const points = (share * 100).toFixed(digits);
  if (Number(points) === 0) return (0).toFixed(digits);
  return share > 0 ? `+${points}` : points;
}

function notes({ success }: Sensitivity["base"], isMarked: boolean): string {
  return [
    `points: of success, here ${formatPercent(success)} (n ${formatCount(success.n)})`,
    ...(success.value === null ? [] : ["a difference within its interval, in the funnel above, may be luck"]),
    ...(isMarked
      ? [
          `${CUT_SHORT} not as far as half or twice: at the end of its range, at a neighbour`,
          "that it must not pass, or at a whole number",
        ]
      : []),
    "A value is empty where it cannot move.",
    "One seed, one parameter at a time, all else as it is: nothing on other worlds,",
    "on two parameters together, or on which values are true.",
  ].join("\n");
}

function othersNote(base: Sensitivity["base"]): string {
  const here = OTHERS.map((figure) => `${figure} ${formatPercent(base[figure])}`);
  return `here: ${here.join(", ")}\nTheir intervals, and those of each run, are in report.json.`;
}
