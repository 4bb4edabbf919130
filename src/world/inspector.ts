/** What an investigation comes to: whether a number or host is, or ever was, a gang's. The desk draws the errors. */
import { domainKey } from "../event/domain-key.ts";
import { type Identity, canonicalIdentity } from "../event/identity.ts";
import type { GangNews } from "./gang.ts";
import { isListable } from "./line.ts";

/** Knows what gangs opened, news by news. */
export class Inspector {
  readonly #identities = new Set<Identity>();
  readonly #hosts = new Set<number>();

  /** A spoofed hotline leads to somebody honest and is not noted. */
  note({ openedLines, openedDomains }: GangNews): void {
    for (const { line } of openedLines) {
      if (isListable(line.technology)) this.#identities.add(canonicalIdentity(line.identity));
    }
    for (const { domain } of openedDomains) this.#hosts.add(domainKey(domain.host));
  }

  isFraudulent(identity: Identity): boolean {
    return this.#identities.has(canonicalIdentity(identity));
  }

  /** However the host is written; a host below a gang's domain is another one. */
  isFraudulentHost(host: string): boolean {
    return this.#hosts.has(domainKey(host));
  }
}
