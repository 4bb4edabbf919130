/** Changes since the listings were built: a look-up in a few is cheap, rebuilding a million keys takes seconds. */
import { KeyIndex, NO_VALUE } from "../../core/key-index.ts";
import { stringOf } from "../../core/units.ts";
import { canonicalIdentity, type Identity } from "../../event/identity.ts";
import { domainKey } from "../../event/link/domain-key.ts";
import type { Blocklist } from "./blocklist.ts";
import { ABSENT, LISTED } from "./found.ts";
import { BLOCK_NUMBERS, blockOf, type ListedBlocks } from "./listed-blocks.ts";
import type { ListedHosts } from "./listed-hosts.ts";

/** The count of a block that has changed since it was last read. */
const UNCOUNTED = BLOCK_NUMBERS + 1;
/** Module scope: a thread counts one block at a time. */
const blockKeys = new Float64Array(BLOCK_NUMBERS);
const blockAnswers = new Uint8Array(BLOCK_NUMBERS);

/** For the one thread that screens. 24 to 48 bytes a number. */
export class ListingChanges {
  readonly #table: Blocklist;
  readonly #hosts: ListedHosts;
  readonly #least: number;
  /** 1: added; 0: removed. The key of a domain stays when its name is removed: another name may have the same key. */
  readonly #keys = new KeyIndex();
  readonly #names = new Map<string, boolean>();
  /** Listed numbers by block. */
  readonly #blocks = new KeyIndex();

  constructor(table: Blocklist, hosts: ListedHosts, blocks: ListedBlocks | null = null) {
    this.#table = table;
    this.#hosts = hosts;
    this.#least = blocks?.handle.least ?? 0;
  }

  /** A sender's number or name, or a folded domain. Returns the change in the number of entries: -1, 0 or 1. */
  note(entry: Identity | string, isListed: boolean): number {
    const was = typeof entry === "string" ? this.#noteName(entry, isListed) : this.#noteCaller(entry, isListed);
    return Number(isListed) - Number(was);
  }

  #noteName(name: string, isListed: boolean): boolean {
    const was = this.#names.get(name) ?? this.#hosts.hasHost(name);
    this.#names.set(name, isListed);
    if (isListed) this.#keys.set(domainKey(name), 1);
    return was;
  }

  #noteCaller(caller: Identity, isListed: boolean): boolean {
    const key = canonicalIdentity(caller);
    const known = this.#keys.get(key);
    const was = known === NO_VALUE ? this.#isBuilt(key) : known === 1;
    this.#keys.set(key, Number(isListed));
    const block = blockOf(key);
    if (block >= 0) this.#blocks.set(block, UNCOUNTED);
    return was;
  }

  #isBuilt(key: number): boolean {
    blockKeys[0] = key;
    return this.#table.lookUpInto(blockKeys, 1, blockAnswers) === 1;
  }

  /** Corrects out[0, count), the table's answers for keys[0, count). */
  correct(keys: Float64Array, count: number, out: Uint8Array): void {
    for (let i = 0; i < count; i++) {
      const known = this.#keys.get(keys[i]!);
      if (known !== NO_VALUE) out[i] = known === 1 ? LISTED : ABSENT;
    }
  }

  /** Corrects what `neighboursInto` (listed-blocks.ts) wrote. `answers` are corrected already. */
  correctNeighbours(keys: Float64Array, answers: Uint8Array, count: number, out: Uint16Array): void {
    if (this.#blocks.size === 0) return;
    for (let i = 0; i < count; i++) {
      const block = answers[i] === LISTED ? -1 : blockOf(keys[i]!);
      if (block < 0 || !this.#blocks.has(block)) continue;
      const listed = this.#listedIn(block);
      out[i] = listed >= this.#least ? listed : 0;
    }
  }

  /** True if the name in units [from, to) was added, false if it was removed, null if it did not change. */
  hasName(units: Uint16Array, from: number, to: number): boolean | null {
    return this.#names.size === 0 ? null : (this.#names.get(stringOf(units, from, to)) ?? null);
  }

  #listedIn(block: number): number {
    const known = this.#blocks.get(block);
    if (known !== UNCOUNTED) return known;
    for (let i = 0; i < BLOCK_NUMBERS; i++) blockKeys[i] = block * BLOCK_NUMBERS + i;
    this.#table.lookUpInto(blockKeys, BLOCK_NUMBERS, blockAnswers);
    this.correct(blockKeys, BLOCK_NUMBERS, blockAnswers);
    let listed = 0;
    for (const answer of blockAnswers) listed += Number(answer === LISTED);
    this.#blocks.set(block, listed);
    return listed;
  }
}
