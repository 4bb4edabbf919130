/** Situations worth seeing, each a setting of the controls, in the order of the student's guide. */
import { t, type Text } from "../../ui/words.ts";
import type { Settings } from "../server/protocol.ts";

/** Each panel is an element with this id. */
export type PanelId = "headlines" | "flow" | "events" | "warnings" | "losses" | "filter" | "queue";

export interface Situation {
  readonly key: string;
  readonly title: Text;
  /** Where it shows: one agent is enough for a class, and not for a city. */
  readonly scenario: string;
  readonly settings: Settings;
  /** Simulated hours a second, if it takes many to see anything; null: as fast as it goes. */
  readonly hoursPerSecond?: number | null;
  readonly watch: Text;
  /** The panels that show it. */
  readonly panels: readonly PanelId[];
  readonly because: Text;
}

export const SITUATIONS: readonly Situation[] = [
  {
    key: "lying-filter",
    title: t`Fill the filter until it lies`,
    scenario: "classroom",
    settings: { filterEntries: 200_000, filterErrorRate: 0.1 },
    watch: t`“Does the filter keep its promise?”: compare the rate in this traffic with the one in ten that is promised; the usual promise is one in a hundred. Then look at the benign events blocked: do they rise too?`,
    panels: ["filter", "headlines"],
    because: t`Each “perhaps” is confirmed in an exact table, so a lying filter costs time and not benign callers. Without that table it would block them.`,
  },
  {
    key: "disguised",
    title: t`Everything disguised`,
    scenario: "classroom",
    settings: { obfuscation: 6 },
    watch: t`What text match catches, and which stage catches what it misses. Open a missed message: what did the disguise change?`,
    panels: ["flow", "events"],
    because: t`The normaliser undoes tricks that it knows. What is left is more than a quarter of edits away from any script.`,
  },
  {
    key: "real-prevalence",
    title: t`Real prevalence`,
    scenario: "classroom",
    settings: { prevalence: 0.0036 },
    watch: t`Below the headline: of what is blocked, how much is fraud? And of the warnings pushed, how many were on target?`,
    panels: ["headlines", "warnings"],
    because: t`The shares of fraud and of benign events that are blocked hardly change. But there are some 280 benign events to each fraud, and a small share of many is many: so less of what is blocked is fraud, and fewer warnings are on target.`,
  },
  {
    key: "false-alarms",
    title: t`The price of false alarms`,
    scenario: "classroom",
    settings: { warningThreshold: 0.3 },
    watch: t`The false alarms and the people saved by warnings: how many more false alarms for one more person saved? Then the queue for the telephone. Set the share of fraud to 0.36 % as well: how do the warnings on target change?`,
    panels: ["headlines", "queue", "warnings"],
    because: t`Weak signals are mostly wrong. With seed 1 some 220 more false alarms save 12 more people, with seed 2 none; the agent is at work 78 % of the time instead of 35 %, and up to 16 warnings wait instead of 3.`,
  },
  {
    key: "reported-success",
    title: t`98.1 %`,
    // The default platform at 1 in 8: a week of 12,500 people lasts a minute at this pace.
    scenario: "smoke",
    settings: {},
    hoursPerSecond: 4,
    watch: t`“Are warnings in time?”: of the people reached in time, how many kept their money? Compare it with the 98.1 % that was reported for 2020. Then set the warning threshold to 0.05 and run it again: how do the warnings on target change, and how this share?`,
    panels: ["warnings"],
    because: t`It counts people in danger who were reached in time, and nobody else: no false alarm, and nobody who was never warned. So it hardly moves while most warnings become false. A match proves nothing: the default scenario is calibrated to the reported figure, and in this small world some 350 people are reached, so another seed moves the share by a point or so.`,
  },
  {
    key: "one-agent",
    title: t`One agent`,
    scenario: "platform-2020",
    settings: { telephoneAgents: 1 },
    hoursPerSecond: null,
    watch: t`The telephone queue: at hour 24 hundreds wait, and with ten agents nearly nobody. The steps from on target to kept: the difference is plain at hour 96, so the usual run need not go further.`,
    panels: ["queue", "warnings"],
    because: t`A warning heard after the transfer is worth nothing. The same people are warned, but they hear of it too late.`,
  },
  {
    key: "late-reports",
    title: t`Late reports`,
    scenario: "classroom",
    settings: { reportDelayHours: 72 },
    watch: t`Fraud blocked, “decisive” of the blocklist, and the gap between the lines of losses.`,
    panels: ["headlines", "flow", "losses"],
    because: t`The blocklist knows only what was reported. Gangs change lines faster than that.`,
  },
  {
    key: "late-operators",
    title: t`Operators act a day later`,
    scenario: "classroom",
    settings: { operatorDelayHours: 24 },
    watch: t`The people who lost money with interception alone and with all defences; then the people saved, and those who kept their money.`,
    panels: ["headlines", "warnings"],
    because: t`Interception gets worse, so more people are in danger and warnings have more to save. “Saved” and “kept” grow, and nobody is better off: judge by the people who lost money.`,
  },
];

/** Null if there is none of that name. */
export function situationOf(name: string | null): Situation | null {
  return SITUATIONS.find(({ key }) => key === name) ?? null;
}
