/** The Bloom filter, measured against theory. */
import { both, type Text, type Localised } from "../../../core/words.ts";
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
    title: { en: "Does the Bloom filter lie as seldom as theory says?", zh: "布隆过滤器误报得像理论所说那样少吗？" },
    sentence: {
      en:
        "The share of numbers that are not listed and that the filter takes for listed, tried on random numbers after the run. The measured share should " +
        "lie on the theory for the filter's fill and below what was promised. Its 95 % interval is of this filter, on other numbers. Each such answer is cleared in the exact table behind it.",
      zh: "不在名单上、却被过滤器当作在名单上的号码所占比例，运行后以随机号码测试。实测比例应与按填充程度计算的理论值相符，并低于承诺值。其 95 % 区间针对这个过滤器、其他号码。每次误报都由后面的精确表纠正。",
    },
    legend: [],
    picture: filter === null ? NO_FILTER : filterPicture(filter),
  };
}

const NO_FILTER: Localised = {
  en: "The blocklist has no filter: no false positives of its own.",
  zh: "黑名单没有过滤器：没有自身的误报。",
};

function filterPicture({ promised, expected, measured }: Filter) {
  const bare = { low: null, high: null };
  const rows = [
    {
      name: { en: "Promised, when full", zh: "承诺值，装满时" },
      value: promised,
      ...bare,
      mark: "box",
      colour: INK.muted,
    },
    {
      name: { en: "Theory, at its fill", zh: "理论值，按填充程度" },
      value: expected,
      ...bare,
      mark: "ring",
      colour: INK.reference,
    },
    { name: { en: "Measured", zh: "实测" }, ...measured, mark: "dot", colour: INK.ours },
  ] as const;
  return intervalPicture({
    axis: {
      name: { en: "false positives, of numbers not listed", zh: "不在名单上的号码中的误报" },
      min: 0,
      format: (value) => percentOf(value, 2),
    },
    rows: rows.map((row) => {
      const share = (digits: number): Text => (row.value === null ? NOTHING : percentOf(row.value, digits));
      return {
        name: row.name,
        text: share(3),
        tip: both`${row.name}: ${share(4)}${inBrackets(percentRange(row.low, row.high, 4))}`,
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
    head: [{ en: "Filter false positives", zh: "过滤器误报" }, { en: "share", zh: "比例" }, "95 %", "n"],
    rows: [
      [{ en: "promised, when full", zh: "承诺值，装满时" }, formatPercent({ value: promised }, 3), "", ""],
      [{ en: "theory, at its fill", zh: "理论值，按填充程度" }, formatPercent({ value: expected }, 3), "", ""],
      [
        { en: "measured, random numbers", zh: "实测，随机号码" },
        formatPercent(measured, 3),
        formatPercentInterval(measured, 3),
        formatCount(measured.n),
      ],
    ],
    notes: [
      {
        en: "95 %: of this filter, on other numbers; not of other worlds",
        zh: "95 %：针对这个过滤器、其他号码；不针对其他世界",
      },
      {
        en: `in traffic: ${falseNumbers} of ${allNumbers} numbers, ${falseDomains} of ${allDomains} domains, all cleared`,
        zh: `流量中：${allNumbers} 个号码中误报 ${falseNumbers} 个，${allDomains} 个域名中误报 ${falseDomains} 个，全部得到纠正`,
      },
    ],
  };
}

export function matcherTable({ engine, differing }: NonNullable<FilterFields["matcher"]>): ReportTable {
  return {
    head: [{ en: "Approximate matcher", zh: "近似匹配器" }, { en: "not as scan", zh: "与 scan 不同" }, "95 %", "n"],
    rows: [[engine, formatPercent(differing, 1), formatPercentInterval(differing, 1), formatCount(differing.n)]],
    notes: [
      {
        en: "decisions that differ from scan's, on edited copies of the scripts in force",
        zh: "在改动过的现用话术副本中，判定与 scan 不同的",
      },
    ],
  };
}
