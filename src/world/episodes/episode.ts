import type { EpisodeRecord } from "../../record/episode.ts";
import type { Identity } from "../../event/identity.ts";
import type { Contact } from "../gangs/contact.ts";
import type { EpisodePace } from "./episode-pace.ts";
import type { Campaign } from "../gangs/campaign.ts";
import type { Believer } from "../people/belief.ts";

export interface Episode extends Believer {
  readonly campaign: Campaign;
  readonly subscriber: number;
  readonly typology: number;
  /** When the person will see through it, as a share of the way to the transfer; null if never. */
  readonly insight: number | null;
  /** What is due next: this try of this step; at the number of steps, the transfer. */
  step: number;
  attempt: number;
  dueMs: number;
  /** Made over the network after the first, and how many of them were blocked. */
  contacts: number;
  blocked: number;
  /** The number and the domain that the person saw last. */
  lastIdentity: Identity;
  lastHost: string | null;
  /** Sent in a first, small transfer, and when; 0 and null before. */
  sentYuan: number;
  sentMs: number | null;
  /** The part of `sentYuan` that a frozen account gave back. */
  returnedYuan: number;
  /** Next transfer: the bank is asked; it was held and is released; or no bank sees it. */
  passage: "bank" | "released" | "other";
  /** Due, held by the bank and not sent yet; and how often the bank refused the account. */
  heldYuan: number;
  refusedAccounts: number;
  /** Times that there was no account to send it to. */
  waits: number;
  lastAccount: number | null;
  /** Whether the gang goes on in a chat app; steps that it made there. */
  isInChat: boolean;
  chats: number;
  /** The site that the person opened last, and the step and try whose link it was. */
  site: { readonly host: string; readonly step: number; readonly attempt: number } | null;
  app: string | null;
  refusals: number;
  /** The step to resume once another link has worked, where the transfer failed for want of the site; else null. */
  resume: number | null;
  isOver: boolean;
}

/** `contact` is the first, and took hold. */
export function beginEpisode(contact: Contact, typology: number, insight: number | null): Episode {
  const { gang, target, campaign, subscriber, timeMs, identity, host } = contact;
  return {
    gang,
    target,
    campaign,
    subscriber,
    typology,
    engagedMs: timeMs,
    insight,
    step: 0,
    attempt: 0,
    dueMs: timeMs,
    contacts: 0,
    blocked: 0,
    lastIdentity: identity,
    lastHost: host,
    heard: [],
    heardMs: timeMs,
    sentYuan: 0,
    sentMs: null,
    returnedYuan: 0,
    passage: "bank",
    heldYuan: 0,
    refusedAccounts: 0,
    waits: 0,
    lastAccount: null,
    isInChat: false,
    chats: 0,
    site: null,
    app: null,
    refusals: 0,
    resume: null,
    isOver: false,
  };
}

/** When the money would be transferred, as seen at `nowMs`, if every contact still to come were delivered at once. */
export function deadlineOf(episode: Episode, pace: EpisodePace, nowMs: number): number {
  const { gang, target, campaign, step, resume, dueMs } = episode;
  // A contact that is due may still be on its way.
  let deadlineMs = Math.max(dueMs, nowMs);
  for (let next = resume ?? step; next < campaign.script.steps.length; next++) {
    deadlineMs += pace.followOnMs(gang, target, campaign.script, next);
  }
  return deadlineMs;
}

export function recordOf(
  { gang, target, subscriber, typology, engagedMs, contacts, blocked, chats }: Episode,
  end: Pick<EpisodeRecord, "endMs" | "deadlineMs" | "outcome" | "lossYuan">,
): EpisodeRecord {
  return { gang, target, subscriber, typology, engagedMs, ...end, contacts, blocked, chats };
}
