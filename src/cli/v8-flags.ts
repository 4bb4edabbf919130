/** V8 compiles and collects less often than by default, as both take cores from the workers. */
import { setFlagsFromString } from "node:v8";

/**
 * Bytes of bytecode executed, weighed by V8, before a function is looked at: it is optimised once it has run for longer
 * than is usual. A run compiles some four hundred functions, many of them in each of its threads, and compiled early
 * they are compiled again whenever something happens in them for the first time. Node 20's own is 67,584.
 */
const INTERRUPT_BUDGET = 600_000;

/** Only Node 20 has the flag. Later versions count calls, and complain about unknown flags on the terminal. */
const HAS_BUDGET = process.versions.node.startsWith("20.");

/**
 * Growth of the heap, in per cent of what the last full collection left, before the next one. By default V8 walks all
 * that a run has recorded, some 40 MB, about once in five days of it, mostly on other cores; with this, seldom. Above
 * 200 it costs memory (300: 12 MB more at ten days) and saves no time.
 */
const HEAP_GROWING_PERCENT = 200;

export const V8_FLAGS: readonly string[] = [
  ...(HAS_BUDGET ? [`--interrupt-budget=${INTERRUPT_BUDGET}`] : []),
  `--heap-growing-percent=${HEAP_GROWING_PERCENT}`,
];

/** For the whole process, with threads to come. */
export function setV8Flags(): void {
  for (const flag of V8_FLAGS) setFlagsFromString(flag);
}
