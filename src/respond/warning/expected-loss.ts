/** The loss that the platform expects of a subscriber, for triage: nothing better is known. */

/** In yuan, by age band (18-25, 26-40, 41-55, 56-65, 66 and more). Assumed: the old have more to lose. */
const BELIEVED_LOSS_YUAN = [4000, 6500, 9000, 10_000, 9000] as const;

export function expectedLossYuan(ageBand: number): number {
  return BELIEVED_LOSS_YUAN[ageBand] ?? BELIEVED_LOSS_YUAN[0];
}
