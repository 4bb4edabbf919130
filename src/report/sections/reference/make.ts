/** What was reported of a real platform, the scenario's part of it, and the run's figures. */
import { en } from "../../../ui/words.ts";
import { assert } from "../../../core/assert.ts";
import { BLOCK } from "../../../event/findings.ts";
import type { ReportedPeriodName } from "../../../record/reported-period.ts";
import type { Delivery, DeliveryChannel } from "../../../record/warning.ts";
import { type FunnelRates, funnelRates, successOverGangs } from "../../../metrics/funnel-rates.ts";
import { contactsByGang } from "../../../metrics/gang-counts.ts";
import { type GangSum, sumOverGangs } from "../../../metrics/gang-sum.ts";
import type { CardsOfRun, LoopInput } from "../../../metrics/loop-input.ts";
import { lossDifferences, sumLosses } from "../../../metrics/loss-sum.ts";
import type { ClusteredRate } from "../../../metrics/rates.ts";
import {
  type CrackdownFigureId,
  FIGURES,
  REPORTED_OF_CRACKDOWN,
  PERIOD_FIGURE_IDS,
  type PeriodFigureId,
  type FigureId,
  REPORTED_FIGURES,
  isMissed,
  reportedPeriod,
  scaledFigure,
} from "./reported-periods.ts";
import type { ReferenceFields } from "./schema.ts";
import { CALLS, MESSAGES, type Tally } from "../../../metrics/tally.ts";
import type { TracedWarning } from "../../../metrics/traced-warning.ts";

type ReferenceRow = ReferenceFields["reference"][number];

export const REPORTED = REPORTED_FIGURES["police-2020"].figures;

type Simulated = GangSum | Pick<ClusteredRate, "value" | "clusterLow" | "clusterHigh"> | null;

/** Intervals are over gangs drawn anew: the figures of one gang stand and fall together. */
export function referenceRows(tally: Tally, input: LoopInput, traced: readonly TracedWarning[]): ReferenceRow[] {
  const period = reportedPeriod(input.reference ?? "police-2020");
  // A sum over other hours does not compare, and does not grow with hours alone: episodes outlast them.
  const isComparable = input.hours === input.referenceHours;
  const simulated = simulations(tally, input, traced);
  return PERIOD_FIGURE_IDS.flatMap((id) => {
    const reported = period.figures[id];
    if (reported === undefined) return [];
    const scaled = scaledFigure(id, reported, period, input);
    return row(id, reported, scaled, simulated[id](), isComparable || FIGURES[id].unit === "share");
  });
}

export function periodSection(
  name: ReportedPeriodName,
  rows: readonly ReferenceRow[],
): ReferenceFields["referencePeriod"] {
  const { figures: _, period, source, ...rest } = reportedPeriod(name);
  return { name, ...rest, period: en(period), source: en(source), missed: rows.filter(isMissed).map(({ id }) => id) };
}

/** Null if nothing counts it, or there is nothing to count. */
function simulations(
  tally: Tally,
  input: LoopInput,
  traced: readonly TracedWarning[],
): Readonly<Record<PeriodFigureId, () => Simulated>> {
  const { gangs } = tally.handle;
  const { deliveries, episodes } = input;
  const rates = (): FunnelRates => funnelRates(traced, episodes, gangs);
  return {
    // False alarms are no gang's, so gangs drawn anew do not say how many there would be.
    warnings: () => plain(traced.length),
    effectiveWarnings: () => sumOverGangs(countByGang(traced, gangs, "isEffective")),
    kept: () => sumOverGangs(countByGang(traced, gangs, "isKept")),
    visits: () => plain(input.teams.find(({ channel }) => channel === "visit")?.attempts ?? 0),
    interceptedCalls: () => sumOverGangs(contactsByGang(tally, BLOCK, CALLS).decided),
    interceptedMessages: () => sumOverGangs(contactsByGang(tally, BLOCK, MESSAGES).decided),
    blockedDomains: () => sumOverGangs(sitesByGang(tally, input)),
    lossAvoidedYuan: () => avoided(input, gangs),
    stoppedYuan: () => (input.banks ? sumOverGangs(input.banks.victims.stoppedYuan) : null),
    cases: () => sumOverGangs(lostByGang(input, gangs)),
    success: () => successOverGangs(traced, gangs),
    accuracy: () => rates().accuracy,
    keptOfPushed: () => rates().keptOfPushed,
    telephoneShare: () => plain(warnedShare(traced, deliveries, ["telephone", "family"])),
    messageShare: () => plain(warnedShare(traced, deliveries, ["message"])),
    visitShare: () => plain(warnedShare(traced, deliveries, ["visit"])),
  };
}

function plain(value: number | null): Simulated {
  return value === null ? null : { value, low: null, high: null };
}

function row(
  id: FigureId,
  reported: number,
  scaled: number,
  simulated: Simulated,
  isComparable: boolean,
): ReferenceRow {
  const value = simulated && simulated.value;
  const [low, high] = boundsOf(simulated);
  const ratio = value !== null && isComparable && scaled > 0 ? value / scaled : null;
  return { id, figure: en(FIGURES[id].words), reported, scaled, simulated: value, ratio, low, high };
}

function boundsOf(simulated: Simulated): [low: number | null, high: number | null] {
  if (simulated === null || simulated.value === null) return [null, null];
  return "low" in simulated ? [simulated.low, simulated.high] : [simulated.clusterLow, simulated.clusterHigh];
}

function warnedShare(
  traced: readonly TracedWarning[],
  deliveries: readonly Delivery[],
  channels: readonly DeliveryChannel[],
): number | null {
  const reached = new Set(deliveries.filter(({ channel }) => channels.includes(channel)).map(({ warning }) => warning));
  return traced.length === 0 ? null : reached.size / traced.length;
}

/** People who lose money and report it would file a case: here, all people who lose money. */
function lostByGang({ episodes }: LoopInput, gangs: number): Float64Array {
  const counts = new Float64Array(gangs);
  for (const { gang, outcome } of episodes) if (outcome === "lost") counts[gang]!++;
  return counts;
}

function countByGang(traced: readonly TracedWarning[], gangs: number, what: "isEffective" | "isKept"): Float64Array {
  const counts = new Float64Array(gangs);
  for (const warning of traced) if (warning[what]) counts[warning.episode!.gang]!++;
  return counts;
}

/** The reported figure has domains and apps together. */
function sitesByGang(tally: Tally, { blocking: { refusedApps } }: LoopInput): Float64Array {
  return domainsByGang(tally).map((domains, gang) => domains + refusedApps[gang]!);
}

function domainsByGang({ columns, handle: { gangs, domains } }: Tally): Float64Array {
  const counts = new Float64Array(gangs);
  const each = gangs === 0 ? 0 : domains / gangs;
  assert(Number.isInteger(each), `${domains} domains are no whole number for each of ${gangs} gangs`);
  for (let domain = 0; domain < domains; domain++) counts[Math.floor(domain / each)]! += columns.domains[domain]!;
  return counts;
}

function avoided({ episodes, noDefences }: LoopInput, gangs: number): GangSum | null {
  return noDefences && sumLosses(lossDifferences(episodes, noDefences.episodes), gangs);
}

export function crackdownRows(cards: CardsOfRun | null | undefined): ReferenceRow[] {
  if (!cards || cards.fromHour === null) return [];
  const { scale, isWhole, statement } = cards;
  return (Object.keys(REPORTED_OF_CRACKDOWN) as CrackdownFigureId[]).map((id) => {
    const reported = REPORTED_OF_CRACKDOWN[id];
    const scaled = reported * scale;
    const simulated = statement.crackdown[id];
    return {
      id,
      figure: en(FIGURES[id].words),
      reported,
      scaled,
      simulated,
      ratio: isWhole ? simulated / scaled : null,
      low: null,
      high: null,
    };
  });
}
