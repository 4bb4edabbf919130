/** The Bloom filter, measured against theory. */
import type { Chart } from "../../chart/chart.ts";
import { intervalPicture } from "../../chart/intervals.ts";
import { INK } from "../../chart/palette.ts";
import { formatCount } from "../../format.ts";
import type { Report } from "../../schema.ts";
import { NOTHING, percentOf, percentRange } from "../words.ts";

export function filterChart({ filter }: Report): Chart {
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
      "lie on the theory for the filter's fill and below what was promised. Each such answer is cleared in the exact table behind it.",
    legend: [],
    table: {
      head: ["False positives", "share", "95 %", "n"],
      rows:
        filter === null
          ? []
          : [
              ...rows.map(({ name, value, low, high }) => [
                name,
                value === null ? NOTHING : percentOf(value, 4),
                percentRange(low, high, 4),
                name === "Measured" ? formatCount(filter.measured.n) : "",
              ]),
              inTraffic("In traffic, numbers: a count", filter.numbers),
              inTraffic("In traffic, domains: a count", filter.domains),
            ],
    },
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

function inTraffic(
  name: string,
  { falsePositives, probed }: { readonly falsePositives: number; readonly probed: number },
): string[] {
  return [name, `${formatCount(falsePositives)} of ${formatCount(probed)}`, "", formatCount(probed)];
}
