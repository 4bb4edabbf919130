/**
 * The points of a Pareto bench as two tables: what to choose by, the fastest first and the rows to read against last;
 * and how sure recall and precision are.
 */
import { counted, formatCount } from "../../src/ui/format.ts";
import { printable } from "../../src/core/terminal/printable.ts";
import type { Rate } from "../../src/metrics/rates.ts";
import { type Style, note, renderTable } from "../../src/core/terminal/table.ts";
import { remark } from "../../src/core/terminal/wrap.ts";
import type { BenchResult } from "../harness/result.ts";
import { en } from "../../src/ui/words.ts";
import type { Place } from "./frontier.ts";
import { type ParetoPoint, paretoDetailsIn, placesRemark } from "./points.ts";
import { MIN_FLAGGED } from "./recall-at-floor.ts";

/** Behind a precision whose best estimate is below the floor, though its interval reaches it. */
const UNSURE = "*";

const PLACES: ReadonlySet<string> = new Set<Place>(["frontier", "dominated"]);

/** What the words in the last column mean, where they occur. */
const LEGEND: readonly (readonly [Place, string])[] = [
  ["floor missed", "the score chosen on the first half is surely below the floor on the second"],
  [
    "too few",
    `only scores that take fewer than ${MIN_FLAGGED} events for fraud reach the floor on the first half, at most as many as in brackets: they tell nothing`,
  ],
  ["below floor", "no score reaches it on the first half"],
];

export function renderPareto(result: BenchResult, style: Style): string[] {
  const { points, precisionFloor, tuningEvents, testEvents, testFraud, source } = paretoDetailsIn(result)!;
  const settings = points
    .filter(({ kind }) => kind === "setting")
    .toSorted((a, b) => b.eventsPerSecond! - a.eventsPerSecond!);
  const ordered = [...settings, ...points.filter(({ kind }) => kind === "reference")];
  const head = [`at precision ${precisionFloor}`, "events/s", "recall", "precision", "place"];
  const isUnsure = ({ place, precision }: ParetoPoint): boolean =>
    place !== "floor missed" && precision?.value != null && precision.value < precisionFloor;
  const rows = ordered.map((point) => rowOf(point, isUnsure(point)));
  const facts = [
    `${printable(source)}, cut in two at random: on the first half, ${counted(tuningEvents, "event")}, the score is chosen from which an event counts as fraud; ` +
      `recall and precision are those on the second half, ${counted(testEvents, "event")}, ${formatCount(testFraud)} of them fraud`,
    ...(points.some(({ place }) => PLACES.has(place)) ? [en(placesRemark(points))] : []),
    ...(ordered.some(isUnsure) ? [`${UNSURE} below the floor on the second half, by no more than chance may do`] : []),
    ...LEGEND.filter(([place]) => points.some((point) => point.place === place)).map((words) => words.join(": ")),
  ];
  const table = [renderTable(head, rows, style), ...facts.map((fact) => note(remark(fact), style))].join("\n");
  const judged = ordered.filter(({ precision }) => precision !== null);
  return judged.length === 0 ? [table] : [table, renderIntervals(judged, style)];
}

function rowOf({ name, eventsPerSecond, recall, precision, place, tuningFlagged }: ParetoPoint, isUnsure: boolean) {
  return [
    printable(name),
    eventsPerSecond === null ? "" : formatCount(eventsPerSecond),
    share(recall?.value),
    `${share(precision?.value)}${isUnsure ? UNSURE : " "}`,
    place === "reference" ? "" : place === "too few" ? `${place} (${tuningFlagged})` : place,
  ];
}

function renderIntervals(points: readonly ParetoPoint[], style: Style): string {
  const rows = points.map(({ name, recall, precision }) => [
    printable(name),
    interval(recall!),
    formatCount(recall!.n),
    interval(precision!),
    formatCount(precision!.n),
  ]);
  return renderTable(["95 % intervals", "recall", "of fraud", "precision", "of flagged"], rows, style);
}

function interval({ low, high }: Rate): string {
  return low === null || high === null ? "" : `${share(low)}-${share(high)}`;
}

function share(value: Rate["value"] | undefined): string {
  return value == null ? "" : value.toFixed(3);
}
