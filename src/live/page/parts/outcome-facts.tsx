/** The outcome of a gang's contact: its episode, the episode's end, and the warnings to the person in it. */
import {
  type EventOutcome,
  type FraudTruth,
  isFirstContact,
  type WarningOutcome,
} from "../../../report/directory/event-outcome.ts";
import type { EpisodeSoFar } from "../../../report/directory/episode-document.ts";
import { momentOf } from "../../../report/moment.ts";
import { useWords } from "../words/use-words.ts";
import type { Words } from "../words/words.ts";

type Outcome = EventOutcome<EpisodeSoFar>;

interface Props {
  readonly truth: FraudTruth;
  readonly outcome: Outcome;
  readonly isBlocked: boolean;
}

export function OutcomeFacts({ truth, outcome, isBlocked }: Props) {
  const { words } = useWords();
  const { episode, alreadyIn, warnings } = outcome;
  if (episode === null) {
    return (
      <>
        <dt>{words.explain.episode}</dt>
        <dd class="episode">{whyNone(alreadyIn, isBlocked, words)}</dd>
      </>
    );
  }
  return (
    <>
      <dt>{words.explain.episode}</dt>
      <dd class="episode">
        <Course episode={episode} began={isFirstContact(truth)} cameLate={outcome.afterEnd} />
      </dd>
      <dt>{words.explain.warnings}</dt>
      <dd>
        {warnings.length === 0 ? (
          words.explain.noWarnings
        ) : (
          <ul class="told">
            {warnings.map((warning) => (
              <li key={warning.id}>
                <Warning warning={warning} />
              </li>
            ))}
          </ul>
        )}
      </dd>
    </>
  );
}

function whyNone(alreadyIn: Outcome["alreadyIn"], isBlocked: boolean, words: Words): string {
  const { blocked, notTaken, elsewhere } = words.explain.noneBegan;
  if (isBlocked) return blocked;
  return alreadyIn === null ? notTaken : elsewhere(String(alreadyIn.gang));
}

interface CourseProps {
  readonly episode: EpisodeSoFar;
  readonly began: boolean;
  readonly cameLate: boolean;
}

function Course({ episode, began, cameLate }: CourseProps) {
  const { words, format } = useWords();
  const { explain, joints } = words;
  const beginning = timeOf(episode.engagedMs, words);
  return (
    <>
      {explain.attempt(String(episode.gang), String(episode.subscriber))}
      {joints.colon}
      {began ? explain.beganHere(beginning) : explain.began(beginning)}
      {joints.clause}
      {episode.outcome === "underWay" ? (
        explain.underWay
      ) : (
        <>
          {explain.ended(
            timeOf(episode.endMs, words),
            episode.outcome === "lost"
              ? explain.lost(format.count(episode.lossYuan))
              : explain.endings[episode.outcome],
          )}{" "}
          <small>
            {cameLate && `${explain.cameLate} `}
            {explain.laterContacts(String(episode.contacts), String(episode.blocked), String(episode.chats))}
          </small>
        </>
      )}
    </>
  );
}

function Warning({ warning: { pushedMs, level, finalLevel, deliveries } }: { readonly warning: WarningOutcome }) {
  const { words } = useWords();
  const { explain, joints } = words;
  const { levels } = words.warnings;
  const brought = deliveries.map(({ channel, timeMs, inTime, heeded }) =>
    explain.delivered(
      explain.channels[channel],
      timeOf(timeMs, words),
      explain.came[heeded ? "heeded" : inTime ? "notHeeded" : "tooLate"],
    ),
  );
  return (
    <>
      {explain.pushed(timeOf(pushedMs, words), levels[level])}
      {finalLevel !== level && joints.comma + explain.rose(levels[finalLevel])}
      {joints.colon}
      {brought.length === 0 ? explain.notDelivered : brought.join(joints.clause)}
    </>
  );
}

function timeOf(timeMs: number, words: Words): string {
  const { day, hour, minute } = momentOf(timeMs);
  return words.moment(day, hour, minute);
}
