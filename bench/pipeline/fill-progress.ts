/** How many batches have been filled, as a word in shared memory: workers wait for those that they have claimed. */

export function allocateProgress(): SharedArrayBuffer {
  return new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT);
}

export function fillUpTo(progress: SharedArrayBuffer, count: number): void {
  const word = new Int32Array(progress);
  Atomics.store(word, 0, count);
  Atomics.notify(word, 0);
}

export function waitFor(progress: SharedArrayBuffer, batch: number): void {
  const word = new Int32Array(progress);
  for (;;) {
    const filled = Atomics.load(word, 0);
    if (filled > batch) return;
    Atomics.wait(word, 0, filled);
  }
}
