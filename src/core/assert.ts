/**
 * Throws when one of our own assumptions is broken. Stays on in production: a wrong figure costs more than a check. A
 * message put together from values costs more than the check, broken or not: where it is made for each key or event,
 * give a function.
 */
export function assert(condition: boolean, message: string | (() => string)): asserts condition {
  if (!condition) throw new Error(`assertion failed: ${typeof message === "string" ? message : message()}`);
}
