/** Sensitivity as a table: what success gains or loses when a parameter is halved and doubled. */
import { formatCount, formatPercent, NONE } from "./format.ts";
import type { Sensitivity } from "./sensitivity-schema.ts";
import { note, renderTable, type Style } from "./table.ts";

type Row = Sensitivity["rows"][number];
type Moved = Row["halved"];

/** The greatest effect first; in the order of the list where two are alike. */
export function sensitivityTable({ base, rows }: Sensitivity, style: Style): string {
  const success = base.success.value;
  const table = renderTable(
    ["Sensitivity of success", "value", "halved", "points", "doubled", "points"],
    rows
      .toSorted((a, b) => largestEffect(b, success) - largestEffect(a, success))
      .map(({ parameter, value, halved, doubled }) => [
        parameter,
        formatValue(value),
        ...cells(halved, success),
        ...cells(doubled, success),
      ]),
    style,
  );
  return `${table}\n${note(notes(base), style)}`;
}

function largestEffect({ halved, doubled }: Row, success: number | null): number {
  return Math.max(...[halved, doubled].map((moved) => Math.abs(difference(moved, success) ?? 0)));
}

/** Between two shares; null where one is over nothing. */
function difference(moved: Moved, success: number | null): number | null {
  const value = moved?.success.value ?? null;
  return value === null || success === null ? null : value - success;
}

/** Empty where the value cannot move. */
function cells(moved: Moved, success: number | null): [value: string, points: string] {
  return moved === null ? ["", ""] : [formatValue(moved.value), formatPoints(difference(moved, success))];
}

/** At most four digits that count: 0.0168, 14, 125.5. */
function formatValue(value: number): string {
  return String(Number(value.toPrecision(4)));
}

/** 0.0123 as "+1.23"; what rounds to nothing has no sign. */
function formatPoints(share: number | null): string {
  if (share === null) return NONE;
  const points = (share * 100).toFixed(2);
  if (Number(points) === 0) return "0.00";
  return share > 0 ? `+${points}` : points;
}

function notes({ success }: Sensitivity["base"]): string {
  return [
    `points: of success, here ${formatPercent(success)} (n ${formatCount(success.n)})`,
    ...(success.value === null ? [] : ["a difference within its interval, in the funnel above, may be luck"]),
    "A value stays in its range, and is empty where it cannot move.",
    "Reach, accuracy and coverage are in report.json.",
    "One seed, one parameter at a time, all else as it is: nothing on other worlds,",
    "on two parameters together, or on which values are true.",
  ].join("\n");
}
