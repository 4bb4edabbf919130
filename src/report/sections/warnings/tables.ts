import { countOf, t, type Text, type Localised } from "../../../ui/words.ts";
import { formatClusterInterval, formatCount, formatFigure, formatInterval, formatPercent } from "../../format.ts";
import type { SignalKind } from "../../../record/signal.ts";
import type { ReportTable } from "../../report-table.ts";
import { CHANNEL_NAMES } from "../names.ts";
import type { RatesFields } from "../rates/schema.ts";
import type { WarningsFields } from "./schema.ts";

type Warnings = WarningsFields["warnings"];

const PUSHED = t`pushed`;
const KEPT = t`kept`;

/** The whole funnel, next to the three published rates: each has another denominator, and leaves something out. */
export function funnelTable({ warnings, rates }: WarningsFields & Pick<RatesFields, "rates">): ReportTable {
  return {
    head: [t`Funnel of warnings`, t`count`, t`rate`, "95 %", t`of`, t`reported`],
    rows: [
      [PUSHED, formatCount(warnings.pushed), "", "", "", ""],
      row(t`on target: accuracy`, warnings.onTarget, rates.accuracy, "79.9 %"),
      row(t`effective: reach`, warnings.effective, rates.reach),
      row(t`kept: success`, warnings.kept, rates.success, "98.1 %"),
      row(t`kept of pushed`, null, rates.keptOfPushed, "75.0 %"),
      row(t`episodes warned: coverage`, warnings.onTarget - warnings.repeats, rates.coverage),
    ],
    notes: funnelNotes(warnings),
    isFolded: true,
  };
}

function row(name: Localised, count: number | null, share: RatesFields["rates"]["accuracy"], reported = ""): Text[] {
  return [
    name,
    count === null ? "" : formatCount(count),
    formatPercent(share, 1),
    formatClusterInterval(share, 1),
    formatCount(share.n),
    reported,
  ];
}

function funnelNotes({ kept, keptAnyway, keptUnmatched, repeats, onTarget }: Warnings): Localised[] {
  const isKnown = keptAnyway !== null && keptUnmatched !== null;
  const [anyway, engaged] = isKnown ? [formatCount(keptAnyway), formatCount(kept - keptUnmatched)] : [];
  const unmatched = isKnown ? formatCount(keptUnmatched) : "";
  return [
    t`79.9 % (summer 2022) does not say who is never warned, or warned too late`,
    t`98.1 % (2020 to Feb 2021) is of those reached in time: nothing on false alarms`,
    t`75.0 % (Apr 2021 to Apr 2022) does not say who would have kept it anyway: ${isKnown ? t`here ${anyway!} of the ${engaged!} whom the same attempt engaged in the run with interception alone (${unmatched} were not reached by it there)` : t`here that is unknown, as the paired runs were left out`}`,
    t`kept: lost nothing, also people who then saw through it or lost contact, but not those who heeded only a repeat, or a warning pushed before the episode`,
    t`repeats: ${formatCount(repeats)} of ${formatCount(onTarget)} on target, which count once for an episode`,
    t`95 %: over gangs, and over the numbers and hosts that false alarms name, as what one of them causes stands and falls together`,
  ];
}

export function levelTable({ warnings }: WarningsFields): ReportTable {
  return {
    head: [t`Warnings by level`, PUSHED, t`on target`, t`effective`, KEPT, t`rose to`],
    rows: warnings.byLevel.map((each) => [
      LEVELS[each.level],
      formatCount(each.pushed),
      formatCount(each.onTarget),
      formatCount(each.effective),
      formatCount(each.kept),
      formatCount(each.finally),
    ]),
    notes: [t`by level at the push; rose to: warnings whose highest level it was`],
    isFolded: true,
  };
}

const LEVELS: Readonly<Record<Warnings["byLevel"][number]["level"], Localised>> = {
  low: t`low`,
  medium: t`medium`,
  high: t`high`,
};

export function channelTable({ warnings }: WarningsFields): ReportTable {
  return {
    head: [t`Warnings by channel`, t`deliveries`, t`warnings`, t`strongest`, KEPT, "95 %"],
    rows: warnings.byChannel.map(({ channel, deliveries, warnings: count, strongest, success }) => [
      CHANNEL_NAMES[channel],
      formatCount(deliveries),
      formatCount(count),
      formatCount(strongest),
      formatPercent(success, 1),
      formatClusterInterval(success, 1),
    ]),
    notes: [
      t`strongest: effective warnings, each by the strongest channel in time; kept: of these, 95 % over gangs`,
      t`It does not say what a channel does: a person who is still there for a visit refused before. \`study compare --ablate\` does.`,
    ],
    isFolded: true,
  };
}

/** For setting `signals`; null if nobody counted. */
export function signalTable({ warnings: { signals } }: WarningsFields): ReportTable | null {
  if (signals === null) return null;
  return {
    head: [t`What each signal is worth`, t`in an episode`, t`otherwise`, t`likelihood ratio`, "95 %"],
    rows: signals.kinds.map(({ kind, inEpisode, otherwise, likelihoodRatio }) => [
      SIGNAL_NAMES[kind],
      formatCount(inEpisode),
      formatCount(otherwise),
      formatFigure(likelihoodRatio, 1),
      formatInterval(likelihoodRatio, 1),
    ]),
    notes: [
      t`of each subscriber, day and kind the first, in ${formatCount(Math.round(signals.personDaysInEpisode))} person-days in an episode and ${formatCount(Math.round(signals.personDaysOtherwise))} others`,
      t`likelihood ratio: how much more often people have the signal on a day in an episode. Each is told alone: several signals of one contact say less together`,
      t`95 %: over gangs and benign callers. The platform does not know these counts; the parameters \`signals\` were set by them, from other seeds`,
    ],
    isFolded: true,
  };
}

const SIGNAL_NAMES: Readonly<Record<SignalKind, Localised>> = {
  flaggedContact: t`flagged contact`,
  suspectCall: t`long call with a suspect number`,
  callBack: t`call back`,
  reply: t`reply`,
  lookUp: t`look-up of a suspect domain`,
  lookBack: t`contact before a listing`,
  severalNumbers: t`another number linked to one before`,
  install: t`install of a suspect app`,
  chat: t`chat`,
  payment: t`payment to a suspect account`,
};

export function falseAlarms({ warnings }: WarningsFields): Localised {
  const { pushed, onTarget, tooLate, falseAlarmsPer1000SubscriberDays } = warnings;
  const perDays = formatFigure({ value: falseAlarmsPer1000SubscriberDays }, 2);
  return t`False alarms: ${countOf(pushed - onTarget, "warning")} to people in no episode, ${formatCount(tooLate)} of them to somebody who had just lost money; in the scenario's hours ${perDays} per 1,000 subscriber-days.`;
}
