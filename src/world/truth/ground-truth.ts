/** Findings of an investigation: whether a number, host or app is or was a gang's. The desk draws the errors. */
import { KeyIndex, NO_VALUE } from "../../core/key-index.ts";
import { domainKey } from "../../event/link/domain-key.ts";
import { type Identity, canonicalIdentity } from "../../event/identity.ts";
import type { WarningRecord } from "../../record/warning.ts";
import type { GangNews } from "../gangs/gang.ts";
import { isListable } from "../gangs/line.ts";

export class GroundTruth {
  /** Numbers and domains, whose keys never collide: the gang that had it last. */
  readonly #fraudulent = new KeyIndex();

  /** A spoofed hotline leads to an ordinary subscriber and is not noted. */
  note({ openedLines, openedDomains, openedApps }: GangNews): void {
    for (const { gang, line } of openedLines) {
      if (isListable(line.technology)) this.#fraudulent.set(canonicalIdentity(line.identity), gang);
    }
    for (const { gang, domain } of openedDomains) this.#fraudulent.set(domainKey(domain.host), gang);
    for (const { gang, app } of openedApps) this.#fraudulent.set(domainKey(app), gang);
  }

  isFraudulent(identity: Identity): boolean {
    return this.#fraudulent.has(canonicalIdentity(identity));
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
