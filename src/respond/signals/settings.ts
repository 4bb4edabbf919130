/**
 * The settings of this folder; the scenario's group `signals` satisfies them. Days, hours, seconds; strengths in units
 * of exposure.
 */
export interface SignalSettings {
  readonly longCallS: number;
  readonly suspectHours: number;
  readonly suspectAccountDays: number;
  readonly lookBackHours: number;
  /** For each subscriber of the network. */
  readonly rememberedContacts: number;
  readonly flaggedContact: number;
  readonly suspectCall: number;
  readonly callBack: number;
  readonly reply: number;
  readonly lookUp: number;
  readonly severalNumbers: number;
  readonly install: number;
  readonly chat: number;
  readonly payment: number;
  /** What a logged contact would have counted at the time, times this, once the other side is listed. */
  readonly lookBackFactor: number;
}
