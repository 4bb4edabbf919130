/** What gangs and ordinary people write: the same in every world, so the build compiles it, and worlds read it. */
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

/** Those of the package's datasets, read once a process. Throws RingfenceError "io" where the build left none. */
export const wordings = once((): Wordings => {
  const { head, buffer } = readTable<Head>(WORDINGS_TABLE);
  return { catalogue: head.catalogue, phraseBank: { buffer, sizes: head.sizes } };
});

/** As the build stores them. */
export function storedWordings({ catalogue, phraseBank }: Wordings): StoredTable<Head> {
  return { head: { catalogue, sizes: phraseBank.sizes }, buffer: phraseBank.buffer };
}
