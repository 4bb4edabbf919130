/**
 * How gangs work. A policy is a setting of every knob (scenario/knobs.ts); the first setting is the usual one and
 * changes nothing. The effects of settings are all assumed: how far a gang can go is not known.
 */
import { sumOf } from "../../core/sum.ts";
import { HOURS_PER_DAY } from "../../core/time.ts";
import { OBFUSCATION_LEVELS, type Technology } from "../../event/taxonomy.ts";
import {
  KNOBS,
  KNOB_NAMES,
  type Knob,
  type RangeKnob,
  USUAL,
  type Way,
  type WayKnob,
  levelOf,
  settingNamed,
} from "../../scenario/knobs.ts";
import type { Scenario } from "../../scenario/schema.ts";
import { DIURNAL } from "../traffic/calendar.ts";

export type GangPolicy = Readonly<Record<Knob, number>>;

export const USUAL_POLICY = Object.fromEntries(KNOB_NAMES.map((name) => [name, USUAL])) as GangPolicy;

export function levelIn(policy: GangPolicy, knob: RangeKnob): number | null {
  return levelOf(knob, policy[knob]);
}

export function paceOf(policy: GangPolicy): number {
  return levelIn(policy, "pace") ?? 1;
}

/** A weight with mean 1 over the day. */
export function hourWeight(policy: GangPolicy, tick: number): number {
  return WORKING_HOURS[policy.hours]![tick % HOURS_PER_DAY]!;
}

const MAX_ATTEMPTS = 100;

/** Tries of a step for which the scenario has the `usual` number: from 1 to MAX_ATTEMPTS. */
export function attemptsOf(policy: GangPolicy, usual: number): number {
  return Math.min(MAX_ATTEMPTS, Math.max(1, Math.round((levelIn(policy, "retries") ?? 1) * usual)));
}

/** A schedule is made known two ticks ahead: what it concerns is replaced at its hour. */
const TICKS_AHEAD = 2;

/** A gang has turned a knob. */
export interface Turn {
  readonly gang: number;
  readonly knob: Knob;
}

export class GangPolicies {
  readonly #changes: Scenario["adversary"]["schedule"];
  readonly #ofGang: GangPolicy[];

  constructor({ adversary, gangs }: Pick<Scenario, "adversary" | "gangs">) {
    this.#changes = adversary.schedule.toSorted((a, b) => a.fromHour - b.fromHour);
    this.#ofGang = Array.from({ length: gangs.count }, () => USUAL_POLICY);
    for (let hour = 0; hour < TICKS_AHEAD; hour++) this.#change(hour);
  }

  of(gang: number): GangPolicy {
    return this.#ofGang[gang]!;
  }

  turn(gang: number, knob: Knob, setting: number): void {
    this.#ofGang[gang] = { ...this.of(gang), [knob]: setting };
  }

  /** Follows the schedule, once `tick` is settled. Returns what was turned. */
  follow(tick: number): readonly Turn[] {
    return this.#change(tick + TICKS_AHEAD);
  }

  #change(hour: number): Turn[] {
    const due = this.#changes.filter(({ fromHour }) => fromHour === hour);
    const turns = due.flatMap(({ knob, setting }) => this.#ofGang.map((_, gang) => ({ gang, knob, setting })));
    for (const { gang, knob, setting } of turns) this.turn(gang, knob, settingNamed(knob, setting)!);
    return turns;
  }
}

/** A gang that works in the evening is as busy at 20 as others are at 10. */
const EVENING_SHIFT = 10;
/** By setting of `hours`: weights with mean 1 by hour of the day. */
const WORKING_HOURS = bySetting("hours", DIURNAL.fraud, {
  spread: new Float64Array(HOURS_PER_DAY).fill(1),
  evening: DIURNAL.fraud.map((_, hour) => DIURNAL.fraud[(hour - EVENING_SHIFT + HOURS_PER_DAY) % HOURS_PER_DAY]!),
});

type Factors = Partial<Readonly<Record<Technology, number>>>;
export const TECHNOLOGY_FACTORS = bySetting<"technology", Factors>(
  "technology",
  {},
  {
    simBox: { "sim-box": 5 },
    abroad: { abroad: 3, "spoofed-hotline": 3 },
    // Numbers like those of ordinary people.
    domestic: { abroad: 0, "spoofed-hotline": 0, enterprise: 0, "sim-box": 0 },
  },
);

/** By setting of `obfuscation`: weights of the levels; null for the scenario's. */
const OBFUSCATION = bySetting<"obfuscation", readonly number[] | null>("obfuscation", null, {
  plain: [1, 0, 0, 0, 0, 0],
  heavy: [0, 0, 0.1, 0.2, 0.3, 0.4],
  paraphrased: [0, 0, 0, 0, 0, 1],
});

/** By setting of `obfuscation`: cumulative shares of the levels. The last is 1, so every draw has a level. */
export function obfuscationShares({ gangs }: Scenario): readonly Float64Array[] {
  return OBFUSCATION.map((weights) => {
    const used = weights ?? gangs.obfuscation;
    const total = sumOf(used);
    let sum = 0;
    const shares = Float64Array.from({ length: OBFUSCATION_LEVELS }, (_, level) => (sum += used[level]! / total));
    shares[OBFUSCATION_LEVELS - 1] = 1;
    return shares;
  });
}

export function obfuscationAt(shares: Float64Array, uniform: number): number {
  let level = 0;
  while (uniform >= shares[level]!) level++;
  return level;
}

function bySetting<K extends WayKnob, T>(knob: K, usual: T, ways: Readonly<Record<Way<K>, T>>): readonly T[] {
  return [usual, ...KNOBS[knob].map((way) => ways[way as Way<K>])];
}
