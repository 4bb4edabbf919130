/**
 * What a gang can change about how it works: knobs, each with settings from less to more. The middle one is the gang's
 * habit. world/gangs/adversary/effects.ts says what a setting does.
 */
export const KNOBS = {
  /** First contacts a day. */
  pace: ["half", "usual", "double"],
  /** When in the day. */
  hours: ["spread", "usual", "evening"],
  /** How long lines and senders are kept. */
  lineLife: ["short", "usual", "long"],
  /** Tries of a step that fails. */
  retries: ["fewer", "usual", "more"],
  /** Where lines come from. */
  technology: ["simBox", "usual", "abroad"],
  /** Who is chosen. */
  targets: ["random", "usual", "lists"],
  /** How much messages are obfuscated. */
  obfuscation: ["plain", "usual", "heavy"],
  /** How soon another script is written. */
  rewriting: ["often", "usual", "seldom"],
  /** How soon another domain is used. */
  domains: ["short", "usual", "long"],
  /** How many domains look like a protected one. */
  lookalikes: ["none", "usual", "many"],
  /** The words of a new campaign: the last one's again, new ones, or words whose test messages arrive. */
  wording: ["kept", "usual", "probed"],
} as const;

export type Knob = keyof typeof KNOBS;

/** Their order is the code of a knob. */
export const KNOB_NAMES = Object.keys(KNOBS) as readonly Knob[];
export const KNOB_COUNT = KNOB_NAMES.length;

/** Of each knob; the code of a setting is its place. */
export const SETTING_COUNT = 3;
export const USUAL = 1;

/** Settings of `wording`. */
export const KEPT = 0;
export const PROBED = 2;

/** The code of a setting of a knob by its name; null where it has none of that name. */
export function settingNamed(knob: Knob, name: string): number | null {
  const at = (KNOBS[knob] as readonly string[]).indexOf(name);
  return at < 0 ? null : at;
}
