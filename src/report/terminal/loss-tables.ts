/** Losses by mechanism and by typology, as tables. */
import { formatAmount, formatCount, formatPercent, NONE } from "../format.ts";
import type { Report } from "../schema.ts";
import { renderTable, type Style } from "../../core/terminal/table.ts";

export function lossTable({ lossYuan }: Report, style: Style): string {
  const { withoutDefences, withDefences, avoided, byMechanism } = lossYuan;
  const share = (value: number): string =>
    withoutDefences === null || withoutDefences === 0 ? NONE : formatPercent({ value: value / withoutDefences }, 1);
  const row = (name: string, value: number | null): string[][] =>
    value === null ? [] : [[name, formatAmount(value), share(value)]];
  return renderTable(
    ["Losses", "yuan", "of those without"],
    [
      ...row("without defences", withoutDefences),
      ...row("avoided by interception", byMechanism && byMechanism.interception),
      ...row("avoided by warnings", byMechanism && byMechanism.warnings),
      ...row("avoided in all", avoided),
      ...row("with defences", withDefences),
    ],
    style,
    avoided === null ? "avoided: unknown, as the paired runs were left out" : "",
  );
}

export function lossByTypologyTable({ lossYuan }: Report, style: Style): string {
  return renderTable(
    ["Losses by typology", "episodes", "lost", "without", "with", "avoided"],
    lossYuan.byTypology.map((row) => [
      row.name,
      formatCount(row.episodes),
      formatCount(row.lost),
      amount(row.withoutDefences),
      amount(row.withDefences),
      amount(row.avoided),
    ]),
    style,
    "episodes, and those of them lost, are of the run with all defences",
  );
}

function amount(value: number | null): string {
  return value === null ? NONE : formatAmount(value);
}
