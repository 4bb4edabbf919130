/** For verbs that go on until somebody ends them. */
/** The signal is aborted by Ctrl-C, or by whoever ends services. */
export async function untilEnded(act: (signal: AbortSignal) => Promise<void>): Promise<void> {
  const ending = new AbortController();
  const end = (): void => ending.abort();
  const signals = ["SIGINT", "SIGTERM"] as const;
  for (const signal of signals) process.once(signal, end);
  try {
    await act(ending.signal);
  } finally {
    for (const signal of signals) process.off(signal, end);
  }
}
