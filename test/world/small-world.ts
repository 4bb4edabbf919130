/** Small worlds for tests: a scenario with settings, and its events made on this thread. */
import { EventBatch, textOf } from "../../src/event/event-batch.ts";
import { TruthBatch } from "../../src/event/truth.ts";
import { loadProtectedIdentities } from "../../src/detect/lookalike/protected.ts";
import { loadScenario } from "../../src/scenario/file.ts";
import type { Scenario } from "../../src/scenario/schema.ts";
import { hexDigits } from "../../src/metrics/digest.ts";
import { type EventOrigin, decodeEventId } from "../../src/world/event-id.ts";
import type { GangNews } from "../../src/world/gangs/gang.ts";
import { USUAL } from "../../src/scenario/knobs.ts";
import { SLICE, SLICE_WORDS, cutSlices } from "../../src/world/slice.ts";
import { Synthesiser } from "../../src/world/synthesise.ts";
import type { FollowUp } from "../../src/world/gangs/contact.ts";
import { World, type WorldTickHandle } from "../../src/world/world.ts";

export const { domains: PROTECTED_DOMAINS } = loadProtectedIdentities();

export function smallScenario(settings: readonly string[]): Scenario {
  return loadScenario("smoke", ["population.subscribers=300", "gangs.count=6", ...settings]);
}

export function smallWorld(settings: readonly string[], seed = 1): World {
  return new World(smallScenario(settings), seed, PROTECTED_DOMAINS);
}

/** A row of a batch with its truth, as plain values. */
export type MadeEvent = Readonly<Record<(typeof COLUMNS)[number], number>> & {
  readonly id: string;
  readonly text: string;
  readonly origin: EventOrigin;
  readonly tick: number;
};

const EVENT_COLUMNS = ["timeMs", "kind", "route", "caller", "callee", "answered", "durationS"] as const;
const OF_BENIGN = ["benignClass"] as const;
const OF_FRAUD = ["gang", "typology", "campaign", "target", "step", "attempt", "line", "technology"] as const;
const TRUTH_COLUMNS = [
  "fraud",
  ...OF_BENIGN,
  "subscriber",
  ...OF_FRAUD,
  "obfuscation",
  "domain",
  "domainSlot",
] as const;
const COLUMNS = [...EVENT_COLUMNS, ...TRUTH_COLUMNS] as const;

/**
 * Makes events of slices, batch by batch, through one pair of batches that is used again: `capacity` events at a time.
 */
export class EventMaker {
  readonly #synthesiser: Synthesiser;
  readonly #seed: number;
  readonly #capacity: number;
  readonly #events: EventBatch;
  readonly #truth: TruthBatch;

  constructor(world: World, capacity = 512) {
    this.#synthesiser = new Synthesiser(world.handle);
    this.#seed = world.handle.seed;
    this.#capacity = capacity;
    this.#events = EventBatch.allocate(capacity);
    this.#truth = TruthBatch.allocate(capacity);
  }

  make(slices: readonly Int32Array[], tick: WorldTickHandle): MadeEvent[] {
    return cutSlices(slices, this.#capacity).flatMap((batch) => {
      this.#synthesiser.fill(batch, tick, this.#events, this.#truth);
      return Array.from({ length: this.#events.count }, (_, row) => this.#read(row, tick.tick));
    });
  }

  #read(row: number, tick: number): MadeEvent {
    const [events, truth] = [this.#events, this.#truth];
    const [low, high] = [events.idLow[row]!, events.idHigh[row]!];
    // Batches are used again: what is meaningless in a row is whatever the row held before.
    const meaningless: readonly string[] = truth.fraud[row] === 1 ? OF_BENIGN : OF_FRAUD;
    const numbers = Object.fromEntries([
      ...EVENT_COLUMNS.map((name) => [name, events[name][row]!]),
      ...TRUTH_COLUMNS.map((name) => [name, meaningless.includes(name) ? 0 : truth[name][row]!]),
    ]) as Record<(typeof COLUMNS)[number], number>;
    const id = hexDigits(low, high);
    return { ...numbers, id, text: textOf(events, row), origin: decodeEventId(low, high, this.#seed), tick };
  }
}

export interface MadeTick {
  readonly tick: number;
  readonly news: GangNews;
  readonly slices: readonly Int32Array[];
  readonly sealed: WorldTickHandle;
  readonly events: readonly MadeEvent[];
}

/** A tick's plan with everything in it. */
export const EVERYTHING: Parameters<World["plan"]>[2] = { benign: true, firstContacts: true };

/**
 * Runs a world for `ticks` ticks from the first, with the follow-ups of each. What `sealed` holds is overwritten two
 * ticks later.
 */
export function* runWorld(
  world: World,
  ticks: number,
  followUpsOf: (tick: number) => readonly FollowUp[] = () => [],
  switches = EVERYTHING,
): Generator<MadeTick> {
  const maker = new EventMaker(world);
  for (let tick = 0; tick < ticks; tick++) {
    const news = world.advance(tick);
    const sealed = world.seal(tick);
    const slices = slicesIn(...world.plan(tick, followUpsOf(tick), switches));
    yield { tick, news, slices, sealed, events: maker.make(slices, sealed) };
  }
}

/** Slices one by one, from the arrays that they are planned in. */
export function slicesIn(...plan: readonly Int32Array[]): Int32Array[] {
  return plan.flatMap((words) =>
    Array.from({ length: words.length / SLICE_WORDS }, (_, i) => words.slice(i * SLICE_WORDS, (i + 1) * SLICE_WORDS)),
  );
}

/** A slice with fields of one's own, of gangs that work as usual; the rest is 0. */
export function slice(fields: Partial<Record<keyof typeof SLICE, number>>): Int32Array {
  const words = new Int32Array(SLICE_WORDS);
  words[SLICE.targets] = USUAL;
  words[SLICE.obfuscation] = USUAL;
  for (const [name, value] of Object.entries(fields)) words[SLICE[name as keyof typeof SLICE]] = value;
  return words;
}
