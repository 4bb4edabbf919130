/** What the stage `behaviour` saw of one event. */
import { activityFound } from "./found.ts";
import { counted, formatCount } from "../../core/counted.ts";
import type { Findings } from "../../event/findings.ts";
import type { Words } from "../stage.ts";

/** What the caller did in the window before: as the columns of the findings. */
export interface SeenBehaviour {
  readonly attempts: number;
  readonly fanOut: number;
  readonly calls: number;
  readonly answered: number;
  readonly meanDurationS: number;
}

export function seenBehaviour(findings: Findings, row: number): SeenBehaviour {
  const behaviour = activityFound(findings);
  return {
    attempts: behaviour.attempts[row]!,
    fanOut: behaviour.fanOut[row]!,
    calls: behaviour.calls[row]!,
    answered: behaviour.answered[row]!,
    meanDurationS: behaviour.meanDurationS[row]!,
  };
}

export function explainBehaviour({ attempts, fanOut, calls, answered, meanDurationS }: SeenBehaviour): Words | null {
  if (attempts + calls === 0) return null;
  return {
    en:
      `${counted(attempts, "attempt")} at ${counted(fanOut, "person", "people")}; ` +
      `of ${counted(calls, "call")} ${formatCount(answered)} answered, ${formatCount(meanDurationS)} s on average`,
    zh:
      `尝试 ${formatCount(attempts)} 次，涉及 ${formatCount(fanOut)} 人；` +
      `电话 ${formatCount(calls)} 次，接通 ${formatCount(answered)} 次，平均 ${formatCount(meanDurationS)} 秒`,
  };
}
