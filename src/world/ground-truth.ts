/** What an investigation comes to: whether a number, host or app is or was a gang's. The desk draws the errors. */
import { KeyIndex } from "../core/key-index.ts";
import { domainKey } from "../event/domain-key.ts";
import { type Identity, canonicalIdentity } from "../event/identity.ts";
import type { GangNews } from "./gang.ts";
import { isListable } from "./line.ts";

/** Knows what gangs opened, news by news. */
export class GroundTruth {
  /** Numbers and domains: their keys never collide. A set, that is an index whose values mean nothing. */
  readonly #fraudulent = new KeyIndex();

  /** A spoofed hotline leads to an ordinary subscriber and is not noted. */
  note({ openedLines, openedDomains, openedApps }: GangNews): void {
    for (const { line } of openedLines) {
      if (isListable(line.technology)) this.#fraudulent.set(canonicalIdentity(line.identity), 0);
    }
    for (const { domain } of openedDomains) this.#fraudulent.set(domainKey(domain.host), 0);
    for (const { app } of openedApps) this.#fraudulent.set(domainKey(app), 0);
  }

  isFraudulent(identity: Identity): boolean {
    return this.#fraudulent.has(canonicalIdentity(identity));
  }

  /** Of a host or an app. However the host is written; a host below a gang's domain is another one. */
  isFraudulentHost(host: string): boolean {
    return this.#fraudulent.has(domainKey(host));
  }
}
