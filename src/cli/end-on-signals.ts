import { noneStarting } from "../engine/pool/starting-threads.ts";

/** As a shell reports a command that a signal ended. */
const EXIT_CODES = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;

export type Signal = keyof typeof EXIT_CODES;
const ALL = Object.keys(EXIT_CODES) as Signal[];

/** Threads start in well under a second; the end waits no longer for the rest. */
const START_LIMIT_MS = 1500;

/**
 * Ends the process at the first of these signals by our own exit, so that exit handlers run (terminal, child programs,
 * temporary folders). Starting threads come up first, as Node 20 would abort; a second signal waits for none. `first`
 * may say what is left behind. Returns the undo function.
 */
export function endOnSignals(first: () => void = () => {}, signals: readonly Signal[] = ALL): () => void {
  const goOn = onceAt(signals, (signal) => {
    goOn();
    onceAt(ALL, endAtOnce);
    first();
    const late = new Promise((resolve) => setTimeout(resolve, START_LIMIT_MS));
    void Promise.race([noneStarting(), late]).then(() => process.exit(EXIT_CODES[signal]));
  });
  return goOn;
}

/** By the signal itself, which takes the threads along. Exit handlers run first. */
function endAtOnce(signal: Signal): void {
  process.emit("exit", EXIT_CODES[signal]);
  process.removeAllListeners(signal);
  process.kill(process.pid, signal);
}

/** Calls `act` at the first of each of these signals. Returns the undo function. */
export function onceAt(signals: readonly Signal[], act: (signal: Signal) => void): () => void {
  const listeners = signals.map((signal) => [signal, () => act(signal)] as const);
  for (const [signal, listener] of listeners) process.once(signal, listener);
  return () => {
    for (const [signal, listener] of listeners) process.off(signal, listener);
  };
}

/** Resolves at Ctrl-C or on request, for servers; a second Ctrl-C ends the process at once. */
export function interruption(): Promise<void> {
  return new Promise((resolve) => onceAt(["SIGINT", "SIGTERM"], () => resolve()));
}
