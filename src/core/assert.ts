/** Throws when one of our own assumptions is broken. Stays on in production: a wrong figure costs more than a check. */
export function assert(condition: boolean, message: string): asserts condition {
  if (!condition) throw new Error(`assertion failed: ${message}`);
}
