/** As a shell reports a command that a signal ended. */
const EXIT_CODES = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;

/**
 * Ends the process at the first of them, by an exit of our own: what waits for the end of a process (a terminal as it
 * was, programs under way, temporary folders) is put in order then. `first` may say what is left behind. Returns what
 * takes this back.
 */
export function endOnSignals(first: () => void = () => {}): () => void {
  const listeners = Object.entries(EXIT_CODES).map(([signal, code]) => {
    const end = (): void => {
      first();
      process.exit(code);
    };
    process.once(signal, end);
    return [signal, end] as const;
  });
  return () => {
    for (const [signal, end] of listeners) process.off(signal, end);
  };
}
