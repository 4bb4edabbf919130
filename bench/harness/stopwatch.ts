/** Times work by the clock and by the processor, all threads of the process together. */

export interface Elapsed {
  readonly wallSeconds: number;
  /** User and system time of all threads: on a machine that others use too, the fairer figure. */
  readonly coreSeconds: number;
}

export async function timed(work: () => Promise<void>): Promise<Elapsed> {
  const cpu = process.cpuUsage();
  const startMs = performance.now();
  await work();
  const wallSeconds = (performance.now() - startMs) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  return { wallSeconds, coreSeconds: (user + system) / 1e6 };
}

/** How long the rest of a bench takes, in words for a line of progress; nothing where it is not worth a word. */
export function timeLeft(ms: number): string {
  const minutes = Math.round(ms / 60_000);
  return minutes < 1 ? "" : `, about ${minutes} min left`;
}

/** The same of equal parts, of which so many are done since `startedMs` (performance.now); nothing before the first. */
export function timeLeftOf(startedMs: number, done: number, parts: number): string {
  return done === 0 ? "" : timeLeft(((performance.now() - startedMs) / done) * (parts - done));
}
