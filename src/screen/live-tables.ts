/** Tables of screening of which some give way to others, built later and elsewhere, between two batches. */
import { ListingChanges } from "../detect/blocklist/listing-changes.ts";
import type { Listings } from "../detect/blocklist/listings.ts";
import { BLOCKLIST } from "../detect/blocklist/stage.ts";
import type { NormaliserTableHandle } from "../detect/normaliser/normaliser.ts";
import type { ScreeningTables } from "../detect/screening.ts";
import { type StageHandles, StageTables } from "../detect/tables.ts";
import type { Identity } from "../event/identity.ts";
import type { Country } from "../rows/country.ts";
import type { ListChange } from "./screener-options.ts";

/** What takes their place. Structured-cloneable. */
export interface NewTables {
  readonly handles: StageHandles;
  readonly normaliser: NormaliserTableHandle | null;
  /** Of the handles, those that count. */
  readonly stages: readonly string[];
}

export class LiveTables {
  #attacher: StageTables;
  #tables: ScreeningTables;

  constructor(tables: ScreeningTables, attacher: StageTables) {
    this.#tables = tables;
    this.#attacher = attacher;
  }

  get tables(): ScreeningTables {
    return this.#tables;
  }

  use({ handles, normaliser, stages }: NewTables): void {
    // Texts may not have been read before: the normaliser is another thread's then.
    this.#attacher = new StageTables(normaliser, this.#attacher);
    const attached = this.#attacher.attach(handles);
    const taken = Object.fromEntries(stages.map((stage) => [stage, attached[stage] ?? null]));
    this.#tables = { ...this.#tables, ...taken, skimmer: attached.skimmer ?? this.#tables.skimmer ?? null };
  }

  /** A microsecond an entry; until `use` takes over a blocklist. Returns by how many entries more are listed. */
  changeList({ add, remove }: ListChange, country: Country): number {
    const listings = this.#tables[BLOCKLIST.name] as Listings;
    const { changes = new ListingChanges(listings.table, listings.hosts, listings.blocks) } = listings;
    this.#tables = { ...this.#tables, [BLOCKLIST.name]: { ...listings, changes } };
    const read = (entry: string): Identity | string => (entry.includes(".") ? entry : country.identityOf(entry));
    let more = 0;
    for (const entry of add) more += changes.note(read(entry), true);
    for (const entry of remove) more += changes.note(read(entry), false);
    return more;
  }
}
