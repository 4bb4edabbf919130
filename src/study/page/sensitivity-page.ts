/** Sensitivity as a page and in a terminal: what success and other rates gain or lose when a parameter moves. */
import { counted, formatCount, formatPercent, formatPercentInterval, NONE } from "../../report/format.ts";
import { printableDocument } from "../../report/printable-document.ts";
import type { ReportTable } from "../../report/report-table.ts";
import { type Change, CHANGES, FACTORS, type Sensitivity, type SensitivityFigure } from "../sensitivity.ts";
import { seedListWords } from "./difference-words.ts";
import type { StudyPage } from "./study-page.ts";

type Row = Sensitivity["rows"][number];
const OTHERS = ["reach", "accuracy", "coverage"] as const;

/** Behind a value that could not go all the way to the half or the double. */
const CUT_SHORT = "*";

/**
 * Whether a value stopped before the half or the double: at the end of its range, at a neighbour that it must not pass,
 * or at a whole number.
 */
function isCutShort(row: Row, change: Change): boolean {
  const moved = row[change];
  return moved !== null && moved.value !== row.value * FACTORS[change];
}

/** Behind a change of success that one person more or less makes. */
const ONE_PERSON = "~";

/** Rates over small numbers do not come out even in binary. */
const ROUNDING = 1e-9;

/** Whether success moved, and by no more than one person is of those whom it is over. */
function isOnePerson(row: Row, change: Change, base: Sensitivity["base"]): boolean {
  const moved = difference(row, change, base, "success");
  if (moved === null || moved === 0) return false;
  const n = Math.min(base.success.n, row[change]!.success.n);
  return Math.abs(moved) <= 1 / n + ROUNDING;
}

/** The greatest effect on success first; in the order of the list where two are alike. */
export function sensitivityTables(document: Sensitivity): [success: ReportTable, others: ReportTable] {
  const { base, rows } = document;
  const room = isAny(rows, (row, change) => isOnePerson(row, change, base)) ? ONE_PERSON.length : 0;
  const ordered = rows.toSorted((a, b) => largestEffect(b, base) - largestEffect(a, base));
  const success = {
    head: ["Sensitivity of success", "value", "halved", "points", "doubled", "points"],
    rows: ordered.map((row) => [
      row.parameter,
      formatValue(row.value),
      ...CHANGES.flatMap((change) => [valueCell(row, change), successCell(row, change, base, room)]),
    ]),
    notes: notes(document),
  };
  const others = {
    head: ["The other rates, points", "", ...OTHERS],
    rows: ordered.map((row) => {
      const moved = CHANGES.filter((change) => row[change] !== null);
      return [
        row.parameter,
        moved.join("\n"),
        ...OTHERS.map((figure) => moved.map((change) => pointsCell(row, change, base, figure, 1)).join("\n")),
      ];
    }),
    notes: othersNotes(document),
  };
  return [success, others];
}

function isAny(rows: readonly Row[], holds: (row: Row, change: Change) => boolean): boolean {
  return rows.some((row) => CHANGES.some((change) => holds(row, change)));
}

function largestEffect(row: Row, base: Sensitivity["base"]): number {
  return Math.max(...CHANGES.map((change) => Math.abs(difference(row, change, base, "success") ?? 0)));
}

/** Between two shares; null where one is over nothing. */
function difference(row: Row, change: Change, base: Sensitivity["base"], figure: SensitivityFigure): number | null {
  const moved = row[change]?.[figure].value ?? null;
  const here = base[figure].value;
  return moved === null || here === null ? null : moved - here;
}

/** Where the value cannot move: so are its cells, here and below. */
function isEmpty(row: Row, change: Change): boolean {
  return row[change] === null;
}

function valueCell(row: Row, change: Change): string {
  const moved = row[change];
  return moved === null ? "" : `${formatValue(moved.value)}${isCutShort(row, change) ? CUT_SHORT : " "}`;
}

/** With `room` for the mark, where any cell of the table has it. */
function successCell(row: Row, change: Change, base: Sensitivity["base"], room: number): string {
  const mark = isOnePerson(row, change, base) ? ONE_PERSON : "";
  return pointsCell(row, change, base, "success", 2) + mark.padEnd(room);
}

function pointsCell(
  row: Row,
  change: Change,
  base: Sensitivity["base"],
  figure: SensitivityFigure,
  digits: number,
): string {
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

function notes(sensitivity: Sensitivity): string[] {
  const { rows } = sensitivity;
  const { success } = sensitivity.base;
  return [
    `points: of success, here ${formatPercent(success)} (n ${formatCount(success.n)})${onePersonIs(success.n)}`,
    ...(isAny(rows, (row, change) => isOnePerson(row, change, sensitivity.base))
      ? [`${ONE_PERSON} one person or less: says nothing, nor does the order of such rows`]
      : []),
    ...(success.value === null ? [] : [luckNote(sensitivity)]),
    ...(isAny(rows, isCutShort)
      ? [
          `${CUT_SHORT} not as far as half or twice: at the end of its range, at a neighbour that it must not pass, or at a whole number`,
        ]
      : []),
    ...(isAny(rows, isEmpty) ? ["A value is empty where it cannot move."] : []),
    `${counted(sensitivity.seeds.length, "seed")}, one parameter at a time, all else as it is: nothing on two parameters together, or on which values are true.`,
  ];
}

/** Nothing where it is no point to two digits, or nobody. */
function onePersonIs(n: number): string {
  const points = n === 0 ? "0" : (100 / n).toFixed(2);
  return Number(points) === 0 ? "" : `; one person is ${points}`;
}

/** Of the changes that moved success, how many leave it where chance may put it. */
function luckNote({ base, rows }: Sensitivity): string {
  const { low, high } = base.success;
  if (low === null || high === null) return "too few gangs for an interval: any difference may be luck";
  const moved = rows.flatMap((row) =>
    CHANGES.flatMap((change) => row[change]?.success.value ?? []).filter((value) => value !== base.success.value),
  );
  if (moved.length === 0) return "nothing moved it";
  const within = moved.filter((value) => low <= value && value <= high).length;
  const interval = formatPercentInterval({ low, high }, 1);
  const all = `the ${counted(moved.length, "change")} that moved it`;
  const luck = within === 0 ? "" : ": they may be luck";
  return `${formatCount(within)} of ${all} stay within its interval (${interval})${luck}`;
}

function othersNotes({ base }: Sensitivity): string[] {
  const here = OTHERS.map((figure) => `${figure} ${formatPercent(base[figure])} (n ${formatCount(base[figure].n)})`);
  return [`here: ${here.join(", ")}`, "Their intervals, and the intervals of each row, are in sensitivity.json."];
}

export function sensitivityPage(document: Sensitivity): StudyPage {
  const sensitivity = printableDocument(document);
  const { scenario, seeds, runs, reproduce } = sensitivity;
  return {
    title: `What ${scenario} depends on`,
    kicker: "sensitivity",
    facts: `Seeds ${seedListWords(seeds)} · ${counted(runs, "run")} · one parameter at a time`,
    text: "Each parameter was halved and doubled, and all else, the luck too, stayed as it is.",
    caveats: [
      "Two parameters may act together: a sweep shows it.",
      "Nothing here says which values are true.",
      seeds.length < 2 ? "One seed is one world: nothing on other worlds." : null,
    ],
    sections: [{ id: "sensitivity", title: "Sensitivity", tables: sensitivityTables(sensitivity) }],
    reproduce,
  };
}
