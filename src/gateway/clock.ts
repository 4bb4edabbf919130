/** Where the gateway reads the clock: when events arrive, when things were done, and how old they are. */

/** Milliseconds since 1970. */
export function clockMs(): number {
  return Date.now();
}

/** As the journal has it. */
export function nowWritten(): string {
  return new Date().toISOString();
}
