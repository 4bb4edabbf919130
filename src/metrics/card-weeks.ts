/** The trade in cards week by week, and the same weeks without the crackdown. */
import { WEEK_MS } from "../core/time.ts";
import type { CardDay, CardStatement } from "../record/cards.ts";
import type { EpisodeRecord } from "../record/episode.ts";
import { differenceOverGangs, type GangSum } from "./gang-sum.ts";

const DAYS = 7;

export interface CardArm {
  readonly episodes: readonly EpisodeRecord[];
  readonly cards: CardStatement | null;
}

type ByGang = ReturnType<typeof weeksByGang>[number];

/** Whole weeks of the scenario's `hours`. Prices and dealers are means over days; losses are of episodes that ended. */
export function pairWeeks(withCrackdown: CardArm, without: CardArm | null, hours: number) {
  const weeks = Math.floor(hours / (DAYS * 24));
  const ours = weeksByGang(withCrackdown, weeks);
  const theirs = without && weeksByGang(without, weeks);
  return ours.map((gangs, week) => ({
    week,
    with: sumWeek(withCrackdown.cards!.days, gangs, week),
    without: theirs && sumWeek(without!.cards!.days, theirs[week]!, week),
    difference: theirs && mapFigures((figure) => compareGangs(gangs[figure], theirs[week]![figure])),
  }));
}

function weeksByGang({ episodes, cards }: CardArm, weeks: number) {
  const gangs = cards!.weeks[0]?.contacts.length ?? 0;
  const byWeek = Array.from({ length: weeks }, (_, week) => ({
    ...cards!.weeks[week]!,
    episodes: new Float64Array(gangs),
    lossYuan: new Float64Array(gangs),
  }));
  for (const { gang, engagedMs, endMs, lossYuan } of episodes) {
    const began = byWeek[Math.floor(engagedMs / WEEK_MS)];
    if (began) began.episodes[gang]!++;
    const ended = byWeek[Math.floor(endMs / WEEK_MS)];
    if (ended) ended.lossYuan[gang]! += lossYuan;
  }
  return byWeek;
}

function sumWeek(days: readonly CardDay[], gangs: ByGang, week: number) {
  const those = days.slice(week * DAYS, (week + 1) * DAYS);
  const sum = (figure: keyof CardDay): number => those.reduce((all, day) => all + day[figure], 0);
  return {
    priceYuan: sum("priceYuan") / those.length,
    bidYuan: sum("bidYuan") / those.length,
    dealers: sum("dealers") / those.length,
    opened: sum("opened"),
    sold: sum("sold"),
    ...mapFigures((figure) => gangs[figure].reduce((all, one) => all + one, 0)),
  };
}

function mapFigures<Figure>(of: (figure: keyof ByGang) => Figure) {
  return { contacts: of("contacts"), episodes: of("episodes"), lossYuan: of("lossYuan"), earnedYuan: of("earnedYuan") };
}

function compareGangs(ours: Float64Array, theirs: Float64Array): GangSum {
  return differenceOverGangs(ours.map((value, gang) => value - theirs[gang]!));
}
