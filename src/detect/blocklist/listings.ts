/** A blocklist in use: keys of callers and domains, the names of the domains, and blocks of listed numbers. */
import type { BlocklistKey } from "../../event/blocklist-key.ts";
import { type Identity, canonicalIdentity } from "../../event/identity.ts";
import type { Blocklist, BlocklistHandle, BlocklistProbe, BlocklistTable, TableOptions } from "./blocklist.ts";
import { attachBlocklist, createTable } from "./engines.ts";
import { type ListedBlocks, type ListedBlocksHandle, attachBlocks, listedBlocksOf } from "./listed-blocks.ts";
import { ListedHosts, type ListedHostsHandle } from "./listed-hosts.ts";
import type { ListingChanges } from "./listing-changes.ts";

export interface Listings {
  readonly table: Blocklist;
  /** A domain's key in the table counts only if its name is here. */
  readonly hosts: ListedHosts;
  /** Left out, or null: listed neighbours are not counted. */
  readonly blocks?: ListedBlocks | null;
  /** Changes since the table was built, for `checkBlocklist`. */
  readonly changes?: ListingChanges;
}

export interface ListingsHandle {
  readonly table: BlocklistHandle;
  readonly hosts: ListedHostsHandle;
  readonly blocks?: ListedBlocksHandle | null;
}

export interface ListingsOptions extends Omit<TableOptions, "capacity"> {
  /** Listed neighbours from which there is evidence; left out, or 0: they are not counted. */
  readonly neighbours?: number;
}

/** A full table of these identities and hosts. */
export function listingsOf(
  { neighbours = 0, ...options }: ListingsOptions,
  identities: readonly Identity[],
  hosts: readonly string[],
): Listings & { readonly table: BlocklistTable } {
  const table = createTable({ ...options, capacity: Math.max(1, identities.length + hosts.length) });
  const names = ListedHosts.create();
  const numbers = Float64Array.from(identities, canonicalIdentity);
  const added = numbers.filter((key) => table.add(key));
  for (const host of hosts) table.add(names.add(host));
  const blocks = listedBlocksOf(added, neighbours);
  return { table, hosts: names, blocks: blocks && attachBlocks(blocks) };
}

/** Cheaper with `previous`, listings of the same table, which may be changed and returned. */
export function attachListings({ table, hosts, blocks = null }: ListingsHandle, previous?: Listings): Listings {
  return {
    table: attachBlocklist(table, previous?.table),
    hosts: ListedHosts.attach(hosts),
    blocks: blocks && attachBlocks(blocks),
  };
}

/** Looks keys up step by step, for explanations. */
export interface Prober {
  /** `host`: the name behind a domain's key; null for a caller's key. */
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
