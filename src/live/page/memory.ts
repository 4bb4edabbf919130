/** What this tab remembers through a reload: its run, and the run to compare with. */
import type { PastRun } from "./state.ts";

interface Remembered {
  run: {
    readonly run: string;
    /** `worldKey` of its address: another address must not show this run. */
    readonly world: string;
  };
  past: PastRun;
}

/** Storage may be full, or forbidden; then a reload starts anew. */
export function remember<Key extends keyof Remembered>(key: Key, value: Remembered[Key] | null): void {
  try {
    sessionStorage.setItem(`ringfence.${key}`, JSON.stringify(value));
  } catch {}
}

export function recall<Key extends keyof Remembered>(key: Key): Remembered[Key] | null {
  try {
    return JSON.parse(sessionStorage.getItem(`ringfence.${key}`) ?? "null") as Remembered[Key] | null;
  } catch {
    return null;
  }
}
