/** What operators have on record of gangs and of benign callers: alike in kind, late, and not of everybody. */
import { describe, expect, test } from "vitest";
import { EventBatch, ROUTE_INTERNATIONAL } from "../../src/event/event-batch.ts";
import { PROVENANCE_FIELDS, unpackProvenance } from "../../src/event/provenance.ts";
import { TruthBatch } from "../../src/event/truth.ts";
import { cutSlices } from "../../src/world/slice.ts";
import { Synthesiser } from "../../src/world/synthesise.ts";
import { EVERYTHING, smallWorld } from "./small-world.ts";

const CAPACITY = 8192;
const LIVELY = [
  "screening.stages.provenance=true",
  "population.subscribers=3000",
  "gangs.count=60",
  "gangs.messagesPerDay=300",
  "gangs.callsPerDay=300",
];

interface Seen extends ReturnType<typeof unpackProvenance> {
  readonly isFraud: boolean;
  readonly isAbroad: boolean;
  readonly word: number;
  readonly caller: number;
  readonly hasDomain: boolean;
}

/** The events of some hours by day. */
function seenIn(settings: readonly string[], ticks = 16): Seen[] {
  const world = smallWorld([...LIVELY, ...settings]);
  const [events, truth] = [EventBatch.allocate(CAPACITY), TruthBatch.allocate(CAPACITY)];
  const synthesiser = new Synthesiser(world.handle);
  const seen: Seen[] = [];
  for (let tick = 0; tick < ticks; tick++) {
    world.advance(tick);
    const sealed = world.seal(tick);
    for (const slices of cutSlices(world.plan(tick, [], EVERYTHING), CAPACITY)) {
      synthesiser.fill(slices, sealed, events, truth);
      for (let row = 0; row < events.count; row++) {
        const word = events.provenance[row]!;
        seen.push({
          ...unpackProvenance(word),
          word,
          caller: events.caller[row]!,
          isFraud: truth.fraud[row] === 1,
          isAbroad: events.route[row] === ROUTE_INTERNATIONAL,
          hasDomain: unpackProvenance(word).domainAgeDays !== null,
        });
      }
    }
  }
  return seen;
}

const shareOf = (of: readonly Seen[], holds: (seen: Seen) => boolean): number => of.filter(holds).length / of.length;

const isNew = ({ numberAgeDays: days }: Seen): boolean => days !== null && days < 30;

describe("What is on record", () => {
  const seen = seenIn([]);
  const fraud = seen.filter(({ isFraud }) => isFraud);
  const benign = seen.filter(({ isFraud }) => !isFraud);

  test("is nothing where the stage is off, and of numbers from abroad", () => {
    expect(seenIn(["screening.stages.provenance=false"], 12).every(({ word }) => word === 0)).toBe(true);
    const abroad = seen.filter(({ isAbroad }) => isAbroad);
    expect(abroad.length).toBeGreaterThan(100);
    expect(abroad.every(({ numberAgeDays, cells }) => numberAgeDays === null && cells === null)).toBe(true);
  });

  test("tells nobody's side alone: whatever is on record of gangs is on record of benign callers too", () => {
    for (const name of Object.keys(PROVENANCE_FIELDS) as (keyof typeof PROVENANCE_FIELDS)[]) {
      const typical = (of: readonly Seen[]): number[] => {
        const values = of.flatMap((each) => (each[name] === null ? [] : [each[name]])).sort((a, b) => a - b);
        return [values[Math.floor(values.length * 0.02)]!, values[Math.floor(values.length * 0.98)]!];
      };
      const [[least, most], [low, high]] = [typical(fraud), typical(benign)];
      expect([name, least! <= high!, low! <= most!]).toEqual([name, true, true]);
    }
    expect(shareOf(fraud, isNew)).toBeGreaterThan(0.2);
    expect(shareOf(benign, isNew)).toBeGreaterThan(0.01);
    expect(shareOf(fraud, isNew)).toBeLessThan(0.9);
  });
});
