/**
 * A slice: a run of events that a worker can synthesise on its own, as twelve integers. The plan of a tick is arrays of
 * slices, one behind the other; a batch is one array, cut where the batch is full. No event exists before a worker
 * makes it.
 */
import { USUAL } from "../scenario/knobs.ts";
import type { FollowUp } from "./gangs/contact.ts";
import type { Campaign } from "./gangs/campaign.ts";

export const SLICE_WORDS = 12;

export const SLICE = {
  source: 0,
  index: 1,
  first: 2,
  count: 3,
  step: 4,
  attempt: 5,
  message: 6,
  campaign: 7,
  /** Gang only: milliseconds into the tick, or TIME_DRAWN. */
  offsetMs: 8,
  /** Gang only: 1 where the script opens with a call, so that its targets may be people called before (targets.ts). */
  opensByCall: 9,
  /** Gang only: how its targets are chosen, and how its texts are obfuscated now: settings (scenario/knobs.ts). */
  targets: 10,
  obfuscation: 11,
} as const;

export const SOURCE_BENIGN = 0;
const SOURCE_GANG = 1;

export const TIME_DRAWN = -1;

/** A campaign's targets from `first` on, approached for the first time: none yet. */
export function firstContactSlice(campaign: Campaign, first: number): Int32Array {
  return contactSlice(campaign, { first, count: 0, step: 0, attempt: 0, offsetMs: TIME_DRAWN });
}

export function followUpSlice(
  { campaign, target, step, attempt }: Omit<FollowUp, "dueMs">,
  offsetMs: number,
  obfuscation: number = USUAL,
): Int32Array {
  const slice = contactSlice(campaign, { first: target, count: 1, step, attempt, offsetMs });
  slice[SLICE.obfuscation] = obfuscation;
  return slice;
}

function contactSlice(
  { gang, key, script, targets = USUAL }: Campaign,
  fields: Readonly<Record<"first" | "count" | "step" | "attempt" | "offsetMs", number>>,
): Int32Array {
  const { channel, durationMedianS, message } = script.steps[fields.step]!;
  const slice = new Int32Array(SLICE_WORDS);
  slice[SLICE.source] = SOURCE_GANG;
  slice[SLICE.index] = gang;
  slice[SLICE.first] = fields.first;
  slice[SLICE.count] = fields.count;
  slice[SLICE.step] = fields.step;
  slice[SLICE.attempt] = fields.attempt;
  slice[SLICE.message] = channel === "call" ? -1 - Math.round(durationMedianS) : message;
  slice[SLICE.campaign] = key;
  slice[SLICE.offsetMs] = fields.offsetMs;
  slice[SLICE.opensByCall] = script.steps[0]!.channel === "call" ? 1 : 0;
  slice[SLICE.targets] = targets;
  slice[SLICE.obfuscation] = USUAL;
  return slice;
}

export function countPlanned(plan: readonly Int32Array[]): number {
  let count = 0;
  for (const slices of plan) {
    for (let at = 0; at < slices.length; at += SLICE_WORDS) count += slices[at + SLICE.count]!;
  }
  return count;
}

export function copySlice(from: Int32Array, at: number, into: Int32Array, to: number): void {
  for (let word = 0; word < SLICE_WORDS; word++) into[to + word] = from[at + word]!;
}

/** Cuts a tick's slices into lists of at most `capacity` events each. The cut never changes what an event is. */
export function cutSlices(plan: readonly Int32Array[], capacity: number): Int32Array[] {
  let planned = 0;
  for (const slices of plan) planned += slices.length;
  // Each batch that is full may end within a slice, which then is there twice.
  const cuts = Math.floor(countPlanned(plan) / capacity);
  const words = new Int32Array(planned + cuts * SLICE_WORDS);
  const batches: Int32Array[] = [];
  let from = 0;
  let to = 0;
  let room = capacity;
  for (const slices of plan) {
    for (let at = 0; at < slices.length; at += SLICE_WORDS) {
      const count = slices[at + SLICE.count]!;
      let taken = 0;
      for (let done = 0; done < count; done += taken) {
        taken = Math.min(room, count - done);
        copySlice(slices, at, words, to);
        words[to + SLICE.first]! += done;
        words[to + SLICE.count] = taken;
        to += SLICE_WORDS;
        room -= taken;
        if (room > 0) continue;
        batches.push(words.slice(from, to));
        from = to;
        room = capacity;
      }
    }
  }
  if (to > from) batches.push(words.slice(from, to));
  return batches;
}
