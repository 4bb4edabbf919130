/** The points of a Pareto bench as a table: the fastest first, what is dominated in words, the rows to read them against last. */
import { formatCount } from "../../src/report/format.ts";
import { printable } from "../../src/report/printable.ts";
import type { Rate } from "../../src/report/rates.ts";
import { type Style, note, renderTable } from "../../src/report/table.ts";
import type { BenchResult } from "../harness/result.ts";
import { remark } from "../../src/report/wrap.ts";
import type { ParetoDetails, ParetoPoint } from "./points.ts";
import { LEAST_FLAGGED } from "./recall-at-floor.ts";

export function renderPareto(result: BenchResult, style: Style): string[] {
  const details = result.details as unknown as ParetoDetails;
  const { points, precisionFloor, testEvents, testFraud, source } = details;
  const settings = points
    .filter(({ kind }) => kind === "setting")
    .toSorted((a, b) => b.eventsPerSecond! - a.eventsPerSecond!);
  const others = points.filter(({ kind }) => kind === "reference");
  const head = [`at precision ${precisionFloor}`, "events/s", "recall", "95 % interval", "precision", ""];
  const table = renderTable(head, [...settings, ...others].map(rowOf), style);
  const facts = `${printable(source)}: score chosen on one half, judged on the other, of ${formatCount(testEvents)} events, ${formatCount(testFraud)} of them fraud`;
  const reach = points.some(({ place }) => place === "below floor")
    ? [
        note(
          remark(
            `below floor: no score that takes ${LEAST_FLAGGED} events or more for fraud reaches it on the first half`,
          ),
          style,
        ),
      ]
    : [];
  return [[table, note(remark(facts), style), ...reach].join("\n")];
}

function rowOf({ name, eventsPerSecond, recall, precision, place }: ParetoPoint): string[] {
  return [
    printable(name),
    eventsPerSecond === null ? "" : formatCount(eventsPerSecond),
    share(recall?.value),
    recall?.low == null ? "" : `${share(recall.low)}-${share(recall.high)}`,
    share(precision?.value),
    place === "reference" ? "" : place,
  ];
}

function share(value: Rate["value"] | undefined): string {
  return value == null ? "" : value.toFixed(3);
}
