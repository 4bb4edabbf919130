/**
 * A warning policy decides whom to warn, and by which channel. Once an hour it gets what the platform knows of those of
 * whom it learned something in that hour, as columns, and answers with warnings. No labels are among them. What follows
 * a talk (another call, a relative, a suspended line) is the scenario's (`dissuasion`), and so is how many agents there
 * are: more warnings than they manage wait in the queue.
 */
import { describeValue, isRecord } from "../core/describe-value.ts";
import { RingfenceError } from "../core/errors.ts";
import { EngineList } from "../core/module/engine-list.ts";
import { SIGNAL_KINDS, type SignalKind } from "./signals.ts";
import { type TeamState, WARNING_LEVELS, type WarningLevel } from "./warning.ts";

export const POLICY_CHANNELS = ["message", "telephone", "visit"] as const;
export type PolicyChannel = (typeof POLICY_CHANNELS)[number];

type From = WarningLevel | "never";

/** What the scenario says of warnings. */
export interface PolicySettings {
  /** Exposure from which a risk is low, medium or high. */
  readonly low: number;
  readonly medium: number;
  readonly high: number;
  readonly messageFrom: From;
  readonly telephoneFrom: From;
  readonly visitFrom: From;
  /** After a warning is closed, the shipped policy waits this long. */
  readonly cooldownHours: number;
}

/** Row by row the people whose exposure is `low` or more, and grew in this hour; by ascending `person`. */
export interface PolicyPeople {
  readonly count: number;
  readonly person: readonly number[];
  readonly exposure: readonly number[];
  /** The part of the exposure that each kind of signal has. */
  readonly signals: Readonly<Record<SignalKind, readonly number[]>>;
  /** What the platform believes that the person may lose. */
  readonly expectedLossYuan: readonly number[];
  /** Warnings so far. The columns below are of the last one: 0, or Infinity hours, if there was none. */
  readonly warnings: readonly number[];
  /** 1, 2 or 3, low to high, while it is open; 0 once it is closed. */
  readonly level: readonly number[];
  readonly hoursSinceClosed: readonly number[];
  readonly calls: readonly number[];
  readonly visits: readonly number[];
  readonly denials: readonly number[];
  readonly refusals: readonly number[];
}

export interface PolicyView {
  /** Hours since the run began, at the end of which it is asked. */
  readonly hour: number;
  readonly settings: PolicySettings;
  readonly people: PolicyPeople;
  readonly teams: Readonly<Record<"telephone" | "visit", TeamState>>;
  /** The same object all through a run, and a new one for each run: what the policy has learned. */
  readonly memory: Record<string, unknown>;
  /** From 0 to below 1: a stream of its own, so that runs can be repeated. */
  readonly random: () => number;
}

export interface PolicyWarning {
  /** Anybody may be warned, listed in this hour or not. */
  readonly person: number;
  readonly channel: PolicyChannel;
  /** At least 0: who is called or visited first. Left out: exposure times the expected loss. */
  readonly priority?: number;
}

export interface WarningPolicy {
  readonly name: string;
  /** Warnings of one person belong together. To somebody whose warning is open they add channels. */
  readonly decide: (view: PolicyView) => { readonly warn: readonly PolicyWarning[] };
}

/** For `export default policyFrom({ name, decide })`. */
export function policyFrom(policy: WarningPolicy): WarningPolicy {
  return policy;
}

/** The shipped policy: the higher the level, the more channels, and more once it rises. */
const LEVELS = policyFrom({
  name: "levels",
  decide({ people, settings }) {
    const warn: PolicyWarning[] = [];
    const channels = WARNING_LEVELS.map((level) => channelsAt(level, settings));
    for (let at = 0; at < people.count; at++) {
      const level = WARNING_LEVELS.indexOf(levelOf(people.exposure[at]!, settings));
      const open = people.level[at]!;
      if (open > 0 ? level < open : people.hoursSinceClosed[at]! < settings.cooldownHours) continue;
      for (const channel of channels[level]!) warn.push({ person: people.person[at]!, channel });
    }
    return { warn };
  },
});

/** By which a warning of this level is brought. */
export function channelsAt(
  level: WarningLevel,
  settings: Pick<PolicySettings, `${PolicyChannel}From`>,
): readonly PolicyChannel[] {
  return POLICY_CHANNELS.filter((channel) => {
    const from = settings[`${channel}From`];
    return from !== "never" && WARNING_LEVELS.indexOf(level) >= WARNING_LEVELS.indexOf(from);
  });
}

/** Of an exposure below `low`, low. */
export function levelOf(exposure: number, { medium, high }: Pick<PolicySettings, "medium" | "high">): WarningLevel {
  if (exposure >= high) return "high";
  return exposure >= medium ? "medium" : "low";
}

/** Throws RingfenceError "config" with the hour, the field and what was expected. `people`: how many there are. */
export function warningsOf(policy: WarningPolicy, view: PolicyView, people: number): readonly PolicyWarning[] {
  const answer: unknown = policy.decide(view);
  const wrong = (field: string, expected: string, found: unknown): never => {
    const words = `${field}: expected ${expected}, found ${describeValue(found)}`;
    throw new RingfenceError("config", `warning policy "${policy.name}", hour ${view.hour}: ${words}`);
  };
  if (!isRecord(answer) || !Array.isArray(answer["warn"])) return wrong("answer", "{ warn: [...] }", answer);
  for (const [at, one] of (answer["warn"] as unknown[]).entries()) {
    const field = `warn[${at}]`;
    if (!isRecord(one)) return wrong(field, "{ person, channel }", one);
    const { person, channel, priority = 0 } = one;
    if (!Number.isInteger(person) || (person as number) < 0 || (person as number) >= people) {
      wrong(`${field}.person`, `a person from 0 to ${people - 1}`, person);
    }
    if (!POLICY_CHANNELS.some((each) => each === channel)) {
      wrong(`${field}.channel`, POLICY_CHANNELS.join(", "), channel);
    }
    if (typeof priority !== "number" || !(priority >= 0 && priority < Infinity)) {
      wrong(`${field}.priority`, "a number of at least 0", priority);
    }
  }
  return answer["warn"] as readonly PolicyWarning[];
}

/** An hour in which there is nobody to warn. */
function tryPolicy(policy: WarningPolicy): void {
  const team = { size: 0, busy: 0, queue: 0, attempts: 0, reached: 0 };
  warningsOf(
    policy,
    {
      hour: 0,
      settings: {
        low: 1,
        medium: 2,
        high: 3,
        messageFrom: "low",
        telephoneFrom: "low",
        visitFrom: "high",
        cooldownHours: 72,
      },
      people: noPeople(),
      teams: { telephone: { ...team, channel: "telephone" }, visit: { ...team, channel: "visit" } },
      memory: {},
      random: () => 0,
    },
    1,
  );
}

/** Columns to fill. */
export function noPeople() {
  return {
    count: 0,
    person: noNumbers(),
    exposure: noNumbers(),
    signals: Object.fromEntries(SIGNAL_KINDS.map((kind) => [kind, noNumbers()])) as Record<SignalKind, number[]>,
    expectedLossYuan: noNumbers(),
    warnings: noNumbers(),
    level: noNumbers(),
    hoursSinceClosed: noNumbers(),
    calls: noNumbers(),
    visits: noNumbers(),
    denials: noNumbers(),
    refusals: noNumbers(),
  };
}

function noNumbers(): number[] {
  return [];
}

export const DEFAULT_WARNING_POLICY = LEVELS.name;

export const warningPolicies = new EngineList<WarningPolicy>(
  { what: "warning policy", functions: ["decide"], madeBy: "policyFrom({ name, decide })", check: tryPolicy },
  [LEVELS],
);
