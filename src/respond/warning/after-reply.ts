/**
 * How the platform goes on after what somebody said to a warning. It has their words alone: a victim in denial and
 * somebody who was warned for nothing say the same, and are treated the same.
 */
import type { ClosingReason, ReplyCounts, SpokenReply, WarningLevel } from "../../record/warning.ts";
import { isAtLeast } from "./levels.ts";
import type { DissuasionSettings } from "./settings.ts";

export interface Following {
  /** The word is taken for it: why the warning is closed. Null: the platform goes on. */
  readonly closes: Extract<ClosingReason, "agreed" | "denied"> | null;
  readonly visits: boolean;
  readonly asksFamily: boolean;
  readonly suspendsLine: boolean;
}

type Policy = Pick<
  DissuasionSettings,
  "denialsBelieved" | "believedBelow" | "visitAfter" | "familyAfter" | "suspendAfter" | "visitFrom"
>;

const TAKES_THE_WORD = { visits: false, asksFamily: false, suspendsLine: false };

/** `replies`: all so far, the one just heard among them. */
export function afterReply(
  reply: SpokenReply,
  replies: ReplyCounts,
  level: WarningLevel,
  { denialsBelieved, believedBelow, visitAfter, familyAfter, suspendAfter, visitFrom }: Policy,
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

/** `after` talks in vain; 0 says never. */
function isDue(inVain: number, after: number): boolean {
  return after > 0 && inVain >= after;
}
