/** Five situations worth seeing, each a way to set the controls. What to watch for is said in words/*.ts. */
import type { Settings } from "../serve/protocol.ts";

export const SITUATION_KEYS = ["lying-filter", "one-agent", "disguised", "late-reports", "real-prevalence"] as const;
export type SituationKey = (typeof SITUATION_KEYS)[number];

export interface Situation {
  readonly key: SituationKey;
  readonly settings: Settings;
}

export const SITUATIONS: readonly Situation[] = [
  { key: "lying-filter", settings: { filterEntries: 200_000, filterErrorRate: 0.1 } },
  { key: "one-agent", settings: { telephoneAgents: 1 } },
  { key: "disguised", settings: { obfuscation: 5 } },
  { key: "late-reports", settings: { reportDelayHours: 72 } },
  { key: "real-prevalence", settings: { prevalence: 0.005 } },
];

/** The situation by the name that an address holds; null where there is none of that name. */
export function situationOf(name: string | null): Situation | null {
  return SITUATIONS.find(({ key }) => key === name) ?? null;
}
