/** The outcome of a gang's contact in a run under way, as of the shown time: the world may be an hour ahead. */
import { type EventOutcome, type FraudTruth, outcomeOf } from "../../explain/event-outcome.ts";
import { type EpisodeSoFar, episodeSoFar } from "../../report/directory/episode-document.ts";
import type { LoopState } from "../../engine/simulation.ts";

/** `contactMs`: when the contact was made. A millisecond for a month of the default scenario. */
export function outcomeSoFar(
  truth: FraudTruth,
  contactMs: number,
  state: LoopState,
  untilMs: number,
): EventOutcome<EpisodeSoFar> {
  const episodes = [...state.endedEpisodes, ...state.episodesUnderWay()]
    .filter(({ subscriber, engagedMs }) => subscriber === truth.subscriber && engagedMs < untilMs)
    .map((episode) => episodeSoFar(episode, untilMs));
  const warnings = state.warnings
    .filter(({ subscriber, pushedMs }) => subscriber === truth.subscriber && pushedMs <= untilMs)
    .map((warning) => ({
      ...warning,
      finalLevel: state.levelAt(warning, untilMs),
      deliveries: state.deliveries
        .filter((delivery) => delivery.warning === warning.id && delivery.timeMs < untilMs)
        .map(({ channel, ordinal, timeMs }) => ({ channel, ordinal, timeMs }))
        .sort((a, b) => a.timeMs - b.timeMs),
    }));
  return outcomeOf(truth, contactMs, episodes, warnings);
}
