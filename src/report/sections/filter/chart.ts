/** The Bloom filter, measured against theory. */
import { t, type Text } from "../../../ui/words.ts";
import type { Chart } from "../../../ui/chart/chart.ts";
import { intervalPicture } from "../../../ui/chart/intervals.ts";
import { INK } from "../../../ui/chart/palette.ts";
import { inBrackets, NOTHING, percentOf, percentRange } from "../../figure-words.ts";
import { formatCount, formatPercent, formatPercentInterval } from "../../format.ts";
import type { ReportTable } from "../../report-table.ts";
import type { FilterFields } from "./schema.ts";

type Filter = NonNullable<FilterFields["filter"]>;

export function filterChart({ filter }: FilterFields): Omit<Chart, "table"> {
  return {
    id: "filter",
    title: t`Does the Bloom filter lie as seldom as theory says?`,
    sentence: t`The share of numbers that are not listed and that the filter takes for listed, tried on random numbers after the run. The measured share should lie on the theory for the filter's fill and below what was promised. Its 95 % interval is of this filter, on other numbers. Each such answer is cleared in the exact table behind it.`,
    legend: [],
    picture: filter === null ? NO_FILTER : filterPicture(filter),
  };
}

const NO_FILTER = t`The blocklist has no filter: no false positives of its own.`;

function filterPicture({ promised, expected, measured }: Filter) {
  const bare = { low: null, high: null };
  const rows = [
    {
      name: t`Promised, when full`,
      value: promised,
      ...bare,
      mark: "box",
      colour: INK.muted,
    },
    {
      name: t`Theory, at its fill`,
      value: expected,
      ...bare,
      mark: "ring",
      colour: INK.reference,
    },
    { name: t`Measured`, ...measured, mark: "dot", colour: INK.ours },
  ] as const;
  return intervalPicture({
    axis: {
      name: t`false positives, of numbers not listed`,
      min: 0,
      format: (value) => percentOf(value, 2),
    },
    rows: rows.map((row) => {
      const share = (digits: number): Text => (row.value === null ? NOTHING : percentOf(row.value, digits));
      return {
        name: row.name,
        text: share(3),
        tip: t`${row.name}: ${share(4)}${inBrackets(percentRange(row.low, row.high, 4))}`,
        marks: [row],
      };
    }),
  });
}

export function filterTable({ promised, expected, measured, numbers, domains }: Filter): ReportTable {
  const [falseNumbers, allNumbers, falseDomains, allDomains] = [
    numbers.falsePositives,
    numbers.probed,
    domains.falsePositives,
    domains.probed,
  ].map(formatCount);
  return {
    head: [t`Filter false positives`, t`share`, "95 %", "n"],
    rows: [
      [t`promised, when full`, formatPercent({ value: promised }, 3), "", ""],
      [t`theory, at its fill`, formatPercent({ value: expected }, 3), "", ""],
      [
        t`measured, random numbers`,
        formatPercent(measured, 3),
        formatPercentInterval(measured, 3),
        formatCount(measured.n),
      ],
    ],
    notes: [
      t`95 %: of this filter, on other numbers; not of other worlds`,
      t`in traffic: ${falseNumbers!} of ${allNumbers!} numbers, ${falseDomains!} of ${allDomains!} domains, all cleared`,
    ],
  };
}

export function matcherTable({ engine, differing }: NonNullable<FilterFields["matcher"]>): ReportTable {
  return {
    head: [t`Approximate matcher`, t`not as scan`, "95 %", "n"],
    rows: [[engine, formatPercent(differing, 1), formatPercentInterval(differing, 1), formatCount(differing.n)]],
    notes: [t`decisions that differ from scan's, on edited copies of the scripts in force`],
  };
}
