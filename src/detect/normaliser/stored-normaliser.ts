/** Stores the normaliser's table for the build, and loads it. */
import { once } from "../../core/once.ts";
import { type StoredTable, readTable } from "../../core/stored-table.ts";
import type { NormaliserTableHandle } from "./normaliser.ts";

export const NORMALISER_TABLE = "normaliser.bin";

type Head = Omit<NormaliserTableHandle, "buffer">;

/** Read once a process. Throws RingfenceError "io" if there is none. */
export const loadNormaliserTable = once((): NormaliserTableHandle => {
  const { head, buffer } = readTable<Head>(NORMALISER_TABLE);
  return { ...head, buffer };
});

export function storedNormaliser({ buffer, ...head }: NormaliserTableHandle): StoredTable<Head> {
  return { head, buffer };
}
