/**
 * How far a thread is, in shared memory: another thread looks at it now and then, and tells by it one that is slow from
 * one that hangs. A thread counts its steps, some for each batch, and says what it is at.
 */

/** Words: the steps so far, and the place. */
const [STEPS, PLACE, WORDS] = [0, 1, 2];

/** At nothing that has a name. */
export const NOWHERE = 0;
/** At a module of a user's own that is loading. Others are numbered from 1 by whoever names them. */
export const LOADING = -1;

/** Of this thread. Until somebody wants to look, nobody sees them. */
let marks = new Int32Array(allocateMarks());

/** What goes to a thread for it to mark its steps in. */
export interface Marked {
  readonly marks: SharedArrayBuffer;
}

export function allocateMarks(): SharedArrayBuffer {
  return new SharedArrayBuffer(WORDS * 4);
}

/** This thread marks its steps there from now on. */
export function markStepsIn(memory: SharedArrayBuffer): void {
  marks = new Int32Array(memory);
}

/** This thread begins something else. Some tens of nanoseconds: for each batch, and not for each event. */
export function noteStep(place: number): void {
  Atomics.add(marks, STEPS, 1);
  Atomics.store(marks, PLACE, place);
}

/** What a thread is at, and a number that is another once it has come any further. */
export function readMarks(memory: SharedArrayBuffer): { readonly steps: number; readonly place: number } {
  const [steps, place] = [Atomics.load(new Int32Array(memory), STEPS), Atomics.load(new Int32Array(memory), PLACE)];
  return { steps, place };
}

/** What a thread is at, for people. */
export interface Place {
  readonly name: string;
  /** Code of a user's own that runs there, with its files; empty where all is ours. */
  readonly ownCode: readonly string[];
}

let nameOf: (place: number) => Place | null = () => null;

/** Whoever numbers the places says what they are. */
export function namePlaces(name: (place: number) => Place | null): void {
  nameOf = name;
}

/** Null where it has no name. */
export function placeAt(place: number): Place | null {
  if (place === LOADING) return { name: "a module that loads", ownCode: ["a module of your own, as it is loaded"] };
  return place === NOWHERE ? null : nameOf(place);
}
