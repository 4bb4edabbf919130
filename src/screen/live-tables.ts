/** Tables of screening, of which some give way to others between two calls. */
import { ListingChanges } from "../detect/blocklist/listing-changes.ts";
import type { Listings } from "../detect/blocklist/listings.ts";
import { BLOCKLIST } from "../detect/blocklist/stage.ts";
import type { ScreeningTables } from "../detect/screening.ts";
import type { Identity } from "../event/identity.ts";
import type { Country } from "../rows/country.ts";
import type { ListChange } from "./screener-options.ts";

export class LiveTables {
  #tables: ScreeningTables;

  constructor(tables: ScreeningTables) {
    this.#tables = tables;
  }

  get tables(): ScreeningTables {
    return this.#tables;
  }

  /** Of `built`, the tables of these stages; the others stay. */
  use(built: ScreeningTables, stages: readonly string[]): void {
    const taken = Object.fromEntries(stages.map((stage) => [stage, built[stage] ?? null]));
    this.#tables = { ...this.#tables, ...taken, skimmer: this.#tables.skimmer ?? built.skimmer ?? null };
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
