/** How far a warning has got. */
import {
  type ClosingReason,
  type EarlyWarning,
  noReplies,
  type SpokenReply,
  type WarningLevel,
} from "../../record/warning.ts";
import type { Errand } from "./team.ts";

/** For others to read; only Dissuasion writes it. */
export interface Pursuit {
  readonly warning: EarlyWarning;
  /** 1 for the first warning of the run to this subscriber. */
  readonly ordinal: number;
  /** The highest level so far. */
  level: WarningLevel;
  /** Each level that it rose to after the push, and when. */
  readonly raises: { readonly level: WarningLevel; readonly timeMs: number }[];
  /** A text was sent, or is about to be. */
  hasMessage: boolean;
  /** Calls to the subscriber and, after talks in vain, to a relative; visits. */
  telephone: Errand | null;
  family: Errand | null;
  visit: Errand | null;
  /** What the subscriber said so far. */
  readonly replies: Record<SpokenReply, number>;
  isLineSuspended: boolean;
  /** Null while it is open. */
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

/** To the subscriber: what an agent asks of a relative is not told here. */
export function countCalls({ telephone }: Pursuit): number {
  return telephone?.tries ?? 0;
}
