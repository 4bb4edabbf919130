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
