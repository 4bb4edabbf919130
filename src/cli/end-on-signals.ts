import { noneStarting } from "../engine/pool/starting-threads.ts";

/** As a shell reports a command that a signal ended. */
const EXIT_CODES = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;

export type Signal = keyof typeof EXIT_CODES;

/** Threads start in well under a second; whoever wants the end waits for those that do not no longer than this. */
const START_LIMIT_MS = 1500;

/**
 * Ends the process at the first of them, by an exit of our own: what waits for the end of a process (a terminal as it
 * was, programs under way, temporary folders) is put in order then. Threads that are starting come up before, as Node
 * 20 would abort; a second signal waits for none. `first` may say what is left behind. Returns what takes this back.
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

/** By the signal itself, which takes the threads along wherever they are. What waits for an exit comes first. */
function endAtSecond(): void {
  for (const signal of Object.keys(EXIT_CODES) as Signal[]) {
    process.once(signal, () => {
      process.emit("exit", EXIT_CODES[signal]);
      process.removeAllListeners(signal);
      process.kill(process.pid, signal);
    });
  }
}
