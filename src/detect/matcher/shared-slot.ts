/** Shared memory that is written again and again: made anew only when more is asked for than there is. */

/** What is asked for grows by a few templates at a time: a quarter to spare saves most of the new buffers. */
const SPARE = 1.25;

export class SharedSlot {
  #buffer: SharedArrayBuffer | null = null;

  /** At least `byteLength` bytes: the same as last time where they do, then with whatever was written there. */
  reserve(byteLength: number): SharedArrayBuffer {
    if (this.#buffer !== null && this.#buffer.byteLength >= byteLength) return this.#buffer;
    const spare = this.#buffer === null ? 1 : SPARE;
    this.#buffer = new SharedArrayBuffer(Math.ceil(byteLength * spare));
    return this.#buffer;
  }
}
