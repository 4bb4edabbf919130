/** A thread may hold what so many simulations have left behind. */
const HELD_SIMULATIONS = 2;
/** Several times what V8 lets come together before it collects. */
const NUDGE_BYTES = 128 * 2 ** 20;

/** Of this thread. */
let ended = 0;

/**
 * To be called in each thread that a simulation ended in. What it leaves behind is shared memory above all, some 18 MB,
 * and V8 does not count it: a thread that lives on would hold what one simulation after the other has left. So now and
 * then it is shown, and never uses, memory that V8 does count. To force it to collect would take away what it has
 * compiled.
 */
export function nudgeCollector(): void {
  if (++ended % HELD_SIMULATIONS !== 0) return;
  try {
    void new ArrayBuffer(NUDGE_BYTES);
  } catch {
    // Where there is no room for it, V8 has collected to make some.
  }
}
