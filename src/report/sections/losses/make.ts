/** Losses: with defences, without them, and what each mechanism avoided, as differences between runs of one seed. */
import type { EpisodeRecord } from "../../../record/episode.ts";
import { TYPOLOGIES } from "../../../event/taxonomy.ts";
import type { LoopInput } from "../../../metrics/loop-input.ts";
import type { LossesFields } from "./schema.ts";

type Losses = LossesFields["lossYuan"];
type LossInput = Pick<LoopInput, "episodes" | "noDefences" | "interceptionOnly">;

export function lossSection({ episodes, noDefences, interceptionOnly }: LossInput): Losses {
  const withDefences = sumLosses(episodes);
  const withoutDefences = noDefences && sumLosses(noDefences.episodes);
  const withInterception = interceptionOnly && sumLosses(interceptionOnly.episodes);
  return {
    withoutDefences,
    withDefences,
    avoided: withoutDefences === null ? null : withoutDefences - withDefences,
    byMechanism:
      withoutDefences === null || withInterception === null
        ? null
        : { interception: withoutDefences - withInterception, warnings: withInterception - withDefences },
    byTypology: typologyRows(episodes, noDefences?.episodes ?? null),
  };
}

function sumLosses(episodes: readonly EpisodeRecord[]): number {
  return episodes.reduce((sum, { lossYuan }) => sum + lossYuan, 0);
}

function typologyRows(
  episodes: readonly EpisodeRecord[],
  undefended: readonly EpisodeRecord[] | null,
): Losses["byTypology"] {
  const withDefences = lossesBy(episodes, TYPOLOGIES.length, ({ typology }) => typology);
  const withoutDefences = undefended && lossesBy(undefended, TYPOLOGIES.length, ({ typology }) => typology);
  const total = new Uint32Array(TYPOLOGIES.length);
  const lost = new Uint32Array(TYPOLOGIES.length);
  for (const { typology, outcome } of episodes) {
    total[typology]!++;
    if (outcome === "lost") lost[typology]!++;
  }
  return TYPOLOGIES.map((name, typology) => ({
    name,
    episodes: total[typology]!,
    lost: lost[typology]!,
    withoutDefences: withoutDefences && withoutDefences[typology]!,
    withDefences: withDefences[typology]!,
    avoided: withoutDefences && withoutDefences[typology]! - withDefences[typology]!,
  }));
}

function lossesBy(
  episodes: readonly EpisodeRecord[],
  groups: number,
  groupOf: (episode: EpisodeRecord) => number,
): Float64Array {
  const sums = new Float64Array(groups);
  for (const episode of episodes) sums[groupOf(episode)]! += episode.lossYuan;
  return sums;
}
