/** Earlier findings by caller: open addressing in typed arrays, since a Map would box every key. */
import { secretHash } from "../../core/key-hash.ts";
import type { Finding } from "./finding.ts";

/** A power of two. When half of them are used, everything is forgotten. */
const SLOTS = 8192;
const MASK = SLOTS - 1;
const EMPTY = -1;

/** The answer for a key that is not remembered. */
export const FORGOTTEN: Finding = -0x80000000;

export class FindingMemory {
  readonly #keys = new Float64Array(SLOTS).fill(EMPTY);
  readonly #findings = new Int32Array(SLOTS).fill(FORGOTTEN);
  #size = 0;

  /**
   * The finding of the key asked[at] (an integer from 0, below 2^53), or FORGOTTEN. The column is passed, not the key:
   * a number passed alone may become an object (canonicalInto in event/identity.ts).
   */
  recall(asked: Float64Array, at: number): Finding {
    return this.#findings[slotOf(this.#keys, asked, at)]!;
  }

  keep(asked: Float64Array, at: number, found: Finding): Finding {
    if (this.#size * 2 >= SLOTS) this.#forget();
    const slot = slotOf(this.#keys, asked, at);
    this.#keys[slot] = asked[at]!;
    this.#findings[slot] = found;
    this.#size++;
    return found;
  }

  #forget(): void {
    this.#keys.fill(EMPTY);
    this.#findings.fill(FORGOTTEN);
    this.#size = 0;
  }
}

function slotOf(keys: Float64Array, asked: Float64Array, at: number): number {
  const key = asked[at]!;
  let slot = secretHash(key) & MASK;
  while (keys[slot] !== key && keys[slot] !== EMPTY) slot = (slot + 1) & MASK;
  return slot;
}
