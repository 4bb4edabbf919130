/**
 * Has V8 optimise a function only once it has run for longer than is usual. A run compiles some four hundred functions in each of its
 * threads, on cores that the workers want, and compiled early they are compiled again whenever something happens in them for the first time.
 */
import { setFlagsFromString } from "node:v8";

/** Bytes of bytecode executed, weighed by V8, before a function is looked at. Node 20's own is 67,584. */
const INTERRUPT_BUDGET = 600_000;

/** Node's line that has the flag. Later ones count calls instead, and V8 complains, on the terminal, of a flag that it lacks. */
const LINE = "20";

/** For the whole process, threads to come included. Elsewhere than on Node 20, nothing. */
export function compileLate(): void {
  if (process.versions.node.split(".", 1)[0] === LINE) setFlagsFromString(`--interrupt-budget=${INTERRUPT_BUDGET}`);
}
