/** Time as every thread of a machine reads it alike. */

/** Milliseconds since some fixed moment. Virtual in a test, so that it takes no time. */
export type Clock = () => number;

/**
 * Milliseconds since the machine was started (CLOCK_MONOTONIC), with a resolution of nanoseconds. It is one clock for
 * all threads, so there is no difference between them to be measured and taken off; `performance.now()` counts from the
 * start of each thread, and `performance.timeOrigin`, which would bring two of them together, comes from the wall
 * clock. Allocates a BigInt, about 0.1 us: for a batch, never for an event.
 */
export const monotonicMs: Clock = () => Number(process.hrtime.bigint()) / 1e6;
