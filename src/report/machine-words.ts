/** How many cores a machine gives, in words, and what more workers than that gain; earlier documents know no quotas. */
import type { Machine } from "../core/machine.ts";
import { counted } from "./format.ts";

type Quota = Partial<Pick<Machine, "quotaCores" | "quotaKnown">>;

/** "2 cores", or "2 cores, a quota of 0.5": where no quota is set there is nothing to say. */
export function coresWords({ cores, quotaCores }: Pick<Machine, "cores"> & Quota): string {
  const words = counted(cores, "core");
  return typeof quotaCores === "number" ? `${words}, ${quotaWords({ quotaCores })}` : words;
}

/** "no quota", "a quota of 0.5", or that it cannot be told. */
export function quotaWords({ quotaCores, quotaKnown }: Quota): string {
  if (typeof quotaCores === "number") return `a quota of ${Number(quotaCores.toFixed(2))}`;
  return quotaKnown ? "no quota" : "whether there is a quota cannot be told";
}

/** That more workers were asked for than there are cores; null where each has one. */
export function beyondCoresWords(workers: number, cores: number): string | null {
  if (workers <= cores) return null;
  return `${workers} workers take turns on ${counted(cores, "core")}: no faster than ${cores}, with the same results`;
}
