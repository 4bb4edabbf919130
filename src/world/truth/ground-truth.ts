/**
 * Findings of an investigation: whether a number, host or app is a gang's, or was one's and nobody else's since. The
 * desk draws the errors.
 */
import { KeyIndex, NO_VALUE } from "../../core/key-index.ts";
import { domainKey } from "../../event/link/domain-key.ts";
import { type Identity, canonicalIdentity } from "../../event/identity.ts";
import type { WarningRecord } from "../../record/warning.ts";
import type { GangNews } from "../gangs/gang.ts";
import { isListable } from "../gangs/line.ts";

export class GroundTruth {
  /** Numbers and domains, whose keys never collide: the gang that had it last. */
  readonly #fraudulent = new KeyIndex();
  /** Numbers of gangs that were given to other people since. */
  readonly #recycled = new Set<number>();

  /** A spoofed hotline leads to an ordinary subscriber and is not noted. */
  note({ openedLines, openedDomains, openedApps, recycledNumbers }: GangNews): void {
    for (const { gang, line } of openedLines) {
      if (!isListable(line.technology)) continue;
      const key = canonicalIdentity(line.identity);
      this.#fraudulent.set(key, gang);
      this.#recycled.delete(key);
    }
    for (const number of recycledNumbers) this.#recycled.add(canonicalIdentity(number));
    for (const { gang, domain } of openedDomains) this.#fraudulent.set(domainKey(domain.host), gang);
    for (const { gang, app } of openedApps) this.#fraudulent.set(domainKey(app), gang);
  }

  isFraudulent(identity: Identity): boolean {
    const key = canonicalIdentity(identity);
    return this.#fraudulent.has(key) && !this.#recycled.has(key);
  }

  /** The host may be written in any way; a host below a gang's domain is another one. */
  isFraudulentHost(host: string): boolean {
    return this.#fraudulent.has(domainKey(host));
  }

  /** For the report alone: the gang whose number or host a warning names; null where it names nobody's. */
  gangOf({ identity, host }: Pick<WarningRecord, "identity" | "host">): number | null {
    const key = identity !== null ? canonicalIdentity(identity) : host === null ? null : domainKey(host);
    const gang = key === null ? NO_VALUE : this.#fraudulent.get(key);
    return gang === NO_VALUE ? null : gang;
  }
}
