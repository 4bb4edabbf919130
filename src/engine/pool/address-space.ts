/**
 * True if there is address space for the threads of simulations, where the system limits it (`ulimit -v`) and says so:
 * Linux.
 */
import { readFileSync } from "node:fs";
import { RingfenceError } from "../../core/errors.ts";

const GB = 2 ** 30;

/**
 * Measured for a thread with Node 24: WebAssembly memory and V8's own. Node 20 takes 2 GB more. Hardly any of it is
 * used. Three times as much after its first task.
 */
const MIN_TO_START = 8 * GB;

/** Throws RingfenceError "io" if there surely is none: V8 would end the process as soon as a thread lacks room. */
export function requireAddressSpace(workers: number): void {
  const left = addressSpaceLeft();
  if (left >= workers * MIN_TO_START) return;
  throw new RingfenceError(
    "io",
    `no address space is left for the workers (${workers}): each takes ${MIN_TO_START / GB} GB of it at least to start, and three times that to run; the ` +
      `process may have ${Math.max(0, Math.floor(left / GB))} GB more: ask for fewer workers, or let it have more (ulimit -v)`,
  );
}

/** Infinite if the system does not say. */
function addressSpaceLeft(): number {
  const limit = numberIn("/proc/self/limits", /^Max address space\s+(\d+)/m);
  const takenKb = numberIn("/proc/self/status", /^VmSize:\s+(\d+) kB$/m);
  return limit === null || takenKb === null ? Number.POSITIVE_INFINITY : limit - takenKb * 1024;
}

function numberIn(path: string, pattern: RegExp): number | null {
  try {
    const [, number] = pattern.exec(readFileSync(path, "utf8")) ?? [];
    return number === undefined ? null : Number(number);
  } catch {
    return null;
  }
}
