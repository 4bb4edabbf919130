/**
 * The settings of this folder; the scenario's group `watch` satisfies them. Hours, seconds; strengths in units of
 * exposure.
 */
export interface WatchSettings {
  readonly longCallS: number;
  readonly doubtfulHours: number;
  readonly lookBackHours: number;
  readonly rememberedDealings: number;
  readonly flaggedContact: number;
  readonly doubtfulCall: number;
  readonly callBack: number;
  readonly reply: number;
  readonly lookUp: number;
  /** What a dealing would have counted at the time, times this, once the other side is listed. */
  readonly lookBackFactor: number;
}
