/** How warnings reach people: channels, teams, and what signals are worth. */
import { sumOf } from "../../core/sum.ts";
import { HOURS_PER_DAY } from "../../core/time.ts";
import { rateOverPeople } from "../../metrics/gang-counts.ts";
import { signalWorths } from "../../metrics/signal-worth.ts";
import type { SignalKind } from "../../record/signals.ts";
import { DELIVERY_CHANNELS, type DeliveryChannel, SPOKEN_REPLIES, type TeamStatistics } from "../../record/warning.ts";
import { t, type Text } from "../../ui/words.ts";
import type { RunResult } from "../head.ts";
import { columnsOf, figure, row, rows, section, type Stated, table, type Unit } from "../statement.ts";

const CHANNEL_NAMES: Readonly<Record<DeliveryChannel, Text>> = {
  message: t`message`,
  telephone: t`telephone`,
  family: t`relative`,
  visit: t`visit`,
};

export const dissuasion = section("dissuasion", t`How people are warned`, (run) => [
  byChannel(run),
  ...(run.loop.teams.length === 0 ? [] : [teams(run.loop.teams)]),
  ...signals(run.loop),
]);

function byChannel({ loop: { deliveries }, traced, tally }: RunResult): Stated {
  return table(
    "warnings.byChannel",
    t`By channel`,
    {
      notes: [
        t`strongest: effective warnings, each by the strongest channel in time; kept: of these. It does not say what a channel does: a person who is still there for a visit refused before. \`study compare --ablate\` does.`,
      ],
      folded: true,
    },
    [
      ...columnsOf("count", {
        deliveries: t`deliveries`,
        warnings: t`warnings`,
        strongest: t`strongest`,
        kept: t`kept`,
      }),
      { id: "success", words: t`share kept`, unit: "share" },
    ],
    DELIVERY_CHANNELS.map((channel, index) => {
      const own = deliveries.filter((delivery) => delivery.channel === channel);
      const strongest = traced.filter(({ isEffective, strongestInTime }) => isEffective && strongestInTime === index);
      const trials = strongest.map(({ episode, isKept }) => ({ gang: episode!.gang, holds: isKept }));
      return row(
        channel,
        CHANNEL_NAMES[channel],
        own.length,
        new Set(own.map(({ warning }) => warning)).size,
        strongest.length,
        strongest.filter(({ isKept }) => isKept).length,
        rateOverPeople(trials, tally.handle.gangs),
      );
    }),
  );
}

function teams(all: readonly TeamStatistics[]): Stated {
  const replies = { agreement: t`agreed`, denial: t`said that all is well`, refusal: t`heard, and refused` };
  const each = (id: string, words: Text, of: (team: TeamStatistics) => number | null, unit: Unit = "count") => ({
    ...row(`*.${id}`, words, ...all.map(of)),
    unit,
  });
  return table(
    "dissuasion.teams",
    t`Teams`,
    { folded: true },
    all.map(({ channel }) => ({ id: channel, words: CHANNEL_NAMES[channel], unit: "count" as const })),
    [
      each("size", t`agents or teams`, ({ size }) => size),
      each("attempts", t`tries`, ({ attempts }) => attempts),
      each("delivered", t`reached somebody`, ({ delivered }) => delivered),
      each("refused", t`were refused`, ({ refused }) => refused),
      each("busy", t`line busy`, ({ busy }) => busy),
      each("away", t`nobody there`, ({ away }) => away),
      ...SPOKEN_REPLIES.map((reply) => each(`replies.${reply}`, replies[reply], (team) => team.replies[reply])),
      each(
        "utilisation",
        t`time at work`,
        ({ busyMs, availableMs }) => (availableMs === 0 ? null : busyMs / availableMs),
        "share",
      ),
      each(
        "queueMean",
        t`jobs waiting, on average`,
        ({ queueByHour: queue }) => (queue.length === 0 ? null : sumOf(queue) / queue.length),
        "number",
      ),
      each("queueMax", t`jobs waiting, at most`, ({ queueByHour }) =>
        queueByHour.reduce((most, jobs) => Math.max(most, jobs), 0),
      ),
    ],
  );
}

const SIGNAL_NAMES: Readonly<Record<SignalKind, Text>> = {
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

/** For setting the parameters `signals`; the platform does not know these counts. */
function signals({ signals: counted, episodes, subscribers, hoursRun }: RunResult["loop"]): Stated[] {
  if (counted === undefined) return [];
  const { kinds, ...days } = signalWorths(counted, episodes, (subscribers * hoursRun) / HOURS_PER_DAY);
  return [
    table(
      "warnings.signals.kinds",
      t`What each signal is worth`,
      {
        folded: true,
        notes: [
          t`ratio: how much more often people have the signal on a day in an episode. Each is counted alone: several signals of one contact say less together. 95 %: over gangs and benign callers`,
        ],
      },
      [
        ...columnsOf("count", { inEpisode: t`in episodes`, otherwise: t`otherwise` }),
        { id: "likelihoodRatio", words: t`ratio`, unit: "number" },
      ],
      kinds.map(({ kind, inEpisode, otherwise, likelihoodRatio }) =>
        row(kind, SIGNAL_NAMES[kind], inEpisode, otherwise, likelihoodRatio),
      ),
    ),
    rows("warnings.signals", t`Person-days`, { folded: true }, [
      figure("personDaysInEpisode", t`in episodes`, days.personDaysInEpisode),
      figure("personDaysOtherwise", t`otherwise`, days.personDaysOtherwise),
    ]),
  ];
}
