/**
 * What is screened under load, and the tables it is screened with: half calls and half messages of the clustered
 * corpus, a fifth of the messages fraud; one caller in a hundred is listed and one in two hundred shows a hotline with
 * zeros in front. All stages but behaviour, which needs a past, are on.
 */
import { type ClassifierSettings, DEFAULT_CLASSIFIER } from "../../../src/detect/classifier/weights.ts";
import { CLASSIFY } from "../../../src/detect/classifier/stage.ts";
import { tablesOfAll } from "../../../src/detect/tables.ts";
import { EventBatch, type EventBatchHandle } from "../../../src/event/event-batch.ts";
import { loadProtectedIdentities } from "../../../src/detect/lookalike/protected.ts";
import { fillEvents } from "../../../src/rows/fill-events.ts";
import type { ChosenEngines } from "../../../src/detect/engines.ts";
import { Corpus } from "../corpus/corpus.ts";
import { listedNumber, unlistedNumber } from "../corpus/mobile-numbers.ts";
import { type TableHandles, buildTables } from "../tables.ts";

interface TrafficOptions {
  readonly seed: number;
  /** Different events; a longer run meets them again. */
  readonly events: number;
  readonly templates: number;
  readonly listed: number;
  /** Names or modules; by default the default ones. */
  readonly engines?: ChosenEngines;
  /** Weights and marks of evidence; left out: the default ones. */
  readonly classifier?: ClassifierSettings | undefined;
  /** Model of the stage learned; left out: none. */
  readonly model?: string | undefined;
}

export interface Traffic {
  readonly events: EventBatchHandle;
  readonly tables: TableHandles;
}

const FRAUD_PERCENT = 20;
const LISTED_PERMILLE = 10;
const HOTLINE_PERMILLE = 5;

/** The same for the same options. About 4 us an event and 0.3 us a listed number. */
export function makeTraffic(options: TrafficOptions): Traffic {
  const { seed, events: count, templates, listed, engines, model, classifier = DEFAULT_CLASSIFIER } = options;
  const corpus = new Corpus(seed, "clustered");
  const scripts = Array.from({ length: templates }, () => corpus.script());
  const numbers = Array.from({ length: listed }, () => listedNumber(corpus));
  const { hotlines } = loadProtectedIdentities();
  const caller = (): string => {
    const draw = corpus.below(1000);
    if (draw < LISTED_PERMILLE) return String(corpus.pick(numbers));
    if (draw < LISTED_PERMILLE + HOTLINE_PERMILLE) return `00${corpus.pick(hotlines).digits}`;
    return String(unlistedNumber(corpus));
  };
  const rows = Array.from({ length: count }, (_, row) => ({
    line: row + 1,
    caller: caller(),
    text: row % 2 === 0 ? null : corpus.message(scripts, FRAUD_PERCENT),
    label: null,
  }));
  const events = EventBatch.allocate(count);
  fillEvents(events, rows, 0);
  const built = buildTables(numbers, scripts, engines, model);
  const stages = { ...built.stages, ...tablesOfAll(seed, () => true), [CLASSIFY.name]: classifier };
  const tables = { ...built, stages };
  return { events: events.handle, tables };
}
