/** What sketches say of some callers, one by one. */
import { callerHashOf, cellsInto } from "../../../src/detect/behaviour/caller-hash.ts";
import type { Side } from "../../../src/core/time.ts";
import { BUFFER_ROWS } from "../../../src/detect/behaviour/sketch-layout.ts";
import type { Sketches } from "../../../src/detect/behaviour/sketches.ts";
import type { Reading } from "./plain-sketches.ts";

export function readCallers(sketches: Sketches, slot: Side, hashes: readonly number[]): Reading[] {
  const out = columnsOf(hashes.length);
  for (let from = 0; from < hashes.length; from += BUFFER_ROWS) {
    const some = hashes.slice(from, from + BUFFER_ROWS);
    sketches.callers.set(some);
    sketches.read(slot, some.length, out, from);
  }
  return hashes.map((_, row) => ({
    attempts: out.attempts[row]!,
    fanOut: out.fanOut[row]!,
    calls: out.calls[row]!,
    answered: out.answered[row]!,
    meanDurationS: out.meanDurationS[row]!,
  }));
}

function columnsOf(length: number) {
  const column = (): Uint16Array => new Uint16Array(length);
  return { attempts: column(), fanOut: column(), calls: column(), answered: column(), meanDurationS: column() };
}

/** By which the tests of sketches place callers. */
export const CALLER_HASH = callerHashOf(1);

/** The cells of one caller, as sketches are asked for it. */
export function cellsOf(identity: number): number {
  const out = new Int32Array(1);
  cellsInto(CALLER_HASH, Float64Array.of(identity), 0, 1, out);
  return out[0]! >>> 0;
}
