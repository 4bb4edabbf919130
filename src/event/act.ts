/** What a subscriber does of his or her own accord after a contact, as far as an operator sees it. */
import type { Identity } from "./identity.ts";

export const ACT_KINDS = ["callBack", "reply", "lookUp", "install"] as const;
export type ActKind = (typeof ACT_KINDS)[number];

export interface Act {
  readonly kind: ActKind;
  readonly subscriber: number;
  readonly timeMs: number;
  /** Who is called back or answered; null for a look-up or an install. */
  readonly identity: Identity | null;
  /** What is looked up, or the app (app.ts) that is installed; null otherwise. */
  readonly host: string | null;
}
