/** How many batches have been filled, in shared memory: workers wait for those that they have claimed. */

export class FillProgress {
  readonly buffer: SharedArrayBuffer;
  readonly #filled: Int32Array;

  private constructor(buffer: SharedArrayBuffer) {
    this.buffer = buffer;
    this.#filled = new Int32Array(buffer);
  }

  static allocate(): FillProgress {
    return new FillProgress(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  }

  static attach(buffer: SharedArrayBuffer): FillProgress {
    return new FillProgress(buffer);
  }

  /** Batches [0, `filled`) may be read. */
  reach(filled: number): void {
    Atomics.store(this.#filled, 0, filled);
    Atomics.notify(this.#filled, 0);
  }

  /** Returns once `batch` may be read. */
  waitFor(batch: number): void {
    for (;;) {
      const filled = Atomics.load(this.#filled, 0);
      if (filled > batch) return;
      Atomics.wait(this.#filled, 0, filled);
    }
  }
}
