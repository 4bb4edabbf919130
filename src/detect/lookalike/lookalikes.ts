/** Compares callers and hosts with the protected identities, and remembers findings. */
import { KeyIndex, NO_VALUE } from "../../core/key-index.ts";
import { fnv1a } from "../../core/fnv.ts";
import { stringOf } from "../../core/units.ts";
import { type Identity, formatIdentity, identityForm } from "../../event/identity.ts";
import { type DomainIndex, buildDomainIndex, compareDomain } from "./domain-rule.ts";
import { type Finding, NO_FINDING } from "./finding.ts";
import { FORGOTTEN, HostMemory } from "./host-memory.ts";
import { type HotlineIndex, buildHotlineIndex, imitatedHotline, isOrdinary } from "./hotline-rule.ts";
import type { ProtectedIdentities } from "./protected.ts";
import { type SenderIndex, buildSenderIndex, imitatedSender } from "./sender-rule.ts";

/** When so many callers are remembered, all are forgotten. */
const MAX_CALLERS = 4096;
/** Below every finding: -1 - the index of a hotline. */
const FIRST_FINDING = -65_536;

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
  /** By caller: the finding from FIRST_FINDING on. */
  #callers = new KeyIndex();
  readonly #hosts = new HostMemory();

  private constructor(handle: LookalikesHandle) {
    this.handle = handle;
    this.#hotlines = buildHotlineIndex(handle.protected.hotlines);
    this.#senders = buildSenderIndex(handle.protected.hotlines);
    this.#institutions = Uint8Array.from(handle.protected.domains, ({ category }) => (category === "platform" ? 0 : 1));
    this.#domains = buildDomainIndex(handle.protected.domains);
  }

  static build(identities: ProtectedIdentities): Lookalikes {
    const text = JSON.stringify(identities);
    return new Lookalikes({ digest: `${text.length}-${fnv1a(text).toString(16)}`, protected: identities });
  }

  /** The last result is kept, so attaching for every batch costs nothing. */
  static attach(handle: LookalikesHandle): Lookalikes {
    if (attached?.handle.digest !== handle.digest) attached = new Lookalikes(handle);
    return attached;
  }

  /** If callers[row] *is* a hotline, -1 - its index. Ordinary numbers cost a comparison or two. */
  caller(callers: Float64Array, row: number): Finding {
    if (isOrdinary(callers, row)) return NO_FINDING;
    const known = this.#callers.get(callers[row]!);
    return known === NO_VALUE ? this.#compareCaller(callers[row]! as Identity) : known + FIRST_FINDING;
  }

  #compareCaller(caller: Identity): Finding {
    const found =
      identityForm(caller) === "alphanumeric"
        ? imitatedSender(this.#senders, formatIdentity(caller))
        : imitatedHotline(this.#hotlines, caller);
    if (this.#callers.size === MAX_CALLERS) this.#callers = new KeyIndex();
    this.#callers.set(caller, found - FIRST_FINDING);
    return found;
  }

  /** Of the host in units [from, to); if it *is* a protected domain or its subdomain, -1 - its index. */
  host(units: Uint16Array, from: number, to: number): Finding {
    const known = this.#hosts.recall(units, from, to);
    if (known !== FORGOTTEN) return known;
    return this.#hosts.keep(units, from, to, compareDomain(this.#domains, stringOf(units, from, to)));
  }

  /** True if `found` of `host` means a protected domain of an institution, not of a platform. */
  isInstitution(found: Finding): boolean {
    return found < 0 && this.#institutions[-1 - found] === 1;
  }
}

let attached: Lookalikes | undefined;
