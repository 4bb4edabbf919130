/** The truth and the outcome of an event of a run, in words, for terminal and page: apart from what screening knew. */
import { formatCount } from "../core/counted.ts";
import { HOUR_MS, HOURS_PER_DAY, MINUTE_MS } from "../core/time.ts";
import type { TruthDocument } from "../report/directory/decision.ts";
import type { EpisodeDocument, EpisodeSoFar } from "../report/directory/episode-document.ts";
import { type DeliveryOutcome, type EventOutcome, isFirstContact, type WarningOutcome } from "./event-outcome.ts";
import { countOf, joined, t, type Text, word } from "../ui/words.ts";

/** A title may stand twice: the second goes on from the first. */
export type TruthFact = readonly [title: Text, text: Text];
type Outcome = EventOutcome<EpisodeSoFar>;

/** `outcome`: null if it is not known; `isBlocked`: by its verdict. */
export function truthFacts(truth: TruthDocument, outcome: Outcome | null, isBlocked: boolean): readonly TruthFact[] {
  if (!truth.fraud) return [[t`benign`, t`${word(truth.class)}, to subscriber ${truth.subscriber}`]];
  const { typology, script, gang, target, subscriber, step, attempt } = truth;
  const isFirst = isFirstContact(truth);
  const contact = t`step ${step + 1} of its script ${script}, attempt ${attempt + 1}`;
  const late = outcome?.afterEnd === true ? t`${contact}: after the episode had ended` : contact;
  return [
    [t`fraud`, t`${word(typology)}, by gang ${gang}, to subscriber ${subscriber} (its target ${target})`],
    [t`contact`, isFirst ? t`${contact}: the first contact` : late],
    ...(outcome === null ? [[t`episode`, GONE] as const] : outcomeFacts(outcome, isFirst, isBlocked)),
  ];
}

const GONE = t`not known: episodes.jsonl or warnings.jsonl is not in the run directory`;

function outcomeFacts({ episode, alreadyIn, warnings }: Outcome, isFirst: boolean, isBlocked: boolean): TruthFact[] {
  if (episode === null) return [[t`episode`, whyNone(alreadyIn, isBlocked)]];
  const began = isFirst ? t`began with this contact, ${when(episode.engagedMs)}` : t`began ${when(episode.engagedMs)}`;
  const told = warnings.length === 0 ? [t`none to this subscriber in this episode`] : warnings.map(warningWords);
  const course =
    episode.outcome === "underWay"
      ? [t`${began}; is still under way`]
      : [t`${began}; ended ${when(episode.endMs)}: ${howEnded(episode)}`, laterContacts(episode)];
  return [...course.map((text) => [t`episode`, text] as const), ...told.map((text) => [t`warnings`, text] as const)];
}

function laterContacts({ contacts, blocked, chats }: EpisodeDocument): Text {
  if (contacts + chats === 0) return t`no contact after the first`;
  const overNetwork = t`${countOf(contacts, "contact")} after the first, of which ${formatCount(blocked)} blocked`;
  return chats === 0 ? overNetwork : t`${overNetwork}; ${countOf(chats, "step")} in a chat app`;
}

function whyNone(alreadyIn: Outcome["alreadyIn"], isBlocked: boolean): Text {
  if (isBlocked) return t`none began with it: it was blocked`;
  if (alreadyIn === null) return t`none began with it: it did not take hold`;
  return t`none began with it: the subscriber was in one with gang ${alreadyIn.gang} already`;
}

function howEnded({ outcome, lossYuan }: EpisodeDocument): Text {
  return outcome === "lost" ? t`${formatCount(lossYuan)} yuan was lost` : t`${HOW_ENDED[outcome]}, nothing was lost`;
}

const HOW_ENDED: Readonly<Record<Exclude<EpisodeDocument["outcome"], "lost">, Text>> = {
  heeded: t`a warning was heeded`,
  sawThrough: t`the subscriber saw through it unaided`,
  lostContact: t`the gang did not get through any more`,
  noAccount: t`the gang had no account to send money to`,
  siteBlocked: t`the gang's site or app was blocked`,
};

function warningWords({ id, pushedMs, level, finalLevel, deliveries }: WarningOutcome): Text {
  const pushed = t`number ${id}, pushed ${when(pushedMs)}, risk ${word(level)}`;
  const rose = finalLevel === level ? pushed : t`${pushed}, later ${word(finalLevel)}`;
  if (deliveries.length === 0) return t`${rose}: not delivered`;
  return t`${rose}: delivered ${joined(deliveries.map(deliveryWords), "; ")}`;
}

function deliveryWords({ channel, timeMs, inTime, heeded }: DeliveryOutcome): Text {
  const effect = heeded ? t`heeded` : inTime ? t`not heeded` : t`too late`;
  return t`by ${word(channel)} ${when(timeMs)} (${effect})`;
}

/** Day 1 begins with the run. */
function when(timeMs: number): Text {
  const hours = Math.floor(timeMs / HOUR_MS);
  const [hour, minute] = [hours % HOURS_PER_DAY, Math.floor((timeMs % HOUR_MS) / MINUTE_MS)];
  return t`day ${Math.floor(hours / HOURS_PER_DAY) + 1}, ${twoDigits(hour)}:${twoDigits(minute)}`;
}

function twoDigits(figure: number): string {
  return String(figure).padStart(2, "0");
}
