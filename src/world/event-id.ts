/**
 * An event's identity: 64 bits in two words that say how to make it again, mixed by the seed so that nothing of it can
 * be read off. Benign traffic: (class, tick, ordinal). Fraud: (gang, step, attempt, target).
 */

export type EventOrigin =
  | { readonly source: "benign"; readonly benignClass: number; readonly tick: number; readonly ordinal: number }
  | {
      readonly source: "gang";
      readonly gang: number;
      readonly step: number;
      readonly attempt: number;
      readonly target: number;
    };

/** The upper word of a contact: this bit | attempt, 7 bits | step, 8 bits | gang, 16 bits. */
const GANG_BIT = 0x80000000;
const STEP_SHIFT = 16;
const ATTEMPT_SHIFT = 24;
const ROUNDS = 4;

/** Writes the two words to out[0] (low) and out[1] (high). Unique, as packing and mixing are invertible. */
export function benignEventId(
  benignClass: number,
  tick: number,
  ordinal: number,
  seed: number,
  out: Uint32Array,
): void {
  mix(ordinal, (benignClass << 16) | tick, seed, out);
}

export function gangEventId(
  gang: number,
  step: number,
  attempt: number,
  target: number,
  seed: number,
  out: Uint32Array,
): void {
  mix(target, GANG_BIT | (attempt << ATTEMPT_SHIFT) | (step << STEP_SHIFT) | gang, seed, out);
}

/** Decodes any 64 bits; the caller must check that the event exists. */
export function decodeEventId(low: number, high: number, seed: number): EventOrigin {
  const words = new Uint32Array([low, high]);
  unmix(words, seed);
  const [ordinal, packed] = [words[0]!, words[1]!];
  if ((packed & GANG_BIT) !== 0) {
    return {
      source: "gang",
      gang: packed & 0xffff,
      step: (packed >>> STEP_SHIFT) & 0xff,
      attempt: (packed >>> ATTEMPT_SHIFT) & 0x7f,
      target: ordinal,
    };
  }
  return { source: "benign", benignClass: (packed >>> 16) & 0x7fff, tick: packed & 0xffff, ordinal };
}

export function parseEventId(written: string): { readonly low: number; readonly high: number } | null {
  if (!/^[0-9a-f]{16}$/i.test(written)) return null;
  return { high: Number.parseInt(written.slice(0, 8), 16), low: Number.parseInt(written.slice(8), 16) };
}

/** A Feistel network: invertible whatever the round function. */
function mix(low: number, high: number, seed: number, out: Uint32Array): void {
  let left = high;
  let right = low;
  for (let round = 0; round < ROUNDS; round++) {
    const next = left ^ roundFunction(right, seed + round);
    left = right;
    right = next;
  }
  out[0] = right;
  out[1] = left;
}

function unmix(words: Uint32Array, seed: number): void {
  let left = words[1]!;
  let right = words[0]!;
  for (let round = ROUNDS - 1; round >= 0; round--) {
    const previous = right ^ roundFunction(left, seed + round);
    right = left;
    left = previous;
  }
  words[0] = right;
  words[1] = left;
}

function roundFunction(word: number, key: number): number {
  let hash = Math.imul(word ^ Math.imul(key, 0x9e3779b1), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 15), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}
