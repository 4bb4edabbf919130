/** The Bloom filter, measured against theory. */
import type { Chart } from "../../chart/chart.ts";
import { intervalPicture } from "../../chart/intervals.ts";
import { INK } from "../../chart/palette.ts";
import type { Report } from "../../schema.ts";
import { filterTable } from "../../tables/interception-tables.ts";
import { NOTHING, percentOf, percentRange } from "../words.ts";

export function filterChart(report: Report): Chart {
  const { filter } = report;
  const rows =
    filter === null
      ? []
      : ([
          {
            name: "Promised, when full",
            value: filter.promised,
            low: null,
            high: null,
            mark: "box",
            colour: INK.muted,
          },
          {
            name: "Theory, at its fill",
            value: filter.expected,
            low: null,
            high: null,
            mark: "ring",
            colour: INK.reference,
          },
          { name: "Measured", ...filter.measured, mark: "dot", colour: INK.ours },
        ] as const);
  return {
    id: "filter",
    title: "Does the Bloom filter lie as seldom as theory says?",
    sentence:
      "The share of numbers that are not listed and that the filter takes for listed, tried on random numbers after the run. The measured share should " +
      "lie on the theory for the filter's fill and below what was promised. Its 95 % interval is of this filter, on other numbers. Each such answer is cleared in the exact table behind it.",
    legend: [],
    table: filterTable(report) ?? NO_ROWS,
    picture:
      filter === null
        ? "The blocklist of this run has no filter, so it has no false positives of its own."
        : intervalPicture({
            axis: { name: "false positives, of numbers not listed", min: 0, format: (value) => percentOf(value, 2) },
            rows: rows.map((row) => ({
              name: row.name,
              text: row.value === null ? NOTHING : percentOf(row.value, 3),
              tip: `${row.name}: ${row.value === null ? NOTHING : percentOf(row.value, 4)}${row.low === null ? "" : ` (${percentRange(row.low, row.high, 4)})`}`,
              marks: [row],
            })),
          }),
  };
}

const NO_ROWS = { head: [], rows: [] } as const;
