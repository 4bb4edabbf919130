import { type AliasTable, buildAliasTable } from "../../core/distributions.ts";
import type { Catalogue } from "../text/catalogue.ts";

/** Messages of each class with a table to draw one by weight, and which of them are twins of scripts (1). */
export type BenignMessages = readonly {
  readonly messages: Int32Array;
  readonly isTwin: Uint8Array;
  readonly byWeight: AliasTable;
}[];

export function makeBenignMessages(catalogue: Catalogue): BenignMessages {
  return catalogue.benign.map((entries) => ({
    messages: Int32Array.from(entries, (entry) => entry.message),
    isTwin: Uint8Array.from(entries, (entry) => (entry.isTwin ? 1 : 0)),
    byWeight: buildAliasTable(entries.map((entry) => entry.weight)),
  }));
}
