/** How long the rest of a bench takes, in words for a line of progress; nothing where it is not worth a word. */
export function timeLeft(ms: number): string {
  const minutes = Math.round(ms / 60_000);
  return minutes < 1 ? "" : `, about ${minutes} min left`;
}

/** The same of equal parts, of which so many are done since `startedMs` (performance.now); nothing before the first. */
export function timeLeftOf(startedMs: number, done: number, parts: number): string {
  return done === 0 ? "" : timeLeft(((performance.now() - startedMs) / done) * (parts - done));
}
