import { HOURS_PER_DAY, HOUR_MS } from "../../../core/time.ts";
import { DELIVERY_CHANNELS, WARNING_LEVELS } from "../../../record/warning.ts";
import { attemptsPerSuccess } from "../time/teams.ts";
import { countFunnel, countKeptTwins } from "../../../metrics/funnel.ts";
import { rateOverPeople } from "../../../metrics/gang-rate.ts";
import type { LoopInput } from "../../../metrics/loop-input.ts";
import { signalWorths } from "../../../metrics/signal-worth.ts";
import { exposureCurve } from "./exposure-curve.ts";
import type { WarningsFields } from "./schema.ts";
import type { TracedWarning } from "../../../metrics/traced-warning.ts";

type Warnings = WarningsFields["warnings"];

export function warningSection(input: LoopInput, traced: readonly TracedWarning[], gangs: number): Warnings {
  const funnel = countFunnel(traced);
  return {
    ...funnel,
    ...(countKeptTwins(traced, input.interceptionOnly) ?? { keptAnyway: null, keptUnmatched: null }),
    singleSignalShare: singleSignalShare(input),
    tooLate: traced.filter(({ isTooLate }) => isTooLate).length,
    byExposure: exposureCurve(traced, input.episodes, gangs),
    byLevel: levelRows(traced),
    byChannel: channelRows(input, traced, gangs),
    signals: signalRows(input),
    attemptsPerSuccess: attemptsPerSuccess(input.teams, funnel.kept),
    falseAlarmsPer1000SubscriberDays: falseAlarms(traced, input),
  };
}

function signalRows({ signals, episodes, subscribers, hoursRun }: LoopInput): Warnings["signals"] {
  if (signals === undefined) return null;
  const { kinds, ...days } = signalWorths(signals, episodes, (subscribers * hoursRun) / HOURS_PER_DAY);
  return { ...days, kinds: kinds.map((kind) => ({ ...kind })) };
}

/** From this share of the exposure on, a warning rests on its strongest signal alone. */
const NEARLY_ALL = 0.9;

function singleSignalShare({ warnings }: LoopInput): number | null {
  if (warnings.length === 0) return null;
  return warnings.filter(({ strongest, exposure }) => strongest >= NEARLY_ALL * exposure).length / warnings.length;
}

/** By the level at the push. */
function levelRows(traced: readonly TracedWarning[]): Warnings["byLevel"] {
  return WARNING_LEVELS.map((level) => {
    const ofLevel = traced.filter(({ warning }) => warning.level === level);
    const finallyOfLevel = traced.filter(({ warning }) => warning.finalLevel === level).length;
    return { level, finally: finallyOfLevel, ...countFunnel(ofLevel) };
  });
}

function channelRows(
  { deliveries }: LoopInput,
  traced: readonly TracedWarning[],
  gangs: number,
): Warnings["byChannel"] {
  return DELIVERY_CHANNELS.map((channel, index) => {
    const byChannel = deliveries.filter((delivery) => delivery.channel === channel);
    const strongest = traced.filter(({ isEffective, strongestInTime }) => isEffective && strongestInTime === index);
    return {
      channel,
      deliveries: byChannel.length,
      warnings: new Set(byChannel.map(({ warning }) => warning)).size,
      strongest: strongest.length,
      kept: strongest.filter(({ isKept }) => isKept).length,
      success: rateOverPeople(
        strongest.map(({ episode, isKept }) => ({ gang: episode!.gang, holds: isKept })),
        gangs,
      ),
    };
  });
}

/**
 * Warnings to people in no episode, pushed by the end of the scenario's last hour, for each 1,000 subscribers and day;
 * null without time or people.
 */
function falseAlarms(traced: readonly TracedWarning[], { hours, subscribers }: LoopInput): number | null {
  const count = traced.filter(({ episode, warning }) => episode === null && warning.pushedMs <= hours * HOUR_MS).length;
  const subscriberDays = (subscribers * hours) / HOURS_PER_DAY;
  return subscriberDays === 0 ? null : (1000 * count) / subscriberDays;
}
