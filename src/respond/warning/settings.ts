/** The settings of this folder. The scenario's groups of these names (scenario/warning-parameters.ts) satisfy them. */
import type { FromLevel } from "./levels.ts";

/** When exposure becomes a warning. Thresholds in units of exposure; low <= medium <= high. */
export interface WarningSettings {
  readonly enabled: boolean;
  readonly halfLifeHours: number;
  readonly low: number;
  readonly medium: number;
  readonly high: number;
  readonly cooldownHours: number;
  readonly maxAgeHours: number;
}

/** How warnings are delivered, and by how many. */
export interface DissuasionSettings {
  readonly messageFrom: FromLevel;
  readonly messageSeconds: number;
  readonly telephoneFrom: FromLevel;
  /** Never: no team is sent for other reasons either. */
  readonly visitFrom: FromLevel;
  readonly agents: number;
  readonly talkMinutes: number;
  readonly missedMinutes: number;
  readonly callAttempts: number;
  readonly talks: number;
  readonly retryMinutes: number;
  readonly recallHours: number;
  readonly visitTeams: number;
  readonly travelMinutes: number;
  readonly visitMinutes: number;
  readonly visitAttempts: number;
  readonly visitTalks: number;
  readonly denialsBelieved: number;
  readonly believedBelow: FromLevel;
  /** Talks in vain after which each is done; 0: never. */
  readonly visitAfter: number;
  readonly familyAfter: number;
  readonly suspendAfter: number;
  readonly suspendHours: number;
}
