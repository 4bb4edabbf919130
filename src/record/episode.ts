/** One gang's attempt on one engaged subscriber. Truth: only the world writes it, only metrics and reports read it. */

export const EPISODE_OUTCOMES = [
  /** Money was transferred: all of it, or a first part before a warning was heeded. */
  "lost",
  /** A warning, or the question of a bank, was heeded before any money went. */
  "heeded",
  "sawThrough",
  /** The gang could not get through any more: blocked or unanswered too often. */
  "lostContact",
  /** The network refused the site or app: the person gave up, or the gang was out of other ones. */
  "siteBlocked",
  /** The gang had no account to send money to, or none that a bank would pay. */
  "noAccount",
] as const;
export type EpisodeOutcome = (typeof EPISODE_OUTCOMES)[number];

export type OngoingEpisode = Pick<EpisodeRecord, "gang" | "target" | "subscriber" | "typology" | "engagedMs">;

export interface EpisodeRecord {
  readonly gang: number;
  /** Serial number of the target within the gang; with it, the same in every arm. */
  readonly target: number;
  readonly subscriber: number;
  readonly typology: number;
  readonly engagedMs: number;
  /** When it ended: the last transfer, the heeding, the insight, the last failed attempt. */
  readonly endMs: number;
  /** When money was first transferred or, at the pace so far, would have been. */
  readonly deadlineMs: number;
  readonly outcome: EpisodeOutcome;
  /** Sent and not returned; 0 unless the outcome is "lost". */
  readonly lossYuan: number;
  /** Contacts that the gang made over the network after the first, and how many of them were blocked or suspended. */
  readonly contacts: number;
  readonly blocked: number;
  /** Steps that followed in a chat app: off the network, so that nothing of it can be blocked. */
  readonly chats: number;
}
