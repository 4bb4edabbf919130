/**
 * What is screened under load, and the tables it is screened with. All stages but behaviour, which needs a past, are on.
 */
import { type ClassifierSettings, DEFAULT_CLASSIFIER } from "../../../src/detect/classifier/weights.ts";
import { CLASSIFY } from "../../../src/detect/classifier/stage.ts";
import { tablesOfAll } from "../../../src/detect/tables.ts";
import { EventBatch, type EventBatchHandle } from "../../../src/event/event-batch.ts";
import { parseIdentity } from "../../../src/event/identity.ts";
import { fillEvents } from "../../../src/rows/fill-events.ts";
import type { ChosenEngines } from "../../../src/detect/engines.ts";
import { Traffic } from "../corpus/traffic.ts";
import { type TableHandles, buildTables } from "../tables.ts";

interface LoadOptions {
  readonly seed: number;
  /** Different events; a longer run meets them again. */
  readonly events: number;
  readonly templates: number;
  readonly listed: number;
  readonly engines?: ChosenEngines;
  readonly classifier?: ClassifierSettings | undefined;
  readonly model?: string | undefined;
}

/** The same for the same options. About 4 us an event and 0.3 us a listed number. */
export function makeTraffic({
  events: count,
  engines,
  model,
  classifier = DEFAULT_CLASSIFIER,
  ...options
}: LoadOptions): {
  readonly events: EventBatchHandle;
  readonly tables: TableHandles;
} {
  const traffic = new Traffic({ ...options, corpus: "clustered", hotlines: true });
  const { blocklist, templates } = traffic.knowledge;
  const events = EventBatch.allocate(count);
  fillEvents(events, traffic.next(count), 0);
  const built = buildTables(blocklist.map(parseIdentity), templates, engines, model);
  const stages = { ...built.stages, ...tablesOfAll(options.seed, () => true), [CLASSIFY.name]: classifier };
  return { events: events.handle, tables: { ...built, stages } };
}
