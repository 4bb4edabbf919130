import type { EpisodeRecord } from "../../record/episode.ts";
import type { Identity } from "../../event/identity.ts";
import type { Contact } from "../gangs/contact.ts";
import type { EpisodePace } from "./episode-pace.ts";
import type { ChatAccount } from "../gangs/chat-accounts.ts";
import type { Campaign } from "../gangs/campaign.ts";
import type { Believer } from "../people/belief.ts";

export class Episode implements Believer {
  readonly gang: number;
  readonly target: number;
  readonly campaign: Campaign;
  readonly subscriber: number;
  readonly typology: number;
  readonly engagedMs: number;
  /** When the person will see through it, as a share of the way to the transfer; null if never. */
  readonly insight: number | null;
  /** What is due next: this try of this step; at the number of steps, the transfer. */
  step = 0;
  attempt = 0;
  dueMs: number;
  /** Made over the network after the first, and how many of them were blocked. */
  contacts = 0;
  blocked = 0;
  lastIdentity: Identity;
  lastHost: string | null;
  heard: number[] = [];
  heardMs: number;
  sentYuan = 0;
  sentMs: number | null = null;
  returnedYuan = 0;
  /** Next transfer: the bank is asked; it was held and is released; or no bank sees it. */
  passage: "bank" | "released" | "other" = "bank";
  /** Due, held by the bank and not sent yet; and how often the bank refused the account. */
  heldYuan = 0;
  refusedAccounts = 0;
  waits = 0;
  lastAccount: number | null = null;
  /** The gang's account in a chat app, where it goes on there; steps that it made there. */
  chat: ChatAccount | null = null;
  chats = 0;
  /** The site that the person opened last, and the step and try whose link it was. */
  site: { readonly host: string; readonly step: number; readonly attempt: number } | null = null;
  app: string | null = null;
  refusals = 0;
  /** Where the transfer failed for want of the site: the step to resume once another link has worked. */
  resume: number | null = null;
  isOver = false;

  /** `contact` is the first, and took hold. */
  constructor(contact: Contact, typology: number, insight: number | null) {
    this.gang = contact.gang;
    this.target = contact.target;
    this.campaign = contact.campaign;
    this.subscriber = contact.subscriber;
    this.typology = typology;
    this.engagedMs = contact.timeMs;
    this.insight = insight;
    this.dueMs = contact.timeMs;
    this.lastIdentity = contact.identity;
    this.lastHost = contact.host;
    this.heardMs = contact.timeMs;
  }
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
