import {
  type ClosingReason,
  type EarlyWarning,
  noReplies,
  type SpokenReply,
  type WarningLevel,
} from "../../record/warning.ts";
import type { Errand } from "./team.ts";

/** Only Dissuasion writes it. */
export interface Pursuit {
  readonly warning: EarlyWarning;
  readonly ordinal: number;
  /** The highest level so far. */
  level: WarningLevel;
  readonly raises: { readonly level: WarningLevel; readonly timeMs: number }[];
  hasMessage: boolean;
  telephone: Errand | null;
  family: Errand | null;
  visit: Errand | null;
  readonly replies: Record<SpokenReply, number>;
  isLineSuspended: boolean;
  closed: { readonly timeMs: number; readonly reason: ClosingReason } | null;
}

export function beginPursuit(warning: EarlyWarning, ordinal: number): Pursuit {
  return {
    warning,
    ordinal,
    level: warning.level,
    raises: [],
    hasMessage: false,
    telephone: null,
    family: null,
    visit: null,
    replies: noReplies(),
    isLineSuspended: false,
    closed: null,
  };
}

export function listErrands({ telephone, family, visit }: Pursuit): Errand[] {
  return [telephone, family, visit].filter((errand) => errand !== null);
}

/** Calls to the subscriber, without those to a relative. */
export function countCalls({ telephone }: Pursuit): number {
  return telephone?.tries ?? 0;
}
