/**
 * What a gang can change about how it works: knobs. Each is set as usual, which is the gang's habit, or to a level: a
 * number of a range, from the least to the most, or one of a few ways. A number means the same in every scenario, and
 * takes the place of what the scenario says. world/gangs/adversary/effects.ts says what ways do.
 */

/** What a number of a knob counts. `times`: as much as by habit; `share`: from 0 to 1. */
export type KnobUnit = "times" | "hours" | "days" | "lines" | "numbers" | "cells" | "share";

/** Levels from less to more: how far a gang can go is assumed. */
export const KNOBS = {
  /** First contacts a day. */
  pace: range("times", 0.5, 1.5, 2, 3),
  /** When in the day. */
  hours: ways("spread", "evening"),
  /** Lines that it calls from, and as many senders. */
  lines: range("lines", 2, 8, 16),
  /** How long lines and senders are kept, on average, of whatever technology. */
  lineLife: range("hours", 3, 6, 24, 72, 720),
  /** Tries of a step that fails. */
  retries: range("times", 0.5, 2),
  /** Where lines come from. */
  technology: ways("simBox", "abroad", "domestic"),
  /** Of first contacts, who is chosen from lists. */
  targets: range("share", 0, 1),
  /** How messages are disguised: hardly, by odd characters, or by other words with the same meaning. */
  obfuscation: ways("plain", "heavy", "paraphrased"),
  /** How long a script is used, on average. */
  rewriting: range("hours", 24, 72, 720),
  /** How long a domain is used, on average. */
  domains: range("hours", 24, 72, 240, 2160),
  /** Domains that look like a protected one. */
  lookalikes: range("share", 0, 0.3),
  /** Victims with whom the gang goes on in a chat app at once, whatever they did about the first contact. */
  chat: range("share", 0.5, 1),
  /** How long an account is used, on average. */
  accounts: range("hours", 2, 24, 336),
  /** How old numbers are when the gang begins to use them: their median. */
  numberAge: range("days", 30, 180, 720),
  /** Numbers that a device of a SIM box shows. */
  devices: range("numbers", 1, 8, 20),
  /** Cells in which a number is seen in a day, on average. */
  cells: range("cells", 3, 6),
  /** How old domains are when the gang begins to use them: their median. */
  domainAge: range("days", 30, 180, 720),
} as const;

export type Knob = keyof typeof KNOBS;

/** A range has a unit; ways have none. */
type Levels = (typeof KNOBS)[Knob];
export type WayKnob = { [K in Knob]: (typeof KNOBS)[K]["unit"] extends null ? K : never }[Knob];
export type RangeKnob = Exclude<Knob, WayKnob>;
export type Way<K extends WayKnob> = (typeof KNOBS)[K]["levels"][number];

/** Their order is the code of a knob. */
export const KNOB_NAMES = Object.keys(KNOBS) as readonly Knob[];
export const KNOB_COUNT = KNOB_NAMES.length;

/** The code of a setting: of the habit, and then of the levels from the least on. */
export const USUAL = 0;

/** The names of a knob's settings, by code. */
export const SETTINGS = Object.fromEntries(
  Object.entries(KNOBS).map(([name, { levels }]) => [name, ["usual", ...levels.map(String)]]),
) as Readonly<Record<string, readonly string[]>> as Readonly<Record<Knob, readonly string[]>>;

/** Settings of the knob that has most. */
export const MOST_SETTINGS = Math.max(...KNOB_NAMES.map((name) => SETTINGS[name].length));

/** The setting of `obfuscation` that costs a writer's fee. */
export const PARAPHRASED = settingNamed("obfuscation", "paraphrased")!;

/** The code of a setting of a knob by its name; null where it has none of that name. */
export function settingNamed(knob: Knob, name: string): number | null {
  const at = SETTINGS[knob].indexOf(name);
  return at < 0 ? null : at;
}

/** The number that a setting of a range stands for; null for the habit, whose number is the scenario's. */
export function levelOf(knob: RangeKnob, setting: number): number | null {
  return setting === USUAL ? null : KNOBS[knob].levels[setting - 1]!;
}

/** The unit of a knob's numbers; null where it has ways. */
export function unitOf(knob: Knob): KnobUnit | null {
  const { unit }: Levels = KNOBS[knob];
  return unit;
}

function range<const L extends readonly number[]>(unit: KnobUnit, ...levels: L) {
  return { unit, levels };
}

function ways<const L extends readonly string[]>(...levels: L) {
  return { unit: null, levels };
}
