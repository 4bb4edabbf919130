/**
 * A slice: a run of events that a worker can synthesise on its own, as eight integers. The plan of a tick is a list of
 * slices; a batch is a list of slices, cut where the batch is full. No event exists before a worker makes it.
 */

export const SLICE_WORDS = 8;

/** Offsets of a slice's words. */
export const SLICE = {
  /** SOURCE_BENIGN or SOURCE_GANG. */
  source: 0,
  /** Benign class, or gang. */
  index: 1,
  /** First ordinal (benign) or first target (gang), and how many. */
  first: 2,
  count: 3,
  /** Gang only: stage of the script, and the target's chance to get this far, in millionths. */
  stage: 4,
  reachPpm: 5,
  /** Gang only: the stage's message in the phrase bank, or -1 - (median seconds) for a call. */
  message: 6,
  /** Gang only: the campaign's key, which fixes its wording. */
  campaign: 7,
} as const;

export const SOURCE_BENIGN = 0;
export const SOURCE_GANG = 1;

/** Events that a batch's slices stand for, targets that drop out included. */
export function countPlanned(slices: Int32Array): number {
  let count = 0;
  for (let at = 0; at < slices.length; at += SLICE_WORDS) count += slices[at + SLICE.count]!;
  return count;
}

/** Cuts a tick's slices into lists of at most `capacity` events each. The cut never changes what an event is. */
export function cutSlices(slices: readonly Int32Array[], capacity: number): Int32Array[] {
  const batches: Int32Array[] = [];
  let words: number[] = [];
  let room = capacity;
  for (const slice of slices) {
    let done = 0;
    const count = slice[SLICE.count]!;
    while (done < count) {
      const taken = Math.min(room, count - done);
      const at = words.length;
      words.push(...slice);
      words[at + SLICE.first] = slice[SLICE.first]! + done;
      words[at + SLICE.count] = taken;
      done += taken;
      room -= taken;
      if (room === 0) {
        batches.push(Int32Array.from(words));
        words = [];
        room = capacity;
      }
    }
  }
  if (words.length > 0) batches.push(Int32Array.from(words));
  return batches;
}
