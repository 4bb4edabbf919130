import { both, type Text, type Localised } from "../../../core/words.ts";
import { formatClusterInterval, formatCount, formatPercent } from "../../format.ts";
import type { ReportTable } from "../../report-table.ts";
import { LEVEL_NAMES, named } from "../names.ts";
import type { RatesFields } from "../rates/schema.ts";
import type { InterceptionFields } from "./schema.ts";

export function interceptionTable({ rates }: Pick<RatesFields, "rates">): ReportTable {
  const rows = [
    ["calls", rates.interceptionCalls],
    ["messages", rates.interceptionMessages],
    ["all", rates.interception],
  ] as const;
  return {
    head: [{ en: "Intercepted fraud", zh: "拦截的诈骗" }, { en: "rate", zh: "比率" }, OVER_GANGS, "n"],
    rows: rows.map(([name, rate]) => [
      named(name),
      formatPercent(rate),
      formatClusterInterval(rate),
      formatCount(rate.n),
    ]),
    notes: [],
  };
}

const OVER_GANGS: Localised = { en: "95 % over gangs", zh: "95 %，按团伙" };

type Row = InterceptionFields["interception"]["typology"][number];

export function breakdownTables({ interception }: InterceptionFields): ReportTable[] {
  const { typology, obfuscation, technology } = interception;
  return [
    breakdown({ en: "By typology", zh: "按诈骗类型" }, typology, named),
    breakdown({ en: "By obfuscation (messages)", zh: "按伪装程度（短信）" }, obfuscation, levelName),
    breakdown({ en: "By gang technology", zh: "按团伙线路" }, technology, named),
  ];
}

function breakdown(title: Localised, rows: readonly Row[], nameOf: (name: string) => Text): ReportTable {
  return {
    head: [title, { en: "intercepted", zh: "拦截" }, OVER_GANGS, "n", { en: "flagged", zh: "标记" }],
    rows: rows.map(({ name, rate, flagged }) => [
      nameOf(name),
      formatPercent(rate),
      formatClusterInterval(rate),
      formatCount(rate.n),
      formatCount(flagged),
    ]),
    notes: [{ en: "A row of one gang alone has no interval.", zh: "只涉及一个团伙的行没有区间。" }],
    isFolded: true,
  };
}

function levelName(level: string): Text {
  const name = LEVEL_NAMES[Number(level)];
  return name === undefined ? level : both`${level} ${name}`;
}
