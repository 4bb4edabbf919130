/** What the stage `provenance` saw of one event. */
import { countOf, joined, t, type Text, type Localised } from "../../ui/words.ts";
import type { unpackProvenance } from "../../event/provenance.ts";

/** The records, by name; null: unknown. */
export type SeenProvenance = ReturnType<typeof unpackProvenance>;

type Line = (value: number) => Localised;

const LINES: Readonly<Record<keyof SeenProvenance, Line>> = {
  numberAgeDays: (days) => t`number activated ${countOf(days, "day")} ago`,
  deviceNumbers: (numbers) => t`${countOf(numbers, "number")} on its device`,
  cells: (cells) => t`${countOf(cells, "cell")} a day`,
  outgoingShare: (share) => t`${Math.round(share * 100)} % of calls made by it`,
  domainAgeDays: (days) => t`domain registered ${countOf(days, "day")} ago`,
};

export function explainProvenance(saw: SeenProvenance): Text | null {
  const lines = (Object.entries(LINES) as [keyof SeenProvenance, Line][]).flatMap(([name, line]) => {
    const value = saw[name];
    return value === null ? [] : [line(value)];
  });
  if (lines.length === 0) return null;
  return joined(lines, "; ");
}
