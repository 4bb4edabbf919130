/** What a sampled event of a run was screened with. */
import type { BlocklistProbe } from "../detect/blocklist/blocklist.ts";
import { assert } from "../core/assert.ts";
import { probedKeys } from "../detect/blocklist/explain-listings.ts";
import { attachListings, proberOf } from "../detect/blocklist/listings.ts";
import type { EventBatch } from "../event/event-batch.ts";
import type { Findings } from "../event/findings.ts";
import { learnedTable } from "../detect/learned/score-messages.ts";
import { Lookalikes } from "../detect/lookalike/lookalikes.ts";
import { attachNormaliser } from "../detect/normaliser/normaliser.ts";
import type { Sample } from "../engine/observer.ts";
import type { ExplanationContext } from "./explanation.ts";

/** Valid until the tables of the sample's tick are written again, and for its templates ever after. */
export function contextOf(
  { tick, tables, platform }: Pick<Sample, "tick" | "tables" | "platform">,
  unmask: boolean,
): ExplanationContext {
  const { library, workerStart } = platform;
  const { lookalike, classify } = workerStart.lasting;
  return {
    stages: {
      ...tables,
      blocklist: tables.blocklist && proberOf(attachListings(tables.blocklist)),
      lookalike: lookalike && Lookalikes.attach(lookalike),
      match: tables.match && {
        normaliser: attachNormaliser(workerStart.normaliser),
        thresholdPermille: tables.match.thresholdPermille,
        templates: library.inForce(tick),
        describe: (number) => ({ name: null, original: library.textOf(number) }),
      },
      learned: tables.learned && learnedTable(tables.learned, attachNormaliser(workerStart.normaliser)),
      classify,
    },
    unmask,
  };
}

/** The context of an event whose copy is in row 0, whenever it is asked for. */
export type ContextKeeper = (events: EventBatch, findings: Findings) => () => ExplanationContext;

/**
 * Keeps what events of one tick were screened with, for later: what the blocklist answers now is remembered, since its
 * table changes; the rest is looked up when it is asked for. Some 3 microseconds an event; callers will be masked.
 */
export function contextKeeper(sample: Pick<Sample, "tick" | "tables" | "platform">): ContextKeeper {
  const blocklist = sample.tables.blocklist && proberOf(attachListings(sample.tables.blocklist));
  return (events, findings) => {
    const asked = probedKeys(events, findings, 0);
    const probes = blocklist && new Map(asked.map(({ key, name }) => [name ?? key, blocklist.probe(key, name)]));
    return () => {
      const { stages, unmask } = contextOf(sample, false);
      return {
        stages: { ...stages, blocklist: probes && { probe: (key, name) => answered(probes, name ?? key) } },
        unmask,
      };
    };
  };
}

function answered(probes: ReadonlyMap<number | string, BlocklistProbe>, asked: number | string): BlocklistProbe {
  const probe = probes.get(asked);
  assert(probe !== undefined, () => `${asked} was not asked about when the event was screened`);
  return probe;
}
