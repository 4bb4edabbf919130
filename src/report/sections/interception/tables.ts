import { t, word, type Text, type Localised } from "../../../ui/words.ts";
import { formatClusterInterval, formatCount, formatPercent } from "../../format.ts";
import type { ReportTable } from "../../report-table.ts";
import { LEVEL_NAMES } from "../names.ts";
import type { RatesFields } from "../rates/schema.ts";
import type { InterceptionFields } from "./schema.ts";

export function interceptionTable({ rates }: Pick<RatesFields, "rates">): ReportTable {
  const rows = [
    ["calls", rates.interceptionCalls],
    ["messages", rates.interceptionMessages],
    ["all", rates.interception],
  ] as const;
  return {
    head: [t`Intercepted fraud`, t`rate`, OVER_GANGS, "n"],
    rows: rows.map(([name, rate]) => [
      word(name),
      formatPercent(rate),
      formatClusterInterval(rate),
      formatCount(rate.n),
    ]),
    notes: [],
  };
}

const OVER_GANGS = t`95 % over gangs`;

type Row = InterceptionFields["interception"]["typology"][number];

export function breakdownTables({ interception }: InterceptionFields): ReportTable[] {
  const { typology, obfuscation, technology } = interception;
  return [
    breakdown(t`By typology`, typology, word),
    breakdown(t`By obfuscation (messages)`, obfuscation, levelName),
    breakdown(t`By gang technology`, technology, word),
  ];
}

function breakdown(title: Localised, rows: readonly Row[], nameOf: (name: string) => Text): ReportTable {
  return {
    head: [title, t`intercepted`, OVER_GANGS, "n", t`flagged`],
    rows: rows.map(({ name, rate, flagged }) => [
      nameOf(name),
      formatPercent(rate),
      formatClusterInterval(rate),
      formatCount(rate.n),
      formatCount(flagged),
    ]),
    notes: [t`A row of one gang alone has no interval.`],
    isFolded: true,
  };
}

function levelName(level: string): Text {
  const name = LEVEL_NAMES[Number(level)];
  return name === undefined ? level : t`${level} ${name}`;
}
