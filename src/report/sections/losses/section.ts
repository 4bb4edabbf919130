import { sumOf } from "../../../core/sum.ts";
import { t, type Text } from "../../../ui/words.ts";
import type { Chart } from "../../../ui/chart/chart.ts";
import { INK } from "../../../ui/chart/palette.ts";
import type { BanksFields } from "../banks/schema.ts";
import type { Section } from "../section.ts";
import type { TimeFields } from "../time/schema.ts";
import { hoursEach, inStretches, isZero, trackChart, type Track } from "./track-chart.ts";
import { lossSection } from "./make.ts";
import { lossesSchema } from "./schema.ts";
import { lossByTypologyTable, lossTable } from "./tables.ts";

export const lossesSection: Section<typeof lossesSchema, Pick<TimeFields, "timeline"> & BanksFields> = {
  id: "losses",
  title: t`What was lost`,
  schema: lossesSchema,
  make: ({ loop }) => ({ lossYuan: lossSection(loop) }),
  show: (report) => [
    { chart: lossesChart(report) },
    { table: lossTable(report) },
    { table: lossByTypologyTable(report) },
  ],
};

function lossesChart({ timeline }: Pick<TimeFields, "timeline">): Chart {
  const { withDefences, interceptionOnly, withoutDefences } = timeline.lossYuan;
  const longest = Math.max(withDefences.length, interceptionOnly?.length ?? 0, withoutDefences?.length ?? 0);
  const each = hoursEach(longest);
  const track = (name: Text, colour: string, mark: Track["mark"], byHour: readonly number[] | null): Track[] => {
    if (byHour === null) return [];
    return [{ name, colour, mark, values: running(inStretches(padded(byHour, longest), each, sumOf)) }];
  };
  const isPaired = withoutDefences !== null;
  return trackChart({
    id: "losses-by-time",
    ...(isPaired ? COMPARED : ALONE),
    unit: t`yuan lost so far`,
    hoursEach: each,
    tracks: [
      ...track(t`no defences`, INK.undefended, "dotted", withoutDefences),
      ...track(t`interception alone`, INK.flagged, "dashed", interceptionOnly),
      ...track(t`all defences`, INK.defended, "solid", withDefences),
    ],
    nothing: isZero(withDefences, interceptionOnly ?? [], withoutDefences ?? [])
      ? t`Nobody lost anything (n = 0).`
      : null,
  });
}

/** Without paired runs there is one line. */
const ALONE: Pick<Chart, "title" | "sentence"> = {
  title: t`How much was lost?`,
  sentence: t`Money lost so far, with all defences. The paired runs were left out, so nothing says what the defences kept.`,
};

const COMPARED: Pick<Chart, "title" | "sentence"> = {
  title: t`How much was lost, with and without defences?`,
  sentence: t`Money lost so far, in the same world with the same luck. The distance between two lines is what the defence between them kept.`,
};

/** Losses stay after an arm has ended. */
function padded(byHour: readonly number[], length: number): number[] {
  return Array.from({ length }, (_, hour) => byHour[hour] ?? 0);
}

function running(values: readonly number[]): number[] {
  let total = 0;
  return values.map((value) => (total += value));
}
