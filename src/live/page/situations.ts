/**
 * Situations worth seeing, each a setting of the controls, in the order of the student's guide. For what to watch see
 * words/*.ts.
 */
import type { Settings } from "../server/protocol.ts";

export const SITUATION_KEYS = [
  "lying-filter",
  "disguised",
  "real-prevalence",
  "reported-success",
  "one-agent",
  "late-reports",
] as const;
export type SituationKey = (typeof SITUATION_KEYS)[number];

interface Situation {
  readonly key: SituationKey;
  /** Where it shows: one agent is enough for a class, and not for a city. */
  readonly scenario: string;
  readonly settings: Settings;
  /** Simulated hours a second, if it takes many to see anything; null: as fast as it goes. */
  readonly hoursPerSecond?: number | null;
  /** The panels that show it. */
  readonly panels: readonly PanelKey[];
}

/** Each is an element with this id. */
export type PanelKey = "headlines" | "flow" | "events" | "warnings" | "losses" | "filter" | "queue";

/** Kept of effective, as reported for 2020 (the default scenario's reference period). */
export const REPORTED_SUCCESS = 0.981;

export const SITUATIONS: readonly Situation[] = [
  {
    key: "lying-filter",
    scenario: "classroom",
    settings: { filterEntries: 200_000, filterErrorRate: 0.1 },
    panels: ["filter", "headlines"],
  },
  { key: "disguised", scenario: "classroom", settings: { obfuscation: 6 }, panels: ["flow", "events"] },
  {
    key: "real-prevalence",
    scenario: "classroom",
    settings: { prevalence: 0.0036 },
    panels: ["headlines", "warnings"],
  },
  // A week of it lasts a minute at this pace; it is the default platform at 1 in 8.
  { key: "reported-success", scenario: "smoke", settings: {}, hoursPerSecond: 4, panels: ["warnings"] },
  {
    key: "one-agent",
    scenario: "platform-2020",
    settings: { telephoneAgents: 1 },
    hoursPerSecond: null,
    panels: ["queue", "warnings"],
  },
  {
    key: "late-reports",
    scenario: "classroom",
    settings: { reportDelayHours: 72 },
    panels: ["headlines", "flow", "losses"],
  },
];

/** Null if there is none of that name. */
export function situationOf(name: string | null): Situation | null {
  return SITUATIONS.find(({ key }) => key === name) ?? null;
}
