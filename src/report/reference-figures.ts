/** What was reported of a real platform, what of it the scenario stands for, and what the run came to. */
import { assert } from "../core/assert.ts";
import { BLOCK } from "../event/findings.ts";
import { successOverGangs } from "../metrics/funnel-rates.ts";
import { contactsByGang } from "../metrics/gang-counts.ts";
import { type GangSum, sumOverGangs } from "../metrics/gang-sum.ts";
import type { LoopInput } from "../metrics/loop-input.ts";
import { lossDifferences, sumOfLosses } from "../metrics/loss-sum.ts";
import type { Report } from "./schema.ts";
import { CALLS, MESSAGES, type Tally } from "../metrics/tally.ts";
import type { TracedWarning } from "../metrics/traced-warning.ts";

type ReferenceRow = Report["reference"][number];

/** Of these figures; those of the campaign against cards are in cards.ts. */
type ReferenceId = keyof typeof REPORTED;

/**
 * By a ministry's spokesperson on 26 February 2021, of its platform in 2020 and since. None of them enters a
 * simulation: they are shown beside what was simulated, and nothing else reads them.
 */
export const REPORTED = {
  effectiveWarnings: 12.66e6,
  kept: 12.42e6,
  interceptedCalls: 240e6,
  interceptedMessages: 930e6,
  blockedDomains: 328_000,
  lossAvoidedYuan: 242.75e9,
  success: 0.981,
} as const;

/** Intervals are over gangs as drawn anew from those of this world: the figures of one gang stand and fall together. */
export function referenceRows(tally: Tally, input: LoopInput, traced: readonly TracedWarning[]): ReferenceRow[] {
  const { gangs } = tally.handle;
  const effective = countByGang(traced, gangs, "isEffective");
  const kept = countByGang(traced, gangs, "isKept");
  // A sum over other hours says nothing beside this part, and does not grow with hours alone: episodes outlast them.
  const isComparable = input.hours === input.referenceHours;
  const sum = (id: ReferenceId, figure: string, simulated: GangSum | null): ReferenceRow =>
    row(id, figure, input.referenceScale, simulated, isComparable);
  const { value, clusterLow, clusterHigh } = successOverGangs(traced, gangs);
  return [
    sum("effectiveWarnings", "effective warnings", sumOverGangs(effective)),
    sum("kept", "people kept", sumOverGangs(kept)),
    sum("interceptedCalls", "calls blocked", sumOverGangs(contactsByGang(tally, BLOCK, CALLS).decided)),
    sum("interceptedMessages", "messages blocked", sumOverGangs(contactsByGang(tally, BLOCK, MESSAGES).decided)),
    sum("blockedDomains", "sites/apps blocked", sumOverGangs(sitesByGang(tally, input))),
    sum("lossAvoidedYuan", "loss avoided, yuan", avoided(input, gangs)),
    row("success", "success", 1, value === null ? null : { value, low: clusterLow, high: clusterHigh }, true),
  ];
}

function row(
  id: ReferenceId,
  figure: string,
  scale: number,
  simulated: GangSum | null,
  isComparable: boolean,
): ReferenceRow {
  const reported = REPORTED[id];
  const scaled = reported * scale;
  return {
    id,
    figure,
    reported,
    scaled,
    simulated: simulated && simulated.value,
    ratio: simulated && isComparable && scaled > 0 ? simulated.value / scaled : null,
    low: simulated && simulated.low,
    high: simulated && simulated.high,
  };
}

function countByGang(traced: readonly TracedWarning[], gangs: number, what: "isEffective" | "isKept"): Float64Array {
  const counts = new Float64Array(gangs);
  for (const warning of traced) if (warning[what]) counts[warning.episode!.gang]!++;
  return counts;
}

/** Domains and apps: the figure reported is of both. */
function sitesByGang(tally: Tally, { blocking: { refusedApps } }: LoopInput): Float64Array {
  return domainsByGang(tally).map((domains, gang) => domains + refusedApps[gang]!);
}

/** Serial numbers of domains run through gang by gang, as many for each. */
function domainsByGang({ columns, handle: { gangs, domains } }: Tally): Float64Array {
  const counts = new Float64Array(gangs);
  const each = gangs === 0 ? 0 : domains / gangs;
  assert(Number.isInteger(each), `${domains} domains are no whole number for each of ${gangs} gangs`);
  for (let domain = 0; domain < domains; domain++) counts[Math.floor(domain / each)]! += columns.domains[domain]!;
  return counts;
}

function avoided({ episodes, noDefences }: LoopInput, gangs: number): GangSum | null {
  return noDefences && sumOfLosses(lossDifferences(episodes, noDefences.episodes), gangs);
}
