/** What was counted of the numbers that gangs call from, as facts of the field have it. */
import type { TrafficFigures } from "../../metrics/traffic-figures.ts";
import type { LineCounts } from "./facts.ts";

/** Null where no number was given up: none has a whole life. */
export function lineCountsOf({ nuisanceNumbers }: TrafficFigures): LineCounts | null {
  const { givenUp, lifeDays, calls, callees, callS } = nuisanceNumbers;
  return givenUp === 0 ? null : { lifeDays, calls, callees, callSeconds: callS };
}
