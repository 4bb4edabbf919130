/** The truth and the outcome of an event of a run, as text: apart from what screening knew. */
import { counted, formatCount } from "../ui/format.ts";
import type { EpisodeDocument } from "../report/directory/episode-document.ts";
import {
  type DeliveryOutcome,
  type EventOutcome,
  isFirstContact,
  type WarningOutcome,
} from "../report/directory/event-outcome.ts";
import { momentOf } from "../report/moment.ts";
import type { EventTruth } from "./run-event.ts";
import { type Columns, proseStep } from "./step-lines.ts";

type Prose = (title: string, text: string) => string[];

/** `isBlocked`: by its verdict. */
export function renderTruth(truth: EventTruth, isBlocked: boolean, columns: Columns): string {
  const prose: Prose = (title, text) => proseStep(title, text, columns);
  const facts = truth.fraud
    ? fraudLines(truth, isBlocked, prose)
    : prose("benign", `${truth.class}, to subscriber ${truth.subscriber}`);
  return `${[HEADING, ...facts].join("\n")}\n`;
}

const HEADING = "The truth, which screening does not know:";

type Fraud = Extract<EventTruth, { readonly fraud: true }>;

function fraudLines(truth: Fraud, isBlocked: boolean, prose: Prose): string[] {
  const { typology, script, gang, target, subscriber, step, attempt, outcome } = truth;
  const which = isFirstContact(truth)
    ? ": the first contact"
    : outcome?.afterEnd
      ? ": after the episode had ended"
      : "";
  return [
    ...prose("fraud", `${typology}, by gang ${gang}, to subscriber ${subscriber} (its target ${target})`),
    ...prose("contact", `step ${step + 1} of its script ${script}, attempt ${attempt + 1}${which}`),
    ...(outcome === null ? prose("episode", GONE) : outcomeLines(truth, outcome, isBlocked, prose)),
  ];
}

const GONE = "not known: episodes.jsonl or warnings.jsonl is not in the run directory";

function outcomeLines(
  truth: Fraud,
  { episode, alreadyIn, warnings }: EventOutcome,
  isBlocked: boolean,
  prose: Prose,
): string[] {
  if (episode === null) return prose("episode", whyNone(alreadyIn, isBlocked));
  const { engagedMs, endMs, contacts, chats } = episode;
  const began = isFirstContact(truth) ? "began with this contact," : "began";
  return [
    ...prose("episode", `${began} ${clock(engagedMs)}; ended ${clock(endMs)}: ${howEnded(episode)}`),
    ...prose("", contacts + chats === 0 ? "no contact after the first" : laterContacts(episode)),
    ...(warnings.length === 0
      ? prose("warnings", "none to this subscriber in this episode")
      : warnings.flatMap((warning, index) => prose(index === 0 ? "warnings" : "", describeWarning(warning)))),
  ];
}

function laterContacts({ contacts, blocked, chats }: EpisodeDocument): string {
  const overNetwork = `${counted(contacts, "contact")} after the first, of which ${formatCount(blocked)} blocked`;
  return chats === 0 ? overNetwork : `${overNetwork}; ${counted(chats, "step")} in a chat app`;
}

function whyNone(alreadyIn: EpisodeDocument | null, isBlocked: boolean): string {
  if (isBlocked) return "none began with it: it was blocked";
  if (alreadyIn === null) return "none began with it: it did not take hold";
  return `none began with it: the subscriber was in one with gang ${alreadyIn.gang} already`;
}

function howEnded({ outcome, lossYuan }: EpisodeDocument): string {
  if (outcome === "lost") return `${formatCount(lossYuan)} yuan was lost`;
  return `${HOW_ENDED[outcome]}, nothing was lost`;
}

const HOW_ENDED: Readonly<Record<Exclude<EpisodeDocument["outcome"], "lost">, string>> = {
  heeded: "a warning was heeded",
  sawThrough: "the subscriber saw through it unaided",
  lostContact: "the gang did not get through any more",
  noAccount: "the gang had no account to send money to",
  siteBlocked: "the gang's site or app was blocked",
};

function describeWarning({ id, pushedMs, level, finalLevel, deliveries }: WarningOutcome): string {
  const rose = finalLevel === level ? "" : `, later ${finalLevel}`;
  const brought =
    deliveries.length === 0 ? "not delivered" : `delivered ${deliveries.map(describeDelivery).join("; ")}`;
  return `number ${id}, pushed ${clock(pushedMs)}, risk ${level}${rose}: ${brought}`;
}

function describeDelivery({ channel, timeMs, inTime, heeded }: DeliveryOutcome): string {
  const came = heeded ? "heeded" : inTime ? "not heeded" : "too late";
  return `by ${channel} ${clock(timeMs)} (${came})`;
}

function clock(timeMs: number): string {
  const { day, hour, minute } = momentOf(timeMs);
  return `day ${day}, ${hour}:${minute}`;
}
