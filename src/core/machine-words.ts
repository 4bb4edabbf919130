/** The cores of a machine in words, and what more workers than that gain; earlier documents know no quotas. */
import type { Machine } from "./machine.ts";
import { counted } from "./counted.ts";

type Quota = Partial<Pick<Machine, "quotaCores" | "quotaKnown">>;

/** "2 cores", or "2 cores, a quota of 0.5". */
export function coresWords({ cores, quotaCores }: Pick<Machine, "cores"> & Quota): string {
  const words = counted(cores, "core");
  return typeof quotaCores === "number" ? `${words}, ${quotaWords({ quotaCores })}` : words;
}

/** "no quota", "a quota of 0.5", or that it is unknown. */
export function quotaWords({ quotaCores, quotaKnown }: Quota): string {
  if (typeof quotaCores === "number") return `a quota of ${Number(quotaCores.toFixed(2))}`;
  return quotaKnown ? "no quota" : "whether there is a quota cannot be told";
}

/** Null if each worker has a core. */
export function beyondCoresWords(workers: number, cores: number): string | null {
  if (workers <= cores) return null;
  return `${workers} workers take turns on ${counted(cores, "core")}: no faster than ${cores}, with the same results`;
}
