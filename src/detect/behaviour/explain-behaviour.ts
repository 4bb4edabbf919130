/** What the stage `behaviour` saw of one event. */
import { countOf, t, type Localised } from "../../ui/words.ts";
import { formatCount } from "../../core/counted.ts";
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
  const tried = t`${countOf(attempts, "attempt")} at ${countOf(fanOut, "person", "people")}`;
  if (calls === 0) return tried;
  const [of, seconds] = [formatCount(answered), formatCount(meanDurationS)];
  return t`${tried}; of ${countOf(calls, "call")} ${of} answered, ${seconds} s on average`;
}
