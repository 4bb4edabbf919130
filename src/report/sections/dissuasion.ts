/** How warnings reach people: channels and teams. */
import { sumOf } from "../../core/sum.ts";
import { rateOverPeople } from "../../metrics/gang-counts.ts";
import { DELIVERY_CHANNELS, type DeliveryChannel, SPOKEN_REPLIES, type TeamStatistics } from "../../record/warning.ts";
import { t, type Text } from "../../ui/words.ts";
import type { RunResult } from "../head.ts";
import { columnsOf, row, section, type Stated, table, type Unit } from "../statement.ts";

const CHANNEL_NAMES: Readonly<Record<DeliveryChannel, Text>> = {
  message: t`message`,
  telephone: t`telephone`,
  family: t`relative`,
  visit: t`visit`,
};

export const dissuasion = section("dissuasion", t`How people are warned`, (run) => [
  byChannel(run),
  ...(run.loop.teams.length === 0 ? [] : [teams(run.loop.teams)]),
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
