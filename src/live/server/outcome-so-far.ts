/** The outcome of a gang's contact in a run under way, as of the shown time: the world may be an hour ahead. */
import type { EpisodeSoFar } from "../../report/directory/episode-document.ts";
import { episodeSoFar } from "../../report/directory/episode-document.ts";
import { type EventOutcome, type FraudTruth, outcomeOf } from "../../explain/event-outcome.ts";
import type { WarningRow } from "../../report/directory/warning-document.ts";
import type { LoopState } from "../../engine/observer.ts";

/** `timeMs`: when the contact was made. A millisecond for a month of the default scenario. */
export function outcomeSoFar(
  truth: FraudTruth,
  timeMs: number,
  state: LoopState,
  untilMs: number,
): EventOutcome<EpisodeSoFar> {
  const episodes = [...state.endedEpisodes, ...state.episodesUnderWay()]
    .filter(({ subscriber, engagedMs }) => subscriber === truth.subscriber && engagedMs < untilMs)
    .map((episode) => episodeSoFar(episode, untilMs));
  return outcomeOf(truth, timeMs, episodes, warningsTo(truth.subscriber, state, untilMs));
}

function warningsTo(subscriber: number, { warnings, deliveries, levelAt }: LoopState, untilMs: number): WarningRow[] {
  const arrived = deliveries.filter((delivery) => delivery.subscriber === subscriber && delivery.timeMs < untilMs);
  return warnings
    .filter((warning) => warning.subscriber === subscriber && warning.pushedMs <= untilMs)
    .map((warning) => ({
      id: warning.id,
      subscriber,
      pushedMs: warning.pushedMs,
      level: warning.level,
      finalLevel: levelAt(warning, untilMs),
      deliveries: arrived
        .filter((delivery) => delivery.warning === warning.id)
        .map(({ channel, ordinal, timeMs }) => ({ channel, ordinal, timeMs }))
        .sort((a, b) => a.timeMs - b.timeMs),
    }));
}
