import { noneStarting } from "../engine/pool/starting-threads.ts";

/** As a shell reports a command that a signal ended. */
const EXIT_CODES = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;

export type Signal = keyof typeof EXIT_CODES;

/** Threads start in well under a second; the end waits no longer for the rest. */
const START_LIMIT_MS = 1500;

/**
 * Ends the process at the first of these signals by our own exit, so that exit handlers run (terminal, child programs,
 * temporary folders). Starting threads come up first, as Node 20 would abort; a second signal waits for none. `first`
 * may say what is left behind. Returns the undo function.
 */
export function endOnSignals(
  first: () => void = () => {},
  signals: readonly Signal[] = Object.keys(EXIT_CODES) as Signal[],
): () => void {
  const listeners = signals.map((signal) => {
    const code = EXIT_CODES[signal];
    const end = (): void => {
      goOn();
      endAtSecond();
      first();
      const late = new Promise((resolve) => setTimeout(resolve, START_LIMIT_MS));
      void Promise.race([noneStarting(), late]).then(() => process.exit(code));
    };
    process.once(signal, end);
    return [signal, end] as const;
  });
  const goOn = (): void => {
    for (const [signal, end] of listeners) process.off(signal, end);
  };
  return goOn;
}

/** By the signal itself, which takes the threads along. Exit handlers run first. */
function endAtSecond(): void {
  for (const signal of Object.keys(EXIT_CODES) as Signal[]) {
    process.once(signal, () => {
      process.emit("exit", EXIT_CODES[signal]);
      process.removeAllListeners(signal);
      process.kill(process.pid, signal);
    });
  }
}

/** Resolves at Ctrl-C or on request, for servers; a second Ctrl-C ends the process at once. */
export function interruption(): Promise<void> {
  return new Promise((resolve) => {
    process.once("SIGINT", resolve);
    process.once("SIGTERM", resolve);
  });
}
