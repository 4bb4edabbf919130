/** Benign traffic, planned on the main thread: the events of each class in a tick (made in traffic-maker.ts). */
import { poisson } from "../../core/distributions.ts";
import type { RandomStream } from "../../core/random.ts";
import { HOURS_PER_DAY } from "../../core/time.ts";
import { BENIGN_CLASSES } from "../../event/taxonomy.ts";
import type { Scenario } from "../../scenario/schema.ts";
import { dayWeight, hourWeight } from "./calendar.ts";
import { SLICE, SLICE_WORDS, SOURCE_BENIGN } from "../slice.ts";

export function planTraffic(scenario: Scenario, volume: RandomStream, tick: number): Int32Array[] {
  const slices: Int32Array[] = [];
  BENIGN_CLASSES.forEach((name, code) => {
    const perTick = (scenario.benign[name].perDay * scenario.population.subscribers) / HOURS_PER_DAY;
    const weight = hourWeight(name, tick) * dayWeight(scenario.calendar, name, tick);
    const count = poisson(volume, code, tick, perTick * weight);
    if (count === 0) return;
    const slice = new Int32Array(SLICE_WORDS);
    slice[SLICE.source] = SOURCE_BENIGN;
    slice[SLICE.index] = code;
    slice[SLICE.count] = count;
    slices.push(slice);
  });
  return slices;
}
