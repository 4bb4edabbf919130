/**
 * Compares callers and hosts with the protected identities, and remembers findings. The rules are in hotline-rule.ts,
 * sender-rule.ts and domain-rule.ts. A finding depends only on the identity, so it can be remembered.
 */
import { fnv1a } from "../../core/fnv.ts";
import { stringOf } from "../../core/units.ts";
import { type Identity, formatIdentity, identityForm } from "../../event/identity.ts";
import { type DomainIndex, buildDomainIndex, compareDomain } from "./domain-rule.ts";
import { type Finding, NO_FINDING } from "./finding.ts";
import { FORGOTTEN, FindingMemory } from "./finding-memory.ts";
import { HostMemory } from "./host-memory.ts";
import { type HotlineIndex, buildHotlineIndex, imitatedHotline, isOrdinary } from "./hotline-rule.ts";
import type { ProtectedIdentities } from "./protected.ts";
import { type SenderIndex, buildSenderIndex, imitatedSender } from "./sender-rule.ts";

export interface LookalikesHandle {
  readonly digest: string;
  readonly protected: ProtectedIdentities;
}

/** Finds callers and domains that imitate protected ones: 0095588 for 95588, 1cbc for icbc. */
export class Lookalikes {
  readonly handle: LookalikesHandle;
  readonly #hotlines: HotlineIndex;
  readonly #senders: SenderIndex;
  /** By index of a protected domain: 1 if only its holder publishes there. */
  readonly #institutions: Uint8Array;
  readonly #domains: DomainIndex;
  readonly #callers = new FindingMemory();
  readonly #hosts = new HostMemory();

  private constructor(handle: LookalikesHandle) {
    this.handle = handle;
    this.#hotlines = buildHotlineIndex(handle.protected.hotlines);
    this.#senders = buildSenderIndex(handle.protected.hotlines);
    this.#institutions = Uint8Array.from(handle.protected.domains, ({ category }) => (category === "platform" ? 0 : 1));
    this.#domains = buildDomainIndex(handle.protected.domains);
  }

  static build(identities: ProtectedIdentities): Lookalikes {
    return new Lookalikes({ digest: digestOf(JSON.stringify(identities)), protected: identities });
  }

  /** The last result is kept, so attaching for every batch costs nothing. */
  static attach(handle: LookalikesHandle): Lookalikes {
    if (attached?.handle.digest !== handle.digest) attached = new Lookalikes(handle);
    return attached;
  }

  /**
   * The hotline or sender that callers[row] imitates; if it *is* a hotline, -1 - its index. Ordinary numbers cost a
   * comparison or two.
   */
  caller(callers: Float64Array, row: number): Finding {
    if (isOrdinary(callers, row)) return NO_FINDING;
    const known = this.#callers.recall(callers, row);
    return known === FORGOTTEN ? this.#compareCaller(callers, row) : known;
  }

  #compareCaller(callers: Float64Array, row: number): Finding {
    const caller = callers[row]! as Identity;
    const found =
      identityForm(caller) === "alphanumeric"
        ? imitatedSender(this.#senders, formatIdentity(caller))
        : imitatedHotline(this.#hotlines, caller);
    return this.#callers.keep(callers, row, found);
  }

  /**
   * The domain that the host in units [from, to) imitates; if it *is* a protected domain or its subdomain, -1 - its
   * index.
   */
  host(units: Uint16Array, from: number, to: number): Finding {
    const known = this.#hosts.recall(units, from, to);
    return known === FORGOTTEN ? this.#compareHost(units, from, to) : known;
  }

  /** True if `found` of `host` means a protected domain of an institution, not of a platform. */
  isInstitution(found: Finding): boolean {
    return found < 0 && this.#institutions[-1 - found] === 1;
  }

  #compareHost(units: Uint16Array, from: number, to: number): Finding {
    return this.#hosts.keep(units, from, to, compareDomain(this.#domains, stringOf(units, from, to)));
  }
}

let attached: Lookalikes | undefined;

function digestOf(text: string): string {
  return `${text.length}-${fnv1a(text).toString(16)}`;
}
