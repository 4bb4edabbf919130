import { describe, expect, test } from "vitest";
import type { Line, LineUse } from "../../src/world/gangs/line.ts";
import {
  addReactionCounts,
  allocateReactionCounts,
  callPair,
  domainPair,
  messagePair,
} from "../../src/world/gangs/reaction.ts";
import { MAX_DOMAINS, MAX_LINES } from "../../src/world/gangs/gang-table.ts";
import { Gangs } from "../../src/world/gangs/gangs.ts";
import { smallScenario } from "./small-world.ts";
import { catalogue } from "./text/fixture.ts";

const GANGS = 300;
/** Hours. */
const LINE_LIFE = 720;
const DOMAIN_LIFE = 2160;
/** Little is given up of itself. */
const LASTING = `{fromHour: 0, knob: lineLife, setting: ${LINE_LIFE}}, {fromHour: 0, knob: domains, setting: ${DOMAIN_LIFE}}`;
const SHORT_LIVED = "{fromHour: 0, knob: lineLife, setting: 3}";
const TICK = 5;

const { minContacts, blockedShare } = smallScenario([]).reaction;
/** Contacts of an hour, and how many of them must be blocked for the gang to notice. */
const CONTACTS = 2 * minContacts;
const NOTICEABLE = Math.ceil(CONTACTS * blockedShare);

function gangsOf(habits = LASTING): Gangs {
  const scenario = smallScenario([`gangs.count=${GANGS}`, `adversary.schedule=[${habits}]`]);
  const lived = new Gangs(scenario, 1, catalogue, ["icbc"]);
  for (let tick = 0; tick <= TICK + 1; tick++) lived.advance(tick);
  return lived;
}

function noCounts(): Uint32Array {
  return new Uint32Array(allocateReactionCounts(GANGS));
}

/** The same counts for one slot of every gang. */
function countsAt(pairOf: (gang: number, slot: number) => number, slot: number, pair: readonly number[]): Uint32Array {
  const counts = noCounts();
  for (let gang = 0; gang < GANGS; gang++) counts.set(pair, pairOf(gang, slot));
  return counts;
}

function linesOf({ all: gangs }: Gangs, use: LineUse, slot: number): Line[] {
  return gangs.map(({ lines }) => lines[use][slot]!);
}

describe("a gang whose line does not get through", () => {
  test("replaces it when it is due, in its slot, by the line that would have come there anyway", () => {
    const lived = gangsOf();
    const before = linesOf(lived, "call", 2).map(({ serial }) => serial);
    lived.react(TICK, countsAt(callPair, 2, [CONTACTS, CONTACTS]));
    const due = linesOf(lived, "call", 2).map(({ retiresTick }) => retiresTick);
    for (let tick = TICK + 2; tick < TICK + 40; tick++) {
      // A line that nobody noticed may come to the end of its life besides.
      const noticed = lived.advance(tick).retiredLines.filter(({ line }) => line.noticed);
      const gone = due.flatMap((retiresTick, gang) => (retiresTick === tick ? [gang] : []));
      expect(noticed.map(({ gang }) => gang)).toEqual(gone);
      for (const gang of gone) {
        const { call, message } = lived.all[gang]!.lines;
        expect(call[2]).toMatchObject({ serial: before[gang]! + call.length + message.length, openedTick: tick });
      }
    }
  });

  test.each([
    ["too few contacts to tell", [minContacts - 1, minContacts - 1]],
    ["less than the share of them blocked", [CONTACTS, NOTICEABLE - 1]],
    ["none blocked", [CONTACTS, 0]],
  ])("does not notice with %s", (_, pair) => {
    const lived = gangsOf();
    lived.react(TICK, countsAt(callPair, 0, pair));
    expect(lived.all).toEqual(gangsOf().all);
  });

  test("notices once, and never keeps a line longer for it", () => {
    const lived = gangsOf("{fromHour: 0, knob: lineLife, setting: 72}");
    const own = linesOf(lived, "call", 0);
    lived.react(TICK, countsAt(callPair, 0, [CONTACTS, CONTACTS]));
    const noticed = linesOf(lived, "call", 0);
    noticed.forEach((line, gang) => expect(line.retiresTick).toBeLessThanOrEqual(own[gang]!.retiresTick));
    lived.react(TICK + 1, countsAt(callPair, 0, [CONTACTS, CONTACTS]));
    const again = linesOf(lived, "call", 0);
    const once = noticed.map(({ noticed: was }, gang) => (was ? again[gang] : null));
    expect(once).toEqual(noticed.map((line) => (line.noticed ? line : null)));
  });

  test("leaves alone what came into the slot since: it was not in use then", () => {
    const lived = gangsOf(SHORT_LIVED);
    lived.react(TICK, countsAt(callPair, 0, [CONTACTS, CONTACTS]));
    for (const { noticed, openedTick } of linesOf(lived, "call", 0)) expect(noticed).toBe(openedTick <= TICK);
    expect(linesOf(lived, "call", 0).some(({ openedTick }) => openedTick > TICK)).toBe(true);
  });
});

describe("a gang whose domain is blocked", () => {
  test("keeps it for half a day at least, until another one is ready", () => {
    const lived = gangsOf();
    const own = lived.all.map(({ domains }) => domains[1]!.retiresTick);
    lived.react(TICK, countsAt(domainPair, 1, [CONTACTS, CONTACTS]));
    const sooner = lived.all.map(({ domains }) => domains[1]!.retiresTick).filter((tick, gang) => tick < own[gang]!);
    expect(sooner.length).toBeGreaterThan(GANGS / 2);
    expect(Math.min(...sooner)).toBeGreaterThanOrEqual(TICK + 12);
  });

  test("does not notice where too few messages named it, or none was blocked because of it", () => {
    for (const pair of [
      [minContacts - 1, minContacts - 1],
      [10 * CONTACTS, 0],
    ]) {
      const lived = gangsOf();
      lived.react(TICK, countsAt(domainPair, 1, pair));
      expect(lived.all).toEqual(gangsOf().all);
    }
  });
});

test("reaction counts have a pair for each line and domain of each gang, and no two share one", () => {
  const pairs = Array.from({ length: GANGS }, (_, gang) => [
    ...Array.from({ length: MAX_LINES }, (__, slot) => [callPair(gang, slot), messagePair(gang, slot)]).flat(),
    ...Array.from({ length: MAX_DOMAINS }, (__, slot) => domainPair(gang, slot)),
  ]).flat();
  expect(new Set(pairs.flatMap((at) => [at, at + 1])).size).toBe(noCounts().length);
  expect(Math.max(...pairs) + 1).toBe(noCounts().length - 1);
});

test("reaction counts add up, batch by batch", () => {
  const total = noCounts();
  addReactionCounts(total, countsAt(callPair, 3, [5, 2]));
  addReactionCounts(total, countsAt(callPair, 3, [1, 1]));
  expect([...total]).toEqual([...countsAt(callPair, 3, [6, 3])]);
  expect(() => addReactionCounts(total, new Uint32Array(1))).toThrow(/different worlds/);
});
