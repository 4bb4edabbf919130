/** The settings of this folder. The scenario's groups of these names (scenario/warning-parameters.ts) satisfy them. */
import type { WarningLevel } from "../../event/warning.ts";

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
  readonly messageSeconds: number;
  readonly telephoneFrom: WarningLevel;
  readonly visitFrom: WarningLevel;
  readonly agents: number;
  readonly talkMinutes: number;
  readonly missedMinutes: number;
  readonly callAttempts: number;
  readonly talks: number;
  readonly retryMinutes: number;
  readonly visitTeams: number;
  readonly travelMinutes: number;
  readonly visitMinutes: number;
  readonly visitAttempts: number;
}
