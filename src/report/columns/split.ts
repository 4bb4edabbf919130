/**
 * Which rows a model is trained on, which it is chosen by, and which it is judged on: three, one and one of five parts.
 */
import { HOUR_MS } from "../../core/time.ts";

const SPLITS = ["train", "validation", "test"] as const;
export type Split = (typeof SPLITS)[number];

const PARTS: readonly Split[] = ["train", "train", "train", "validation", "test"];

/** By the time of the event, in a scenario of so many hours. What comes after its last hour is for judging. */
export function splitOfTime(timeMs: number, hours: number): Split {
  const part = Math.floor((timeMs * PARTS.length) / (hours * HOUR_MS));
  return PARTS[Math.min(part, PARTS.length - 1)]!;
}

/** By an index in a list or by a hash: a whole number of at least 0. */
export function splitOfPlace(place: number): Split {
  return PARTS[place % PARTS.length]!;
}
