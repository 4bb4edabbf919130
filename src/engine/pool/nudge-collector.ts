/** Simulations whose remains a thread may hold. */
const HELD_SIMULATIONS = 2;
/** Several times what V8 gathers before it collects. */
const NUDGE_BYTES = 128 * 2 ** 20;

let ended = 0;

/**
 * Call it in each thread where a simulation ended. Its remains are mostly shared memory, some 18 MB, which V8 does not
 * count: a thread that lives on would hold the remains of all its simulations. So now and then it allocates, and never
 * uses, memory that V8 does count. Forced collection would discard compiled code.
 */
export function nudgeCollector(): void {
  if (++ended % HELD_SIMULATIONS !== 0) return;
  try {
    void new ArrayBuffer(NUDGE_BYTES);
  } catch {
    // Without room for it, V8 has collected to make some.
  }
}
