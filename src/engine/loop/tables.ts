/** The tables of a tick: seals the knowledge of world and platform, for workers to read. */
import type { MatcherTrial } from "../../detect/matcher/try-matcher.ts";
import type { FilterTrial } from "../../detect/blocklist/try-filter.ts";
import { countPlanned } from "../../world/slice.ts";
import type { FilterStatistics } from "../platform.ts";
import type { Participant } from "./participant.ts";
import type { Scene } from "./scene.ts";

export interface TableStatement {
  /** Tries the filter as of the last tick; null without a blocklist. Throws "invariant" if a listed key is denied. */
  readonly tryFilter: () => FilterTrial | null;
  /** Tries an approximate matcher on some hundred messages; null if the engine decides exactly as `scan`. */
  readonly tryMatcher: () => MatcherTrial | null;
}

export interface TableState {
  /** Null if the blocklist is off. */
  readonly filterStatistics: FilterStatistics | null;
}

export function joinTables(scene: Scene, isObserved: boolean): Participant<TableStatement, TableState> {
  const { world, platform, lateListings } = scene;
  const { seed } = scene.options;
  return {
    name: "tables",
    start(tick) {
      const { number, slices } = tick;
      const handle = world.seal(number);
      const planned = countPlanned(slices);
      // The usual case in the drain. An observer still gets the tables.
      if (planned === 0 && !isObserved) {
        platform.pass(number);
        lateListings?.note(platform.newlyListed, number);
        return;
      }
      const tables = platform.seal(number);
      lateListings?.note(platform.newlyListed, number);
      if (isObserved) tick.filterStatistics = platform.filterStatistics(number);
      const observations = platform.openObservations(number, planned);
      tick.tables = { world: handle, tables, observations, recent: lateListings && lateListings.seal(number) };
    },
    statement: (ticks) => ({
      tryFilter: () => platform.tryFilter(seed),
      tryMatcher: () => platform.tryMatcher(seed, ticks),
    }),
    state: (tick) => ({ filterStatistics: tick.filterStatistics }),
  };
}
