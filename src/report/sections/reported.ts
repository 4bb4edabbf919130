/** What was reported of a real platform next to the same figures of the run. The model was set so that they agree. */
import { assert } from "../../core/assert.ts";
import { sumOf } from "../../core/sum.ts";
import { BLOCK } from "../../event/findings.ts";
import { funnelRates, successOverGangs } from "../../metrics/funnel-rates.ts";
import { contactsByGang } from "../../metrics/gang-counts.ts";
import { sumOverGangs } from "../../metrics/gang-sum.ts";
import { lossDifferences, sumLosses } from "../../metrics/loss-sum.ts";
import { CALLS, MESSAGES, type Tally } from "../../metrics/tally.ts";
import type { TracedWarning } from "../../metrics/traced-warning.ts";
import type { DeliveryChannel } from "../../record/warning.ts";
import { t } from "../../ui/words.ts";
import {
  type CrackdownFigureId,
  FIGURES,
  type FigureId,
  PERIOD_FIGURE_IDS,
  type PeriodFigureId,
  REPORTED_OF_CRACKDOWN,
  reportedPeriod,
  scaledFigure,
} from "../reported-periods.ts";
import type { RunResult } from "../head.ts";
import { columnsOf, figureOf, type Measured, row, section, table } from "../statement.ts";

export const reported = section("reference", t`Beside the reported figures`, (run) => {
  const { loop } = run;
  const { period, source, figures, months } = reportedPeriod(loop.reference ?? "police-2020");
  // A sum over other hours does not compare, and does not grow with hours alone: episodes outlast them.
  const isComparable = loop.hours === loop.referenceHours;
  const simulated = simulations(run);
  const ofPeriod = PERIOD_FIGURE_IDS.flatMap((id) => {
    const whole = figures[id];
    if (whole === undefined) return [];
    const scaled = scaledFigure(id, whole, { months }, loop);
    return [rowOf(id, whole, scaled, simulated[id](), isComparable || FIGURES[id].unit === "share")];
  });
  return [
    table(
      "reference",
      t`Reported, and here`,
      {
        folded: true,
        notes: [
          t`The model was set so that these agree: that they do is no test of it.`,
          t`reported: ${period} (${source}). scaled: the scenario's part of it, by report.referenceScale and report.referenceHours`,
        ],
      },
      [
        ...columnsOf("count", { reported: t`reported`, scaled: t`scaled`, simulated: t`here` }),
        { id: "ratio", words: t`ratio`, unit: "number" },
      ],
      [...ofPeriod, ...crackdownRows(loop.cards)],
    ),
  ];
});

function rowOf(id: FigureId, whole: number, scaled: number, found: Measured, isComparable: boolean) {
  const { value, ...interval } = figureOf(found);
  const ratio = value !== null && isComparable && scaled > 0 ? value / scaled : null;
  const { words, unit } = FIGURES[id];
  return { ...row(id, words, whole, scaled, { value, ...interval }, ratio), unit };
}

/** Null if nothing counts it, or there is nothing to count. Intervals are over gangs drawn anew. */
function simulations({ tally, loop, traced }: RunResult): Readonly<Record<PeriodFigureId, () => Measured>> {
  const { gangs } = tally.handle;
  const { episodes, noDefences } = loop;
  const ofGangs = (holds: (warning: TracedWarning) => boolean): Measured =>
    sumOverGangs(
      countByGang(
        traced.filter(holds).map(({ episode }) => episode!.gang),
        gangs,
      ),
    );
  const blocked = (channels: readonly number[]): Measured =>
    sumOverGangs(contactsByGang(tally, BLOCK, channels).decided);
  const rates = () => funnelRates(traced, episodes, gangs);
  return {
    // False alarms are no gang's, so gangs drawn anew do not say how many there would be.
    warnings: () => traced.length,
    effectiveWarnings: () => ofGangs(({ isEffective }) => isEffective),
    kept: () => ofGangs(({ isKept }) => isKept),
    visits: () => loop.teams.find(({ channel }) => channel === "visit")?.attempts ?? 0,
    interceptedCalls: () => blocked(CALLS),
    interceptedMessages: () => blocked(MESSAGES),
    blockedDomains: () =>
      sumOverGangs(sitesByGang(tally).map((sites, gang) => sites + loop.blocking.refusedApps[gang]!)),
    lossAvoidedYuan: () => noDefences && sumLosses(lossDifferences(episodes, noDefences.episodes), gangs),
    stoppedYuan: () => (loop.banks ? sumOverGangs(loop.banks.victims.stoppedYuan) : null),
    // People who lose money and report it would file a case: here, all people who lose money.
    cases: () => {
      const lost = episodes.filter(({ outcome }) => outcome === "lost");
      return sumOverGangs(
        countByGang(
          lost.map(({ gang }) => gang),
          gangs,
        ),
      );
    },
    success: () => successOverGangs(traced, gangs),
    accuracy: () => rates().accuracy,
    keptOfPushed: () => rates().keptOfPushed,
    telephoneShare: () => warnedBy(loop, ["telephone", "family"]),
    messageShare: () => warnedBy(loop, ["message"]),
    visitShare: () => warnedBy(loop, ["visit"]),
  };
}

function warnedBy({ warnings, deliveries }: RunResult["loop"], channels: readonly DeliveryChannel[]): number | null {
  const reached = new Set(deliveries.filter(({ channel }) => channels.includes(channel)).map(({ warning }) => warning));
  return warnings.length === 0 ? null : reached.size / warnings.length;
}

function countByGang(found: readonly number[], gangs: number): Float64Array {
  const counts = new Float64Array(gangs);
  for (const gang of found) counts[gang]!++;
  return counts;
}

/** Domains of each gang that were blocked. */
function sitesByGang({ columns, handle: { gangs, domains } }: Tally): Float64Array {
  const each = gangs === 0 ? 0 : domains / gangs;
  assert(Number.isInteger(each), `${domains} domains are no whole number for each of ${gangs} gangs`);
  return Float64Array.from({ length: gangs }, (_, gang) =>
    sumOf(columns.domains.subarray(gang * each, (gang + 1) * each)),
  );
}

function crackdownRows(cards: RunResult["loop"]["cards"]) {
  if (!cards || cards.fromHour === null) return [];
  const { scale, isWhole, statement } = cards;
  return (Object.keys(REPORTED_OF_CRACKDOWN) as CrackdownFigureId[]).map((id) => {
    const whole = REPORTED_OF_CRACKDOWN[id];
    return rowOf(id, whole, whole * scale, statement.crackdown[id], isWhole);
  });
}
