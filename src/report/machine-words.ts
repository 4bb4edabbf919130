/** How many cores a machine gives, in words; earlier documents do not tell of quotas. */
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
