/**
 * What gangs can change about how they work: knobs. Each is set as usual, or to a level: a number of a range, from the
 * least to the most, or one of a few ways. A number means the same in every scenario and replaces the scenario's. For
 * the effects of ways see world/gangs/gang-policy.ts.
 */

/** Levels from less to more: how far a gang can go is assumed. */
export const KNOBS = {
  /** First contacts a day, as multiples of the usual. */
  pace: [0.5, 1.5, 2, 3],
  hours: ["spread", "evening"],
  /** Lines that it calls from, and as many senders. */
  lines: [2, 8, 16],
  /** Hours for which lines and senders are kept, on average, of whatever technology. */
  lineLife: [3, 6, 24, 72, 720],
  /** Tries of a step that fails, as multiples of the usual. */
  retries: [0.5, 2],
  technology: ["simBox", "abroad", "domestic"],
  /** Share of first contacts who are chosen from lists. */
  targets: [0, 1],
  /** How messages are disguised: hardly, by odd characters, or by other words with the same meaning. */
  obfuscation: ["plain", "heavy", "paraphrased"],
  /** Hours for which a script is used, on average. */
  rewriting: [24, 72, 720],
  /** Hours for which a domain is used, on average. */
  domains: [24, 72, 240, 2160],
  /** Share of domains that look like a protected one. */
  lookalikes: [0, 0.3],
  /** Share of victims whom the gang asks into a chat app at once, whatever they did about the first contact. */
  chat: [0.5, 1],
  /** Hours for which an account is used, on average. */
  accounts: [2, 24, 336],
  /** Days: how old numbers are when the gang begins to use them, their median. */
  numberAge: [30, 180, 720],
  /** Numbers that a device of a SIM box shows. */
  devices: [1, 8, 20],
  /** Cells in which a number is seen in a day, on average. */
  cells: [3, 6],
  /** Days: how old domains are when the gang begins to use them, their median. */
  domainAge: [30, 180, 720],
} as const;

export type Knob = keyof typeof KNOBS;
type Level<K extends Knob> = (typeof KNOBS)[K][number];
export type WayKnob = { [K in Knob]: Level<K> extends string ? K : never }[Knob];
export type RangeKnob = Exclude<Knob, WayKnob>;
export type Way<K extends WayKnob> = Level<K>;

export const KNOB_NAMES = Object.keys(KNOBS) as readonly Knob[];

/** The code of a setting: the usual one, then the levels from the least on. */
export const USUAL = 0;

export const SETTINGS = Object.fromEntries(
  Object.entries(KNOBS).map(([name, levels]) => [name, ["usual", ...levels.map(String)]]),
) as Readonly<Record<string, readonly string[]>> as Readonly<Record<Knob, readonly string[]>>;

/** The setting of `obfuscation` that costs a writer's fee. */
export const PARAPHRASED = settingNamed("obfuscation", "paraphrased")!;

export function settingNamed(knob: Knob, name: string): number | null {
  const at = SETTINGS[knob].indexOf(name);
  return at < 0 ? null : at;
}

/** Null for the usual setting, whose number is the scenario's. */
export function levelOf(knob: RangeKnob, setting: number): number | null {
  return setting === USUAL ? null : KNOBS[knob][setting - 1]!;
}
