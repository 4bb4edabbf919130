/**
 * A slice: a run of events that a worker can synthesise on its own, as nine integers. The plan of a tick is a list of
 * slices; a batch is a list of slices, cut where the batch is full. No event exists before a worker makes it.
 */
import type { Campaign } from "./gang.ts";

export const SLICE_WORDS = 9;

/** Offsets of a slice's words. */
export const SLICE = {
  /** SOURCE_BENIGN or SOURCE_GANG. */
  source: 0,
  /** Benign class, or gang. */
  index: 1,
  /** First ordinal (benign) or first target (gang), and how many. */
  first: 2,
  count: 3,
  /** Gang only: stage of the script, and which try of it, from 0. */
  stage: 4,
  attempt: 5,
  /** Gang only: the stage's message in the phrase bank, or -1 - (median seconds) for a call. */
  message: 6,
  /** Gang only: the campaign's key, which fixes its wording. */
  campaign: 7,
  /** Gang only: milliseconds into the tick, or TIME_DRAWN. */
  offsetMs: 8,
} as const;

export const SOURCE_BENIGN = 0;
export const SOURCE_GANG = 1;

/** `offsetMs` of contacts whose time within the tick is drawn. */
export const TIME_DRAWN = -1;

/** A campaign's next `count` targets from `first` on, approached for the first time. */
export function firstContactSlice(campaign: Campaign, first: number, count: number): Int32Array {
  return contactSlice(campaign, { first, count, stage: 0, attempt: 0, offsetMs: TIME_DRAWN });
}

/** One contact with a target who was approached before: which it is, and how it is keyed. */
export interface FollowUpKey {
  readonly campaign: Campaign;
  readonly target: number;
  readonly stage: number;
  readonly attempt: number;
}

/** One contact, so many milliseconds into its tick. */
export function followUpSlice({ campaign, target, stage, attempt }: FollowUpKey, offsetMs: number): Int32Array {
  return contactSlice(campaign, { first: target, count: 1, stage, attempt, offsetMs });
}

function contactSlice(
  { gang, key, script }: Campaign,
  fields: Readonly<Record<"first" | "count" | "stage" | "attempt" | "offsetMs", number>>,
): Int32Array {
  const { channel, durationMedianS, message } = script.stages[fields.stage]!;
  const slice = new Int32Array(SLICE_WORDS);
  slice[SLICE.source] = SOURCE_GANG;
  slice[SLICE.index] = gang;
  slice[SLICE.first] = fields.first;
  slice[SLICE.count] = fields.count;
  slice[SLICE.stage] = fields.stage;
  slice[SLICE.attempt] = fields.attempt;
  slice[SLICE.message] = channel === "call" ? -1 - Math.round(durationMedianS) : message;
  slice[SLICE.campaign] = key;
  slice[SLICE.offsetMs] = fields.offsetMs;
  return slice;
}

/** Events that slices stand for. */
export function countPlanned(slices: readonly Int32Array[]): number {
  return slices.reduce((sum, slice) => sum + slice[SLICE.count]!, 0);
}

/** Cuts a tick's slices into lists of at most `capacity` events each. The cut never changes what an event is. */
export function cutSlices(slices: readonly Int32Array[], capacity: number): Int32Array[] {
  // Each batch that is full may end within a slice, which then is there twice.
  const cuts = Math.floor(countPlanned(slices) / capacity);
  const words = new Int32Array((slices.length + cuts) * SLICE_WORDS);
  const batches: Int32Array[] = [];
  let from = 0;
  let to = 0;
  let room = capacity;
  for (const slice of slices) {
    const count = slice[SLICE.count]!;
    let taken = 0;
    for (let done = 0; done < count; done += taken) {
      taken = Math.min(room, count - done);
      words.set(slice, to);
      words[to + SLICE.first] = slice[SLICE.first]! + done;
      words[to + SLICE.count] = taken;
      to += SLICE_WORDS;
      room -= taken;
      if (room > 0) continue;
      batches.push(words.slice(from, to));
      from = to;
      room = capacity;
    }
  }
  if (to > from) batches.push(words.slice(from, to));
  return batches;
}
