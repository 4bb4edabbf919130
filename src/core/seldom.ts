/** Between two remarks. */
const PAUSE_MS = 10_000;

/** Hands on what it is told, but nothing for ten seconds after that: for what may happen many times a second. */
export function seldom(tell: (words: string) => void): (words: string) => void {
  let toldMs = Number.NEGATIVE_INFINITY;
  return (words) => {
    const nowMs = performance.now();
    if (nowMs - toldMs < PAUSE_MS) return;
    toldMs = nowMs;
    tell(words);
  };
}
