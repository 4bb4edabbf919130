/** What operators have on record of gangs and of benign callers: alike in kind, late, and not of everybody. */
import { describe, expect, test } from "vitest";
import { EventBatch, ROUTE_INTERNATIONAL } from "../../src/event/event-batch.ts";
import { packProvenance, PROVENANCE_FIELDS, unpackProvenance } from "../../src/event/provenance.ts";
import { TruthBatch } from "../../src/event/truth.ts";
import { type Knob, settingNamed } from "../../src/scenario/knobs.ts";
import { USUAL_POLICY } from "../../src/world/gangs/gang-policy.ts";
import { type Origin, OriginMaker, lineOnRecord } from "../../src/world/gangs/origin.ts";
import { PageRecords } from "../../src/world/traffic/benign-origins.ts";
import { INVENTED_COUNT, makeHostLists } from "../../src/world/traffic/hosts.ts";
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

  test("is known of a share of the callers, and of a benign one always the same", () => {
    const callers = new Map(benign.filter(({ isAbroad }) => !isAbroad).map(({ caller, word }) => [caller, word]));
    const known = [...callers.values()].filter((word) => word !== 0).length / callers.size;
    expect(Math.abs(known - 0.68)).toBeLessThan(0.08);
    const changed = benign.filter(
      ({ isAbroad, caller, numberAgeDays: days }) =>
        !isAbroad && unpackProvenance(callers.get(caller)!).numberAgeDays !== days,
    );
    expect(changed).toEqual([]);
  });

  test("comes late: age so long after the activation, device and cells so long after the first use", () => {
    const origin: Origin = { bornTick: 100, isObserved: true, traffic: packProvenance({ cells: 3 }), devices: 1 };
    const at = (tick: number) => unpackProvenance(lineOnRecord({ openedTick: 148, origin }, tick));
    expect(at(123)).toMatchObject({ numberAgeDays: null, cells: null });
    expect(at(124)).toMatchObject({ numberAgeDays: 1, cells: null });
    expect(at(172)).toMatchObject({ numberAgeDays: 3, cells: 3 });
    expect(lineOnRecord({ openedTick: 148, origin: { ...origin, isObserved: false } }, 500)).toBe(0);
  });
});

test.each([
  ["numberAge", "720", ({ bornTick }: Origin) => bornTick < -30 * 24],
  ["devices", "1", ({ traffic }: Origin) => unpackProvenance(traffic).deviceNumbers === 1],
  ["cells", "6", ({ traffic }: Origin) => unpackProvenance(traffic).cells! > 1],
  ["domainAge", "720", ({ bornTick }: Origin) => bornTick < -30 * 24],
] as const)("gangs that pay for %s look good on record twice as often", (knob: Knob, setting, looksGood) => {
  const maker = new OriginMaker(1);
  const good = [USUAL_POLICY, { ...USUAL_POLICY, [knob]: settingNamed(knob, setting)! }].map((policy) => {
    const make = (at: number): Origin =>
      knob === "domainAge" ? maker.ofDomain(1, at, 0, policy) : maker.ofLine(1, at, "sim-box", 0, policy)!;
    return Array.from({ length: 400 }, (_, at) => make(at)).filter(looksGood).length;
  });
  expect(good[1]).toBeGreaterThan(2 * good[0]!);
});

test("pages of benign messages are new three times as often as callers, for a week each, and mostly on record", () => {
  const records = new PageRecords(1, makeHostLists([]));
  const weeks = Array.from({ length: 400 }, (_, week) => records.at(week * 7 * 24 + 5).slice(0, INVENTED_COUNT));
  expect(records.at(399 * 7 * 24 + 100).slice(0, INVENTED_COUNT)).toEqual(weeks[399]);
  const seen = weeks.flatMap((words) => [...words]).filter((word) => word !== 0);
  const fresh = seen.filter((word) => unpackProvenance(word).domainAgeDays! < 30);
  expect(Math.abs(seen.length / (400 * INVENTED_COUNT) - 0.7)).toBeLessThan(0.02);
  expect(Math.abs(fresh.length / seen.length - 0.09)).toBeLessThan(0.015);
});
