/**
 * Recorded rows as both pipelines take them. The obvious one compares callers as strings: so each is written in the one
 * way that is canonical, for both, and a text is as long as the product screens it.
 */
import { type Identity, canonicalIdentity, formatIdentity, parseIdentity } from "../../src/event/identity.ts";
import { WITHHELD } from "../../src/event/identity.ts";
import { screenedUnits } from "../../src/rows/fill-events.ts";
import type { RecordedTraffic } from "../harness/recorded.ts";
import type { ObviousEvent, ObviousKnowledge } from "../obvious/event.ts";
import type { EventSource } from "../harness/corpus/traffic.ts";

export class RecordedEventSource implements EventSource {
  readonly knowledge: ObviousKnowledge;
  readonly #rows: readonly Omit<ObviousEvent, "line">[];
  #next = 0;

  constructor({ rows, country, blocklist, scripts }: RecordedTraffic) {
    const listed = (blocklist?.identities ?? []).map(canonicalWords).filter((words) => words !== NOBODY);
    this.knowledge = { blocklist: [...new Set(listed)], templates: scripts };
    this.#rows = rows.map(({ caller, text }) => ({
      caller: canonicalWords(caller === null ? WITHHELD : country.identityOf(caller)),
      text: text === null ? null : text.slice(0, screenedUnits(text)),
      label: null,
    }));
  }

  /** The next of the file, and after its last its first again. */
  next(count: number): ObviousEvent[] {
    return Array.from({ length: count }, () => {
      const row = this.#rows[this.#next % this.#rows.length]!;
      return { ...row, line: ++this.#next };
    });
  }
}

const NOBODY = "";

/** As it is read back to the same identity; what cannot be written so is nobody for both. */
function canonicalWords(identity: Identity): string {
  const canonical = canonicalIdentity(identity);
  const words = formatIdentity(canonical);
  return parseIdentity(words) === canonical ? words : NOBODY;
}
