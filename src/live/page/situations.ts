/**
 * Five situations worth seeing, each a way to set the controls, in the order of the student's guide. What to watch for
 * is said in words/*.ts.
 */
import type { Settings } from "../server/protocol.ts";

export const SITUATION_KEYS = ["lying-filter", "disguised", "real-prevalence", "one-agent", "late-reports"] as const;
export type SituationKey = (typeof SITUATION_KEYS)[number];

export interface Situation {
  readonly key: SituationKey;
  /** Where it can be seen: one agent is enough for a class, and not for a city. */
  readonly scenario: string;
  readonly settings: Settings;
  /** Simulated hours a second, where it takes many to see anything; null: as fast as it goes. */
  readonly hoursPerSecond?: null;
}

export const SITUATIONS: readonly Situation[] = [
  { key: "lying-filter", scenario: "classroom", settings: { filterEntries: 200_000, filterErrorRate: 0.1 } },
  { key: "disguised", scenario: "classroom", settings: { obfuscation: 6 } },
  { key: "real-prevalence", scenario: "classroom", settings: { prevalence: 0.0036 } },
  { key: "one-agent", scenario: "platform-2020", settings: { telephoneAgents: 1 }, hoursPerSecond: null },
  { key: "late-reports", scenario: "classroom", settings: { reportDelayHours: 72 } },
];

/** The situation by the name that an address holds; null where there is none of that name. */
export function situationOf(name: string | null): Situation | null {
  return SITUATIONS.find(({ key }) => key === name) ?? null;
}
