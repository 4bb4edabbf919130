/** What is listed: a table of keys, of callers and of domains, and the names behind those of domains. */
import type { BlocklistKey } from "../../event/blocklist-key.ts";
import { type Identity, canonicalIdentity } from "../../event/identity.ts";
import type { Blocklist, BlocklistHandle, BlocklistProbe, BlocklistTable, TableOptions } from "./blocklist.ts";
import { attachBlocklist, createTable } from "./engines.ts";
import { ListedHosts, type ListedHostsHandle } from "./listed-hosts.ts";

/** A blocklist in use: the table of keys, and the names of the domains among them. */
export interface Listings {
  readonly table: Blocklist;
  /** A domain's key that is in the table counts where its name is here too. */
  readonly hosts: ListedHosts;
}

/** Structured-cloneable. */
export interface ListingsHandle {
  readonly table: BlocklistHandle;
  readonly hosts: ListedHostsHandle;
}

/** A full table of these identities and hosts. */
export function listingsOf(
  options: Omit<TableOptions, "capacity">,
  identities: readonly Identity[],
  hosts: readonly string[],
): Listings & { readonly table: BlocklistTable } {
  const table = createTable({ ...options, capacity: Math.max(1, identities.length + hosts.length) });
  const names = ListedHosts.create();
  for (const identity of identities) table.add(canonicalIdentity(identity));
  for (const host of hosts) table.add(names.add(host));
  return { table, hosts: names };
}

/** Cheaper with `previous`, listings that are no longer needed as they were, where those are of the same table. */
export function attachListings({ table, hosts }: ListingsHandle, previous?: Listings): Listings {
  return { table: attachBlocklist(table, previous?.table), hosts: ListedHosts.attach(hosts) };
}

/** Says step by step how one key is answered: for explanations, not for speed. */
export interface Prober {
  /** `host`: the name that the key is of; null for that of a caller. */
  probe(key: BlocklistKey, host: string | null): BlocklistProbe;
}

export function proberOf({ table, hosts }: Listings): Prober {
  return {
    probe: (key, host) => {
      const probe = table.probe(key);
      return probe.listed && host !== null ? { ...probe, listed: hosts.hasHost(host) } : probe;
    },
  };
}
