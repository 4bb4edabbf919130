/** What the stage `blocklist` saw of one event: each key that it looked up, and the answer. */
import { listingsFound } from "./found.ts";
import { assert } from "../../core/assert.ts";
import { unitsOf } from "../../core/units.ts";
import type { BlocklistKey } from "../../event/blocklist-key.ts";
import { hostKeysInto, MAX_HOST_KEYS } from "../../event/link/domain-key.ts";
import type { EventBatch } from "../../event/event-batch.ts";
import { type Findings, hostsOf } from "../../event/findings.ts";
import { type CanonicalIdentity, type Identity, canonicalIdentity, formatIdentity } from "../../event/identity.ts";
import { maskIdentity } from "../../event/masking.ts";
import type { SeenWith } from "../stage.ts";
import type { BlocklistProbe } from "./blocklist.ts";
import type { Prober } from "./listings.ts";

export interface ProbedKey {
  readonly of: "caller" | "domain";
  readonly key: string;
  readonly probe: BlocklistProbe;
  /** For a caller who is not listed: listed numbers in his block of a thousand, if they are enough; else 0. */
  readonly neighbours: number;
}

export function seenKeys(
  events: EventBatch,
  findings: Findings,
  row: number,
  { context, unmask }: SeenWith<Prober>,
): ProbedKey[] {
  return probedKeys(events, findings, row).map((asked) => ({
    of: asked.of,
    key: asked.of === "domain" ? asked.name : unmask ? formatIdentity(asked.key) : maskIdentity(asked.key),
    probe: context.probe(asked.key, asked.name),
    neighbours: asked.of === "caller" ? listingsFound(findings).neighbours[row]! : 0,
  }));
}

type AskedKey =
  | { readonly of: "caller"; readonly key: CanonicalIdentity; readonly name: null }
  | { readonly of: "domain"; readonly key: BlocklistKey; readonly name: string };

function probedKeys(events: EventBatch, findings: Findings, row: number): AskedKey[] {
  const asked: AskedKey[] = [{ of: "caller", key: canonicalIdentity(events.caller[row]! as Identity), name: null }];
  const keys = new Float64Array(MAX_HOST_KEYS);
  for (const host of hostsOf(findings, row)) {
    const units = unitsOf(host);
    const count = hostKeysInto(units, 0, units.length, keys);
    for (let i = 0; i < count; i++) {
      asked.push({ of: "domain", key: keys[i]! as BlocklistKey, name: suffixOf(host, i, count) });
    }
  }
  return asked;
}

/** Keeps the present answers of the blocklist for the event in row 0. */
export function keptProber(prober: Prober, events: EventBatch, findings: Findings): Prober {
  const asked = probedKeys(events, findings, 0);
  const probes = new Map<number | string, BlocklistProbe>(
    asked.map(({ key, name }) => [name ?? key, prober.probe(key, name)]),
  );
  return {
    probe: (key, name) => {
      const probe = probes.get(name ?? key);
      assert(probe !== undefined, () => `${name ?? key} was not asked about when the event was screened`);
      return probe;
    },
  };
}

/** Key i of a host stands for its last i + 2 labels; the last key stands for the whole host. */
function suffixOf(host: string, index: number, count: number): string {
  return index === count - 1
    ? host
    : host
        .split(".")
        .slice(-(index + 2))
        .join(".");
}
