import { once } from "../../core/once.ts";
import { type StoredTable, readTable } from "../../core/stored-table.ts";
import type { Catalogue } from "./catalogue.ts";
import type { PhraseBankHandle } from "./phrase-bank.ts";

export interface Wordings {
  readonly catalogue: Catalogue;
  readonly phraseBank: PhraseBankHandle;
}

export const WORDINGS_TABLE = "wordings.bin";

type Head = Pick<Wordings, "catalogue"> & Pick<PhraseBankHandle, "sizes">;

/** The wordings of the package's datasets, read once a process. Throws RingfenceError "io" if the build left none. */
export const wordings = once((): Wordings => {
  const { head, buffer } = readTable<Head>(WORDINGS_TABLE);
  return { catalogue: head.catalogue, phraseBank: { buffer, sizes: head.sizes } };
});

export function storedWordings({ catalogue, phraseBank }: Wordings): StoredTable<Head> {
  return { head: { catalogue, sizes: phraseBank.sizes }, buffer: phraseBank.buffer };
}
