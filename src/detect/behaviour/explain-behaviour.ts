/** What the stage `behaviour` saw of one event. */
import { counted, formatCount } from "../../core/counted.ts";
import type { Localised } from "../stage.ts";
import type { ACTIVITY_COLUMNS } from "./found.ts";

/** What the caller did in the window before this tick. */
export type SeenBehaviour = Readonly<Record<keyof typeof ACTIVITY_COLUMNS, number>>;

export function explainBehaviour({
  attempts,
  fanOut,
  calls,
  answered,
  meanDurationS,
}: SeenBehaviour): Localised | null {
  if (attempts + calls === 0) return null;
  const tried = {
    en: `${counted(attempts, "attempt")} at ${counted(fanOut, "person", "people")}`,
    zh: `尝试 ${formatCount(attempts)} 次，涉及 ${formatCount(fanOut)} 人`,
  };
  if (calls === 0) return tried;
  const [of, seconds] = [formatCount(answered), formatCount(meanDurationS)];
  return {
    en: `${tried.en}; of ${counted(calls, "call")} ${of} answered, ${seconds} s on average`,
    zh: `${tried.zh}；电话 ${formatCount(calls)} 次，接通 ${of} 次，平均 ${seconds} 秒`,
  };
}
