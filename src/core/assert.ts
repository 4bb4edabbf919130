/**
 * Throws when one of our own assumptions is broken, also in production. Where it is called for each key or event, give
 * the message as a function: to put it together costs more than the check.
 */
export function assert(condition: boolean, message: string | (() => string)): asserts condition {
  if (!condition) throw new Error(`assertion failed: ${typeof message === "string" ? message : message()}`);
}
