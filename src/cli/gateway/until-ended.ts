/** For verbs that go on until somebody ends them. */
import type { Broker } from "../../gateway/stream/broker.ts";

/** In which a server must answer whoever is ending. */
const GIVE_UP_MS = 4000;

/** The signal is aborted by Ctrl-C, or by whoever ends services. Nobody waits long then for a server that is gone. */
export async function untilEnded(act: (signal: AbortSignal) => Promise<void>, broker: Broker): Promise<void> {
  const ending = new AbortController();
  const end = (): void => {
    broker.giveUpAfter(GIVE_UP_MS);
    ending.abort();
  };
  const signals = ["SIGINT", "SIGTERM"] as const;
  for (const signal of signals) process.once(signal, end);
  try {
    await act(ending.signal);
  } finally {
    for (const signal of signals) process.off(signal, end);
  }
}
