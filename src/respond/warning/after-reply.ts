/**
 * What the platform does after a reply to a warning. It hears only words: a victim in denial and a person warned by
 * mistake say the same, and are treated the same.
 */
import type { ClosingReason, ReplyCounts, SpokenReply, WarningLevel } from "../../record/warning.ts";
import { isAtLeast } from "./levels.ts";
import type { Scenario } from "../../scenario/schema.ts";

interface Following {
  /** Why the warning is closed: the platform believes the reply. Null: it stays open. */
  readonly closes: Extract<ClosingReason, "agreed" | "denied"> | null;
  readonly visits: boolean;
  readonly asksFamily: boolean;
  readonly suspendsLine: boolean;
}

type Policy = Pick<
  Scenario["dissuasion"],
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

function isDue(inVain: number, after: number): boolean {
  return after > 0 && inVain >= after;
}
