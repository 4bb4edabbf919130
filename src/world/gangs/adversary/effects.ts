/**
 * Effects of each way of a knob, against the usual way: by setting (scenario/knobs.ts); the first is the usual one and
 * changes nothing. All assumed: how far a gang can go is not known.
 */
import { DIURNAL } from "../../traffic/diurnal.ts";
import { HOURS_PER_DAY } from "../../../core/time.ts";
import type { Technology } from "../../../event/taxonomy.ts";
import { KNOBS, type Way, type WayKnob } from "../../../scenario/knobs.ts";

/** A gang that works in the evening is as busy at 20 as others are at 10. */
const EVENING_SHIFT = 10;
/** Weights with mean 1 by hour of the day. */
export const WORKING_HOURS = bySetting("hours", DIURNAL.fraud, {
  spread: new Float64Array(HOURS_PER_DAY).fill(1),
  evening: DIURNAL.fraud.map((_, hour) => DIURNAL.fraud[(hour - EVENING_SHIFT + HOURS_PER_DAY) % HOURS_PER_DAY]!),
});

/** On the weights of technologies; those that are not named keep theirs. */
type Factors = Partial<Readonly<Record<Technology, number>>>;
export const TECHNOLOGY = bySetting<"technology", Factors>(
  "technology",
  {},
  {
    simBox: { "sim-box": 5 },
    abroad: { abroad: 3, "spoofed-hotline": 3 },
    // Numbers like those of ordinary people.
    domestic: { abroad: 0, "spoofed-hotline": 0, enterprise: 0, "sim-box": 0 },
  },
);

export const OBFUSCATION = bySetting<"obfuscation", readonly number[] | null>("obfuscation", null, {
  plain: [1, 0, 0, 0, 0, 0],
  heavy: [0, 0, 0.1, 0.2, 0.3, 0.4],
  paraphrased: [0, 0, 0, 0, 0, 1],
});

function bySetting<K extends WayKnob, T>(knob: K, usual: T, ways: Readonly<Record<Way<K>, T>>): readonly T[] {
  return [usual, ...KNOBS[knob].map((way) => ways[way as Way<K>])];
}
