/** Ended simulations whose memory a thread may keep. */
const HELD_SIMULATIONS = 2;
/** Several times as much as V8 lets grow before it collects. */
const NUDGE_BYTES = 128 * 2 ** 20;

let ended = 0;

/**
 * Call it in each thread where a simulation ended. A simulation leaves some 18 MB, mostly shared memory, which V8 does
 * not count, so a long-lived thread would keep it all. This allocates memory that V8 does count, and never uses it, so
 * V8 collects. Forced collection would discard compiled code.
 */
export function nudgeCollector(): void {
  if (++ended % HELD_SIMULATIONS !== 0) return;
  try {
    void new ArrayBuffer(NUDGE_BYTES);
  } catch {
    // If there is no room, V8 has collected already.
  }
}
