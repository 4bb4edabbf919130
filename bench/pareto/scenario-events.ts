/**
 * Labelled events of a seeded scenario: the closed loop is run up to its last hours, whose events are kept, with what
 * the platform knew when the first of those hours began. So callers have a past, gangs have lost lines and learned, and
 * cases have become listings and templates.
 */
import { truthOf } from "../../src/event/truth.ts";
import { copyActivity } from "../../src/detect/behaviour/activity-memory.ts";
import { ListedHosts } from "../../src/detect/blocklist/listed-hosts.ts";
import { ExactBlocklist, type ExactHandle } from "../../src/detect/blocklist/exact.ts";
import { assert } from "../../src/core/assert.ts";
import { RingfenceError } from "../../src/core/errors.ts";
import { appendEvent } from "../../src/event/copy-row.ts";
import { EventBatch } from "../../src/event/event-batch.ts";
import { BEHAVIOUR } from "../../src/detect/behaviour/stage.ts";
import type { ListingsHandle } from "../../src/detect/blocklist/listings.ts";
import { BLOCKLIST } from "../../src/detect/blocklist/stage.ts";
import { LEARNED } from "../../src/detect/learned/stage.ts";
import { attachNormaliser } from "../../src/detect/normaliser/normaliser.ts";
import { counted } from "../../src/ui/format.ts";
import type { SealedTables } from "../../src/engine/pipeline.ts";
import type { Sample } from "../../src/engine/loop/scene.ts";
import { classifierSettings } from "../../src/detect/classifier/weights.ts";
import { DEFAULT_BATCH_EVENTS } from "../../src/engine/simulation-pool.ts";
import { loadScenario, type Setting } from "../../src/scenario/file.ts";
import { simulate } from "../../src/engine/simulation.ts";
import { type Knowledge, type LabelledEvents, inBatches } from "./labelled-events.ts";

interface ScenarioEventsOptions {
  readonly scenario: string;
  readonly seed: number;
  readonly workers: number;
  readonly hours: number;
  readonly over?: readonly Setting[] | undefined;
  /** Of which the last so many are kept. */
  readonly keptHours: number;
  /** Told what is run, once it is known that it can be. */
  readonly onProgress?: (what: string) => void;
}

export async function takeScenarioEvents(options: ScenarioEventsOptions): Promise<LabelledEvents> {
  const { seed, workers, hours, keptHours } = options;
  if (hours <= keptHours) {
    throw new RingfenceError(
      "usage",
      `--hours: expected at least ${keptHours + 1}, got ${hours}: the last ${keptHours === 1 ? "hour is" : `${keptHours} hours are`} ` +
        "screened, with what the platform learned in those before",
    );
  }
  // Any engine answers alike; of the exact one the keys can be read.
  const scenario = loadScenario(options.scenario, [
    ...(options.over ?? []),
    `hours=${hours}`,
    "blocklist.engine=exact",
    "report.sampleEvery=1",
  ]);
  options.onProgress?.(`${scenario.name}, ${counted(hours, "hour")}`);
  const firstTick = hours - keptHours;
  const collector = new Collector(firstTick, hours);
  const enough = new AbortController();
  await simulate({
    scenario,
    seed,
    workers,
    signal: enough.signal,
    onSample: (sample) => collector.add(sample),
    onTick: (ticks) => {
      if (ticks >= hours) enough.abort();
    },
  });
  return {
    ...collector.finish(),
    source: `${scenario.name}, ${hoursFrom(firstTick, hours - 1)}`,
    knowledge: {
      ...collector.knowledge(),
      neighbours: scenario.blocklist.neighbours,
      classifier: classifierSettings(scenario.screening),
    },
    remarks: [
      "intervals take events as independent: contacts of a gang are not, so recall is less certain than it looks",
    ],
  };
}

class Collector {
  readonly #firstTick: number;
  readonly #endTick: number;
  readonly #events: { readonly batch: EventBatch; readonly row: number; readonly fraud: number }[] = [];
  #batch = EventBatch.allocate(DEFAULT_BATCH_EVENTS);
  #knowledge: Omit<Knowledge, "classifier" | "neighbours"> | null = null;

  constructor(firstTick: number, endTick: number) {
    this.#firstTick = firstTick;
    this.#endTick = endTick;
  }

  add({ tick, view, row, tables, platform }: Sample): void {
    if (tick < this.#firstTick || tick >= this.#endTick) return;
    if (tick === this.#firstTick) this.#knowledge ??= knowledgeOf(tables, platform, tick);
    if (this.#batch.count === this.#batch.capacity) this.#batch = EventBatch.allocate(DEFAULT_BATCH_EVENTS);
    const fraud = truthOf(view.truth).fraud[row]!;
    this.#events.push({ batch: this.#batch, row: this.#batch.count, fraud });
    appendEvent(view.events, row, this.#batch);
  }

  knowledge(): Omit<Knowledge, "classifier" | "neighbours"> {
    if (this.#knowledge === null)
      throw new RingfenceError("noData", `no event in hour ${this.#firstTick}: choose other hours`);
    return this.#knowledge;
  }

  /** In order of time, which does not depend on the workers. */
  finish(): Pick<LabelledEvents, "batches" | "fraud"> {
    const ordered = this.#events.toSorted(
      (a, b) =>
        a.batch.timeMs[a.row]! - b.batch.timeMs[b.row]! ||
        a.batch.idHigh[a.row]! - b.batch.idHigh[b.row]! ||
        a.batch.idLow[a.row]! - b.batch.idLow[b.row]!,
    );
    return { batches: inBatches(ordered), fraud: Uint8Array.from(ordered, ({ fraud }) => fraud) };
  }
}

/** Copied: the tables are used again two ticks later. */
function knowledgeOf(
  tables: SealedTables,
  platform: Sample["platform"],
  tick: number,
): Omit<Knowledge, "classifier" | "neighbours"> {
  const blocklist = tables[BLOCKLIST.name] ?? null;
  const activity = tables[BEHAVIOUR.name] ?? null;
  return {
    blocklist: keysOf(blocklist),
    listedHosts: blocklist === null ? ListedHosts.create() : ListedHosts.attach(blocklist.hosts),
    templates: platform.library.inForce(tick),
    normaliser: attachNormaliser(platform.workerStart.normaliser),
    activity: activity && copyActivity(activity),
    learned: tables[LEARNED.name] ?? null,
  };
}

function keysOf(listings: ListingsHandle | null): number[] {
  if (listings === null) return [];
  const { table } = listings;
  assert(table.engine === "exact", "the keys are read from an exact table");
  // A slot holds key + 1, or 0. In order, as slots are chosen by a secret.
  const stored = ExactBlocklist.attach(table as ExactHandle).slots.filter((each) => each !== 0);
  return [...stored.sort()].map((each) => each - 1);
}

function hoursFrom(first: number, last: number): string {
  return first === last ? `hour ${first}` : `hours ${first} to ${last}`;
}
