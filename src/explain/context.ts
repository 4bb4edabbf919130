/** What a sampled event of a run was screened with. */
import type { Blocklist } from "../blocklist/blocklist.ts";
import { attachBlocklist } from "../blocklist/engines.ts";
import type { EventBatch } from "../event/event-batch.ts";
import type { VerdictBatch } from "../event/verdict-batch.ts";
import { Lookalikes } from "../lookalike/lookalikes.ts";
import { attachNormaliser } from "../matcher/normaliser.ts";
import type { Sample } from "../simulation.ts";
import { type ExplanationContext, probedKeys } from "./explanation.ts";

/** Valid until the tables of the sample's tick are written again, and for its templates ever after. */
export function contextOf({ tick, tables, platform }: Sample, unmask: boolean): ExplanationContext {
  const { library, workerStart } = platform;
  return {
    blocklist: tables.blocklist && attachBlocklist(tables.blocklist),
    lookalikes: workerStart.lookalikes && Lookalikes.attach(workerStart.lookalikes),
    match: tables.matcher && {
      normaliser: attachNormaliser(workerStart.normaliser),
      thresholdPermille: tables.matcher.thresholdPermille,
      templates: library.inForce(tick),
      describe: (number) => ({ name: null, original: library.textOf(number) }),
    },
    behaviour: tables.activity !== null,
    classifier: workerStart.classifier,
    unmask,
  };
}

/** What the blocklist answers now of every key of event `row`: it answers the same later, when the table has changed, and nothing else. */
export function rememberProbes(
  blocklist: Blocklist,
  events: EventBatch,
  verdicts: VerdictBatch,
  row: number,
): ExplanationContext["blocklist"] {
  const probes = new Map(probedKeys(events, verdicts, row).map(({ key }) => [key, blocklist.probe(key)]));
  return { probe: (key) => probes.get(key)! };
}
