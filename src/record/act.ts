/** What a subscriber does freely after a contact. */
import type { Identity } from "../event/identity.ts";

export const ACT_KINDS = [
  /** A call back, a message in answer. */
  "callBack",
  "reply",
  /** A look-up of a host, and the install of an app (app.ts). */
  "lookUp",
  "install",
  /** A chat in an app with somebody whom a number named. */
  "chat",
  /** A payment to an account. */
  "payment",
] as const;
export type ActKind = (typeof ACT_KINDS)[number];

export interface Act {
  readonly kind: ActKind;
  readonly subscriber: number;
  readonly timeMs: number;
  /** Who is called back or answered, or named whom to chat with; null for the rest. */
  readonly identity: Identity | null;
  /** What is looked up, or the app that is installed; null for the rest. */
  readonly host: string | null;
  /** Who is paid (account.ts); null for the rest. */
  readonly account: number | null;
}
