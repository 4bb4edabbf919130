/** The normaliser's table as the build stored it. */
import { once } from "../../core/once.ts";
import { type StoredTable, readTable } from "../../core/stored-table.ts";
import type { NormaliserTableHandle } from "./normaliser.ts";

export const NORMALISER_TABLE = "normaliser.bin";

type Head = Omit<NormaliserTableHandle, "buffer">;

/** Read once a process, as it never changes. Throws RingfenceError "io" where there is none. */
export const loadNormaliserTable = once((): NormaliserTableHandle => {
  const { head, buffer } = readTable<Head>(NORMALISER_TABLE);
  return { ...head, buffer };
});

/** As the build stores it. */
export function storedNormaliser({ buffer, ...head }: NormaliserTableHandle): StoredTable<Head> {
  return { head, buffer };
}
