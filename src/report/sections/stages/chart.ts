/** Under which stage fraud and benign events were decided, and how. */
import { both, joined, type Text, type Localised } from "../../../core/words.ts";
import type { Chart } from "../../../ui/chart/chart.ts";
import { barPicture, type BarRow } from "../../../ui/chart/bars.ts";
import { INK } from "../../../ui/chart/palette.ts";
import { percentOf } from "../../figure-words.ts";
import { formatCount } from "../../format.ts";
import { stageTitle } from "../names.ts";
import type { StagesFields } from "./schema.ts";

type Row = StagesFields["decidedBy"][number];

const KINDS = [
  { id: "fraud", label: { en: "Fraud", zh: "诈骗" } },
  { id: "benign", label: { en: "Benign", zh: "正常" } },
] as const;
const DECISIONS = [
  { id: "blocked", label: { en: "blocked", zh: "拦截" }, colour: INK.blocked },
  { id: "flagged", label: { en: "flagged", zh: "标记" }, colour: INK.flagged },
  { id: "allowed", label: { en: "allowed", zh: "放行" }, colour: INK.allowed },
] as const;
const NO_EVIDENCE: Localised = { en: "No evidence", zh: "没有证据" };

export function decidedChart({ decidedBy }: StagesFields): Chart {
  const rows = KINDS.flatMap((kind) => barsOf(kind, decidedBy));
  return {
    id: "decided",
    title: { en: "Whose evidence weighed most?", zh: "谁的证据最重？" },
    sentence: {
      en:
        "Each event counts once, under the stage whose evidence weighed most: above of all fraud, below of all benign events. Fraud that was " +
        "allowed got through; benign events that were blocked are harm. To weigh most is not yet to decide: evidence may also weigh too " +
        "little to block, or speak for an event. The stage table counts as “decisive” only what was blocked and would have been let " +
        "through had that stage been silent.",
      zh:
        "每个事件计一次，归于证据最重的环节：上面是全部诈骗中的比例，下面是全部正常事件中的比例。放行的诈骗是漏过的；拦截的正常事件是误伤。" +
        "最重不等于起决定作用：证据也可能不足以拦截，或对事件有利。环节表中，“起决定作用”只计被拦截、而若无该环节便会放行的事件。",
    },
    legend: DECISIONS.map(({ label, colour }) => ({ name: label, colour, mark: "box" })),
    table: {
      head: [
        { en: "Stage", zh: "环节" },
        ...KINDS.flatMap(({ label }) => DECISIONS.map((decision) => both`${label}, ${decision.label}`)),
      ],
      rows: decidedBy.map((row) => [
        labelOf(row.stage),
        ...KINDS.flatMap(({ id }) => DECISIONS.map((decision) => formatCount(row[id][decision.id]))),
      ]),
    },
    picture:
      rows.length === 0
        ? { en: "There was no event (n = 0).", zh: "没有事件（n = 0）。" }
        : barPicture(rows, {
            name: { en: "of all fraud, of all benign events", zh: "占全部诈骗、全部正常事件" },
            max: 1,
            format: (share) => percentOf(share, 0),
          }),
  };
}

function labelOf(stage: string): Text {
  return stage === "none" ? NO_EVIDENCE : stageTitle(stage);
}

/** A bar for each stage that weighed most in some event of this kind. */
function barsOf({ id, label }: (typeof KINDS)[number], rows: readonly Row[]): BarRow[] {
  const sumOf = (row: Row): number => DECISIONS.reduce((sum, decision) => sum + row[id][decision.id], 0);
  const all = rows.reduce((sum, row) => sum + sumOf(row), 0);
  return rows
    .filter((row) => sumOf(row) > 0)
    .map((row) => {
      const name = both`${label}: ${labelOf(row.stage)}`;
      const counts = DECISIONS.map((decision) => both`${decision.label} ${formatCount(row[id][decision.id])}`);
      return {
        name,
        text: percentOf(sumOf(row) / all),
        tip: joined([name, ...counts], "\n"),
        parts: DECISIONS.map((decision) => ({ size: row[id][decision.id] / all, colour: decision.colour })),
      };
    });
}
