/** Under which stage fraud and benign events were decided, and how. */
import { joined, t, type Text } from "../../../ui/words.ts";
import type { Chart } from "../../../ui/chart/chart.ts";
import { barPicture, type BarRow } from "../../../ui/chart/bars.ts";
import { INK } from "../../../ui/chart/palette.ts";
import { percentOf } from "../../figure-words.ts";
import { formatCount } from "../../format.ts";
import { stageTitle } from "../names.ts";
import type { StagesFields } from "./schema.ts";

type Row = StagesFields["decidedBy"][number];

const KINDS = [
  { id: "fraud", label: t`Fraud` },
  { id: "benign", label: t`Benign` },
] as const;
const DECISIONS = [
  { id: "blocked", label: t`blocked`, colour: INK.blocked },
  { id: "flagged", label: t`flagged`, colour: INK.flagged },
  { id: "allowed", label: t`allowed`, colour: INK.allowed },
] as const;
const NO_EVIDENCE = t`No evidence`;

export function decidedChart({ decidedBy }: StagesFields): Chart {
  const rows = KINDS.flatMap((kind) => barsOf(kind, decidedBy));
  return {
    id: "decided",
    title: t`Whose evidence weighed most?`,
    sentence: t`Each event counts once, under the stage whose evidence weighed most: above of all fraud, below of all benign events. Fraud that was allowed got through; benign events that were blocked are harm. To weigh most is not yet to decide: evidence may also weigh too little to block, or speak for an event. The stage table counts as “decisive” only what was blocked and would have been let through had that stage been silent.`,
    legend: DECISIONS.map(({ label, colour }) => ({ name: label, colour, mark: "box" })),
    table: {
      head: [t`Stage`, ...KINDS.flatMap(({ label }) => DECISIONS.map((decision) => t`${label}, ${decision.label}`))],
      rows: decidedBy.map((row) => [
        labelOf(row.stage),
        ...KINDS.flatMap(({ id }) => DECISIONS.map((decision) => formatCount(row[id][decision.id]))),
      ]),
    },
    picture:
      rows.length === 0
        ? t`There was no event (n = 0).`
        : barPicture(rows, {
            name: t`of all fraud, of all benign events`,
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
      const name = t`${label}: ${labelOf(row.stage)}`;
      const counts = DECISIONS.map((decision) => t`${decision.label} ${formatCount(row[id][decision.id])}`);
      return {
        name,
        text: percentOf(sumOf(row) / all),
        tip: joined([name, ...counts], "\n"),
        parts: DECISIONS.map((decision) => ({ size: row[id][decision.id] / all, colour: decision.colour })),
      };
    });
}
