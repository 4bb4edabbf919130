/** Episodes: transfers fall due, people call back, reply and look up, and gangs plan the next contact with each. */
import { Agenda } from "../../core/agenda.ts";
import { HOUR_MS } from "../../core/time.ts";
import type { EpisodeTable } from "../../world/episodes/episode-table.ts";
import type { FollowUp } from "../../world/gangs/contact.ts";
import type { Participant } from "./participant.ts";
import type { Scene } from "./scene.ts";

export interface EpisodeStatement {
  /** By gang and target. */
  readonly episodes: ReturnType<EpisodeTable["records"]>;
}

/** Ended episodes come in the order in which they ended; the list grows. */
export interface EpisodeState {
  readonly openEpisodes: number;
  readonly episodesUnderWay: () => ReturnType<EpisodeTable["underWay"]>;
  readonly endedEpisodes: EpisodeTable["ended"];
}

export function joinEpisodes({ episodes }: Scene): Participant<EpisodeStatement, EpisodeState> {
  const followUps = new Agenda<FollowUp>();
  return {
    name: "episodes",
    start(tick) {
      tick.due.push(...followUps.takeBefore(tick.endMs));
    },
    settle(tick) {
      episodes.advance(tick.endMs);
      for (const followUp of episodes.takeFollowUps()) {
        followUps.add(Math.max(followUp.dueMs, tick.effectTick * HOUR_MS), followUp);
      }
    },
    isBusy: () => episodes.open > 0 || followUps.size > 0,
    statement: () => ({ episodes: episodes.records() }),
    state: () => ({
      openEpisodes: episodes.open,
      episodesUnderWay: () => episodes.underWay(),
      endedEpisodes: episodes.ended,
    }),
  };
}
