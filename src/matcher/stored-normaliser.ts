/** The normaliser's table as the build stored it. */
import { type StoredTable, readTable } from "../core/stored-table.ts";
import type { NormaliserTableHandle } from "./normaliser.ts";

export const NORMALISER_TABLE = "normaliser.bin";

type Head = Omit<NormaliserTableHandle, "buffer">;

/** Throws RingfenceError "io" where there is none. */
export function loadNormaliserTable(): NormaliserTableHandle {
  const { head, buffer } = readTable<Head>(NORMALISER_TABLE);
  return { ...head, buffer };
}

/** As the build stores it. */
export function storedNormaliser({ buffer, ...head }: NormaliserTableHandle): StoredTable<Head> {
  return { head, buffer };
}
