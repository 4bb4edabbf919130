/**
 * Has V8 optimise a function only once it has run for longer than is usual. A run compiles some four hundred functions,
 * many of them in each of its threads, on cores that the workers want, and compiled early they are compiled again
 * whenever something happens in them for the first time.
 */
import { setFlagsFromString } from "node:v8";

/** Bytes of bytecode executed, weighed by V8, before a function is looked at. Node 20's own is 67,584. */
const INTERRUPT_BUDGET = 600_000;

/**
 * Node 20 alone has the flag. Later ones count calls instead, and V8 complains, on the terminal, of a flag that it
 * lacks.
 */
const HAS_BUDGET = process.versions.node.startsWith("20.");

/** Flags of V8, as `node` takes them too. */
export const LATE_FLAGS: readonly string[] = HAS_BUDGET ? [`--interrupt-budget=${INTERRUPT_BUDGET}`] : [];

/** For the whole process, threads to come included. */
export function compileLate(): void {
  for (const flag of LATE_FLAGS) setFlagsFromString(flag);
}
