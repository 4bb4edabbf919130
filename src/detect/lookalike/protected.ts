/** The protected identities: hotlines, sender names and domains that fraud imitates (datasets/protected). */
import { once } from "../../core/once.ts";
import { type StoredTable, readTable } from "../../core/stored-table.ts";

export interface ProtectedHotline {
  readonly digits: string;
  readonly zh: string;
  readonly en: string;
  readonly category: string;
  readonly sender?: string | undefined;
}

export interface ProtectedDomain {
  readonly domain: string;
  readonly zh: string;
  readonly en: string;
  readonly category: string;
  readonly everyCountry?: boolean | undefined;
  /** Further domains of the same holder. Nobody imitates them. */
  readonly others?: readonly string[] | undefined;
}

/** Plain data. Findings name an entry by its index here. */
export interface ProtectedIdentities {
  readonly hotlines: readonly ProtectedHotline[];
  readonly domains: readonly ProtectedDomain[];
}

export const PROTECTED_TABLE = "protected.bin";

/** The shipped lists that the build stored, read once a process. Throws RingfenceError "io" if they are missing. */
export const loadProtectedIdentities = once(
  (): ProtectedIdentities => readTable<ProtectedIdentities>(PROTECTED_TABLE).head,
);

export function storedIdentities(head: ProtectedIdentities): StoredTable<ProtectedIdentities> {
  return { head, buffer: new SharedArrayBuffer(0) };
}
