/**
 * How V8 is to compile and to collect garbage in a process of the command line: less often than it does by itself, as
 * both take the cores that workers want.
 */
import { setFlagsFromString } from "node:v8";

/**
 * Bytes of bytecode executed, weighed by V8, before a function is looked at: it is optimised once it has run for longer
 * than is usual. A run compiles some four hundred functions, many of them in each of its threads, and compiled early
 * they are compiled again whenever something happens in them for the first time. Node 20's own is 67,584.
 */
const INTERRUPT_BUDGET = 600_000;

/**
 * Node 20 alone has the flag. Later ones count calls instead, and V8 complains, on the terminal, of a flag that it
 * lacks.
 */
const HAS_BUDGET = process.versions.node.startsWith("20.");

/**
 * By how much the heap may grow beyond what was in use when it was last collected as a whole, before it is again. Left
 * to itself V8 goes through all that a run has recorded, some 40 MB, about once in five days of it, for the most part
 * on other cores; with this, seldom. Beyond 200 it costs memory (300: 12 MB more at ten days) and gains no time.
 */
const HEAP_GROWING_PERCENT = 200;

/** As `node` takes them too. */
export const V8_FLAGS: readonly string[] = [
  ...(HAS_BUDGET ? [`--interrupt-budget=${INTERRUPT_BUDGET}`] : []),
  `--heap-growing-percent=${HEAP_GROWING_PERCENT}`,
];

/** For the whole process, threads to come included. */
export function setV8Flags(): void {
  for (const flag of V8_FLAGS) setFlagsFromString(flag);
}
