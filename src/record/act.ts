import type { Identity } from "../event/identity.ts";

export const ACT_KINDS = ["callBack", "reply", "lookUp", "install", "chat", "payment"] as const;
export type ActKind = (typeof ACT_KINDS)[number];

export interface Act {
  readonly kind: ActKind;
  readonly subscriber: number;
  readonly timeMs: number;
  /** The other party of a call back, answer or chat; null otherwise. */
  readonly identity: Identity | null;
  /** The host looked up, or the app installed; null otherwise. */
  readonly host: string | null;
  /** The account paid; null otherwise. */
  readonly account: number | null;
}
