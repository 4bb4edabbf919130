/** What operators and stores are like. The scenario's group `operators` satisfies it. */
export interface RecipientSettings {
  /** Median from a notice to its enactment, in hours; 0: at once. */
  readonly enactHours: number;
  /** Share of notices that are ever enacted. */
  readonly compliance: number;
}

export interface OperatorSettings extends RecipientSettings {
  /** Weight of its customers among those of all. */
  readonly share: number;
}

export interface NoticeSettings {
  readonly largest: OperatorSettings;
  readonly second: OperatorSettings;
  readonly third: OperatorSettings;
  readonly stores: RecipientSettings;
  /** Spread of delays: the standard deviation of the logarithm. */
  readonly delaySigma: number;
}
