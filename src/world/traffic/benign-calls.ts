/** Calls and messages of benign classes. All is assumed; only unwelcome events move a headline figure. */
import { type AliasTable, buildAliasTable } from "../../core/distributions.ts";
import { unit } from "../../core/random.ts";
import type { BenignClass } from "../../event/taxonomy.ts";
import type { Catalogue } from "../text/catalogue.ts";

export interface BenignCalls {
  readonly messageShare: number;
  /** Share of its calls that are answered, and the median length of those in seconds. */
  readonly answered: number;
  readonly durationMedianS: number;
  /**
   * Share of answered calls, and of messages, that annoy the called person or look odd: such a number is marked as
   * readily as a gang's. Friends hardly ever annoy; organisations do when nobody waits for them (a courier with
   * another's parcel); marketers nearly always do, but their messages are mostly ignored.
   */
  readonly unwelcomeCalls: number;
  readonly unwelcomeMessages: number;
}

export const BENIGN_CALLS: Readonly<Record<BenignClass, BenignCalls>> = {
  family: { messageShare: 0.35, answered: 0.82, durationMedianS: 75, unwelcomeCalls: 0.001, unwelcomeMessages: 0.002 },
  work: { messageShare: 0.3, answered: 0.78, durationMedianS: 60, unwelcomeCalls: 0.003, unwelcomeMessages: 0.004 },
  courier: { messageShare: 0.6, answered: 0.72, durationMedianS: 22, unwelcomeCalls: 0.03, unwelcomeMessages: 0.015 },
  delivery: { messageShare: 0.4, answered: 0.8, durationMedianS: 18, unwelcomeCalls: 0.03, unwelcomeMessages: 0.015 },
  otp: { messageShare: 1, answered: 0, durationMedianS: 1, unwelcomeCalls: 0, unwelcomeMessages: 0.015 },
  bank: { messageShare: 0.95, answered: 0.6, durationMedianS: 60, unwelcomeCalls: 0.03, unwelcomeMessages: 0.015 },
  hospital: { messageShare: 0.7, answered: 0.75, durationMedianS: 50, unwelcomeCalls: 0.03, unwelcomeMessages: 0.015 },
  school: { messageShare: 0.7, answered: 0.75, durationMedianS: 70, unwelcomeCalls: 0.03, unwelcomeMessages: 0.015 },
  marketing: { messageShare: 0.6, answered: 0.35, durationMedianS: 16, unwelcomeCalls: 0.8, unwelcomeMessages: 0.16 },
  government: {
    messageShare: 0.7,
    answered: 0.65,
    durationMedianS: 55,
    unwelcomeCalls: 0.03,
    unwelcomeMessages: 0.015,
  },
  stranger: { messageShare: 0.2, answered: 0.5, durationMedianS: 30, unwelcomeCalls: 0.1, unwelcomeMessages: 0.1 },
};

export const BENIGN_DURATION_SIGMA = 0.9;

/** Messages of each class with a table to draw one by weight, and which of them are twins of scripts (1). */
export type BenignMessages = readonly {
  readonly messages: Int32Array;
  readonly isTwin: Uint8Array;
  readonly byWeight: AliasTable;
}[];

export function makeBenignMessages(catalogue: Catalogue): BenignMessages {
  return catalogue.benign.map((entries) => ({
    messages: Int32Array.from(entries, (entry) => entry.message),
    isTwin: Uint8Array.from(entries, (entry) => (entry.isTwin ? 1 : 0)),
    byWeight: buildAliasTable(entries.map((entry) => entry.weight)),
  }));
}

/** Share of benign messages with symbols, odd spaces or full-width letters, as gangs write. */
const DECORATED_MARKETING_SHARE = 0.15;
const DECORATED_SHARE = 0.02;

/** Share of decorated benign messages that have full-width or foreign letters as well as symbols. */
const FANCY_LETTERS_SHARE = 0.4;

/** The level of obfuscation of a benign message. `words`: four, of which the last two are used. */
export function decorationLevel(isMarketing: boolean, words: Uint32Array): number {
  if (unit(words[2]!) >= (isMarketing ? DECORATED_MARKETING_SHARE : DECORATED_SHARE)) return 0;
  return unit(words[3]!) < FANCY_LETTERS_SHARE ? 3 : 2;
}
