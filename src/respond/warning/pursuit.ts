import {
  type ClosingReason,
  type EarlyWarning,
  noReplies,
  type SpokenReply,
  type WarningLevel,
  type ReplyCounts,
  WARNING_LEVELS,
} from "../../record/warning.ts";
import type { Errand } from "./team.ts";
import type { Scenario } from "../../scenario/schema.ts";

/** A warning on its way to its subscriber. Only Dissuasion writes it. */
export class Pursuit {
  readonly warning: EarlyWarning;
  readonly ordinal: number;
  level: WarningLevel;
  readonly raises: { readonly level: WarningLevel; readonly timeMs: number }[] = [];
  hasMessage = false;
  telephone: Errand | null = null;
  family: Errand | null = null;
  visit: Errand | null = null;
  readonly replies: Record<SpokenReply, number> = noReplies();
  isLineSuspended = false;
  closed: { readonly timeMs: number; readonly reason: ClosingReason } | null = null;

  constructor(warning: EarlyWarning, ordinal: number) {
    this.warning = warning;
    this.ordinal = ordinal;
    this.level = warning.level;
  }
}

interface Following {
  /** Why the warning is closed: the platform believes the reply. Null: it stays open. */
  readonly closes: Extract<ClosingReason, "agreed" | "denied"> | null;
  readonly visits: boolean;
  readonly asksFamily: boolean;
  readonly suspendsLine: boolean;
}

const TAKES_THE_WORD = { visits: false, asksFamily: false, suspendsLine: false };

/**
 * What the platform does after a reply to a warning. It hears only words: a victim in denial and a person warned by
 * mistake say the same, and are treated the same. `replies`: all so far, with the one just heard.
 */
export function afterReply(
  reply: SpokenReply,
  replies: ReplyCounts,
  level: WarningLevel,
  { denialsBelieved, believedBelow, visitAfter, familyAfter, suspendAfter, visitFrom }: Scenario["dissuasion"],
): Following {
  if (reply === "agreement") return { closes: "agreed", ...TAKES_THE_WORD };
  const isBelieved = !isAtLeast(level, believedBelow) && replies.denial >= denialsBelieved;
  if (reply === "denial" && isBelieved) return { closes: "denied", ...TAKES_THE_WORD };
  const inVain = replies.denial + replies.refusal;
  return {
    closes: null,
    visits: visitFrom !== "never" && isDue(inVain, visitAfter),
    asksFamily: isDue(inVain, familyAfter),
    suspendsLine: isDue(inVain, suspendAfter),
  };
}

function isDue(inVain: number, after: number): boolean {
  return after > 0 && inVain >= after;
}

export function isAtLeast(level: WarningLevel, from: WarningLevel | "never"): boolean {
  return from !== "never" && WARNING_LEVELS.indexOf(level) >= WARNING_LEVELS.indexOf(from);
}
