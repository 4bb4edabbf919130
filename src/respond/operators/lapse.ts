/** Whether a recipient blocks a listed key yet, and if not, why. */
import { ENACTED, LATE, MOST_LAPSE, REFUSED } from "../../record/operator.ts";
import { LONG_AGO } from "./recent-listings.ts";
import { NEVER, type Recipients } from "./recipients.ts";

/** ENACTED, REFUSED, or LATE and more (record/operator.ts). `listedAt`: a tick, or LONG_AGO. */
export function findLapse(
  recipients: Recipients,
  key: number,
  recipient: number,
  listedAt: number,
  tick: number,
): number {
  const delay = recipients.delayOf(key, recipient);
  if (delay === NEVER) return REFUSED;
  if (listedAt === LONG_AGO || tick >= listedAt + delay) return ENACTED;
  return Math.min(MOST_LAPSE, LATE + tick - listedAt);
}
