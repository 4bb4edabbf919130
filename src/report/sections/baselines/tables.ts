import { countOf, t, type Text } from "../../../ui/words.ts";
import {
  formatClusterFigureInterval,
  formatClusterInterval,
  formatCount,
  formatFigure,
  formatPercent,
} from "../../format.ts";
import { type ReportTable, stack } from "../../report-table.ts";
import type { RatesFields } from "../rates/schema.ts";
import type { BaselinesFields } from "./schema.ts";

type Row = BaselinesFields["baselines"][number];

/** Intervals stand below their figures: side by side they do not fit 80 columns. */
export function baselineTable({ baselines, rates }: BaselinesFields & Pick<RatesFields, "rates">): ReportTable {
  const { n: contacts } = rates.recall;
  const { n: benign } = rates.falseInterception;
  return {
    head: [t`Against`, t`recall %`, t`precision %`, t`blocked`, t`false/10,000`, "MCC"],
    rows: baselines.map((row) => [
      NAMES[row.name],
      share(row.recall),
      share(row.precision),
      formatCount(row.precision.n),
      figure(row.falsePer10000, 1),
      figure(row.mcc, 2),
    ]),
    notes: [
      t`oracle: blocks all fraud and nothing else, which only the truth makes possible`,
      t`false/10,000: benign events blocked, of 10,000; MCC: Matthews' correlation`,
      t`n: ${countOf(contacts, "contact")}, ${countOf(benign, "benign event")}; precision: blocked`,
      t`95 %: over gangs and callers; none where a rule is fixed by truth`,
    ],
  };
}

/** Short, so that the table fits 80 columns when counts reach millions. */
const NAMES: Readonly<Record<Row["name"], Text>> = {
  "do nothing": t`do nothing`,
  "blocklist only": t`blocklist only`,
  ringfence: "ringfence",
  oracle: t`oracle`,
};

function share(rate: Row["recall"]): Text {
  return stack(formatPercent(rate, 1).replace(" %", ""), formatClusterInterval(rate, 1));
}

function figure(found: Row["mcc"], digits: number): Text {
  return stack(formatFigure(found, digits), formatClusterFigureInterval(found, digits));
}
