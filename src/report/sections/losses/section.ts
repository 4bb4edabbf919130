import { sumOf } from "../../../core/sum.ts";
import type { Text } from "../../../core/words.ts";
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
  title: { en: "What was lost", zh: "损失多少" },
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
    unit: { en: "yuan lost so far", zh: "累计损失，元" },
    hoursEach: each,
    tracks: [
      ...track({ en: "no defences", zh: "无防护" }, INK.undefended, "dotted", withoutDefences),
      ...track({ en: "interception alone", zh: "只有拦截" }, INK.flagged, "dashed", interceptionOnly),
      ...track({ en: "all defences", zh: "全部防护" }, INK.defended, "solid", withDefences),
    ],
    nothing: isZero(withDefences, interceptionOnly ?? [], withoutDefences ?? [])
      ? { en: "Nobody lost anything (n = 0).", zh: "没有人损失（n = 0）。" }
      : null,
  });
}

/** Without paired runs there is one line. */
const ALONE: Pick<Chart, "title" | "sentence"> = {
  title: { en: "How much was lost?", zh: "损失多少？" },
  sentence: {
    en: "Money lost so far, with all defences. The paired runs were left out, so nothing says what the defences kept.",
    zh: "有全部防护时的累计损失。没有做配对运行，所以不知道防护保住了多少。",
  },
};

const COMPARED: Pick<Chart, "title" | "sentence"> = {
  title: { en: "How much was lost, with and without defences?", zh: "有无防护，损失差多少？" },
  sentence: {
    en: "Money lost so far, in the same world with the same luck. The distance between two lines is what the defence between them kept.",
    zh: "同一世界、同样运气下的累计损失。两条线之间，是相应防护保住的钱款。",
  },
};

/** Losses stay after an arm has ended. */
function padded(byHour: readonly number[], length: number): number[] {
  return Array.from({ length }, (_, hour) => byHour[hour] ?? 0);
}

function running(values: readonly number[]): number[] {
  let total = 0;
  return values.map((value) => (total += value));
}
