/** Losses: with defences, without them, and what each mechanism avoided, as differences between runs of one seed. */
import { sumOf } from "../../core/sum.ts";
import { HOUR_MS, HOURS_PER_DAY } from "../../core/time.ts";
import { TYPOLOGIES } from "../../event/taxonomy.ts";
import type { ArmOutcome, LoopInput } from "../../metrics/loop-input.ts";
import type { EpisodeRecord } from "../../record/episode.ts";
import { t, word } from "../../ui/words.ts";
import { columnsOf, curves, figure, row, rows, section, type Stated, table } from "../statement.ts";
import { interceptionWords, LEFT_OUT } from "./people.ts";

export const losses = section("losses", t`Losses`, ({ loop }) => {
  const { episodes, noDefences, interceptionOnly } = loop;
  const withDefences = yuanOf(episodes);
  const without = noDefences && yuanOf(noDefences.episodes);
  const intercepted = interceptionOnly && yuanOf(interceptionOnly.episodes);
  const byWarnings = without === null ? null : difference(intercepted, withDefences);
  return [
    byTime(loop),
    rows(
      "lossYuan",
      t`Losses`,
      {
        unit: "yuan",
        folded: true,
        notes: noDefences === null ? [LEFT_OUT] : [],
      },
      [
        figure("withoutDefences", t`without defences`, without),
        figure("byMechanism.interception", t`avoided by ${interceptionWords(loop)}`, difference(without, intercepted)),
        figure("byMechanism.warnings", t`avoided by warnings`, byWarnings),
        figure("avoided", t`avoided by all defences`, difference(without, withDefences)),
        figure("withDefences", t`all defences`, withDefences),
      ],
    ),
    byTypology(loop),
  ];
});

function difference(a: number | null, b: number | null): number | null {
  return a === null || b === null ? null : a - b;
}

function yuanOf(episodes: readonly EpisodeRecord[]): number {
  return sumOf(episodes.map(({ lossYuan }) => lossYuan));
}

function byTypology({ episodes, noDefences }: LoopInput): Stated {
  return table(
    "lossYuan.byTypology",
    t`Losses by kind of fraud`,
    { folded: true },
    [
      ...columnsOf("count", { episodes: t`episodes`, lost: t`lost money` }),
      ...columnsOf("yuan", { withoutDefences: t`without`, withDefences: t`with`, avoided: t`avoided` }),
    ],
    TYPOLOGIES.map((name, typology) => {
      const own = episodes.filter((episode) => episode.typology === typology);
      const robbed = own.filter(({ outcome }) => outcome === "lost");
      const without = noDefences && yuanOf(noDefences.episodes.filter((episode) => episode.typology === typology));
      const found = yuanOf(own);
      return row(
        name,
        word(name),
        own.length,
        robbed.length,
        without,
        found,
        without === null ? null : without - found,
      );
    }),
  );
}

const MAX_POINTS = 72;

/** So far lost, in each arm. Losses stay after an arm has ended. */
function byTime({ episodes, noDefences, interceptionOnly, hoursRun }: LoopInput): Stated {
  const arms = [
    { words: t`without defences`, ink: "undefended", mark: "dotted", arm: noDefences },
    { words: t`interception alone`, ink: "flagged", mark: "dashed", arm: interceptionOnly },
    { words: t`all defences`, ink: "defended", mark: "solid", arm: { episodes } },
  ] as const;
  const last = arms.flatMap(({ arm }) => lost(arm).map(({ endMs }) => endMs));
  const hours = last.reduce((most, endMs) => Math.max(most, Math.floor(endMs / HOUR_MS) + 1), hoursRun);
  const each = Math.ceil(hours / MAX_POINTS);
  const points = (arm: ArmOutcome): [number, number][] => {
    const sums = Array.from({ length: Math.ceil(hours / each) + 1 }, () => 0);
    for (const { endMs, lossYuan } of lost(arm)) sums[Math.floor(endMs / HOUR_MS / each) + 1]! += lossYuan;
    let total = 0;
    return sums.map((sum, index) => [(index * each) / HOURS_PER_DAY, (total += sum)]);
  };
  return curves("losses", t`How much was lost?`, {
    reading:
      noDefences === null
        ? LEFT_OUT
        : t`Money lost so far, in the same world with the same luck. The distance between two lines is what the defence between them kept.`,
    x: { words: t`day of simulated time`, unit: "number", min: 0 },
    y: { words: t`yuan lost so far`, unit: "yuan", min: 0 },
    lines:
      last.length === 0
        ? []
        : arms.flatMap(({ arm, ...line }) => (arm === null ? [] : { ...line, points: points(arm) })),
  });
}

function lost(arm: ArmOutcome | null): readonly EpisodeRecord[] {
  return arm === null ? [] : arm.episodes.filter(({ lossYuan }) => lossYuan > 0);
}
