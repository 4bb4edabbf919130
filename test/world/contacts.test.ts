import { beforeAll, describe, expect, test } from "vitest";
import { KIND_CALL, KIND_TEXT } from "../../src/event/event-batch.ts";
import { OBFUSCATION_LEVELS, TECHNOLOGIES } from "../../src/event/taxonomy.ts";
import { NO_DOMAIN } from "../../src/event/truth.ts";
import { TICK_MS } from "../../src/scenario/schema.ts";
import type { Campaign } from "../../src/world/gang.ts";
import { type GangTable, MAX_DOMAINS, MAX_HOST, MAX_LINES, attachGangTable } from "../../src/world/gang-table.ts";
import { SLICE, SOURCE_GANG } from "../../src/world/slice.ts";
import type { World } from "../../src/world/world.ts";
import { type MadeEvent, groupBy, runWorld, smallWorld } from "./small-world.ts";

const DAYS = 6;
const GANGS = 12;

interface Contact extends MadeEvent {
  readonly target: number;
}

let world: World;
const contacts: Contact[] = [];
const slices: { readonly tick: number; readonly words: Int32Array }[] = [];
const campaigns: Campaign[] = [];
/** Events that disagree with what their gang had in use in their tick. */
const strangers: string[] = [];
/** Links in texts of obfuscation level 0 or 1, which write them out whole. */
let linksRead = 0;

beforeAll(() => {
  // No recycling: a target keeps its number, so that it can be followed from stage to stage.
  world = smallWorld([`gangs.count=${GANGS}`, "recycling.share=0", "gangs.obfuscation=[1, 1, 1, 1, 1, 1]"]);
  for (const { tick, news, slices: plan, sealed, events } of runWorld(world, DAYS * 24)) {
    campaigns.push(...news.launchedCampaigns);
    slices.push(...plan.filter((words) => words[SLICE.source] === SOURCE_GANG).map((words) => ({ tick, words })));
    const table = attachGangTable(sealed.gangs);
    for (const event of events) {
      if (event.fraud === 0) continue;
      if (event.origin.source !== "gang") throw new Error("a contact has the identity of honest traffic");
      contacts.push({ ...event, target: event.origin.target });
      checkUse(event, table);
    }
  }
});

function checkUse(event: MadeEvent, table: GangTable): void {
  const { gang, kind, caller, technology, route, domain } = event;
  const use = kind === KIND_CALL ? "call" : "text";
  const inUse = Array.from({ length: table[`${use}Count`][gang]! }, (_, slot) => gang * MAX_LINES + slot).some(
    (at) =>
      table[`${use}Identity`][at] === caller &&
      table[`${use}Technology`][at] === technology &&
      table[`${use}Route`][at] === route,
  );
  if (!inUse) strangers.push(`${event.id}: its line is not in use`);
  if (domain === NO_DOMAIN) return;
  const at = Array.from({ length: table.domainCount[gang]! }, (_, slot) => gang * MAX_DOMAINS + slot).find(
    (slot) => table.domainSerial[slot] === domain,
  );
  if (at === undefined) strangers.push(`${event.id}: its domain is not in use`);
  else if (event.obfuscation < 2) {
    const host = String.fromCharCode(...table.host.subarray(at * MAX_HOST, at * MAX_HOST + table.hostLength[at]!));
    linksRead++;
    if (!event.text.includes(host)) strangers.push(`${event.id}: its text does not name ${host}`);
  }
}

function key({ gang, target }: Contact): string {
  return `${gang}/${target}`;
}

describe("contacts", () => {
  test("are there, of both kinds and of several stages", () => {
    expect(contacts.length).toBeGreaterThan(2000);
    expect(new Set(contacts.map(({ kind }) => kind))).toEqual(new Set([KIND_CALL, KIND_TEXT]));
    expect(new Set(contacts.map(({ stage }) => stage)).size).toBeGreaterThan(2);
  });

  test("have truth that agrees with their identity and their slice, each once", () => {
    const planned = new Map(
      slices.map(({ tick, words }) => [
        `${tick}/${words[SLICE.index]}/${words[SLICE.stage]}/${words[SLICE.first]}`,
        words,
      ]),
    );
    expect(planned.size).toBe(slices.length);
    expect(new Set(contacts.map(({ id }) => id)).size).toBe(contacts.length);
    const bySlice = groupBy(slices, ({ tick, words }) => `${tick}/${words[SLICE.index]}/${words[SLICE.stage]}`);
    for (const { origin, gang, stage, tick, target, kind } of contacts) {
      expect(origin).toMatchObject({ gang, stage });
      const own = bySlice
        .get(`${tick}/${gang}/${stage}`)!
        .find(({ words }) => words[SLICE.first]! <= target && target < words[SLICE.first]! + words[SLICE.count]!);
      expect(own).toBeDefined();
      expect(kind).toBe(own!.words[SLICE.message]! < 0 ? KIND_CALL : KIND_TEXT);
    }
  });

  test("use the lines, senders and domains that their gang has in that tick, and name the domain in the text", () => {
    expect(strangers).toEqual([]);
    expect(linksRead).toBeGreaterThan(50);
  });

  test("of a first stage reach every target of their wave", () => {
    const reached = groupBy(
      contacts.filter(({ stage }) => stage === 0),
      ({ gang, tick }) => `${tick}/${gang}`,
    );
    for (const { tick, words } of slices) {
      if (words[SLICE.stage] !== 0) continue;
      expect(words[SLICE.reachPpm]).toBe(1_000_000);
      expect(reached.get(`${tick}/${words[SLICE.index]}`)!.length).toBe(words[SLICE.count]);
    }
  });

  test("of a later stage reach only targets of the stage before, and not all of them", () => {
    const reached = new Map<string, Set<number>>();
    for (const contact of contacts) {
      const stages = reached.get(key(contact)) ?? new Set();
      reached.set(key(contact), stages.add(contact.stage));
    }
    for (const stages of reached.values()) {
      expect([...stages].toSorted((a, b) => a - b)).toEqual(Array.from({ length: stages.size }, (_, stage) => stage));
    }
    const [first, second] = [0, 1].map((stage) => contacts.filter((contact) => contact.stage === stage).length);
    expect(second).toBeLessThan(first!);
    expect(second).toBeGreaterThan(0);
  });

  test("of a later stage come when the script says, as often as it says, to the same person", () => {
    const scripts = new Map(campaigns.map((campaign) => [campaign.key, campaign.script]));
    const byTarget = groupBy(contacts, key);
    const shares = new Map<string, { readonly expected: number; reached: number; of: number }>();
    for (const { tick, words } of slices) {
      const [gang, stage, first, count] = [SLICE.index, SLICE.stage, SLICE.first, SLICE.count].map((at) => words[at]!);
      if (stage === 0) continue;
      const { id, stages } = scripts.get(words[SLICE.campaign]!)!;
      const share = shares.get(`${id}/${stage}`) ?? { expected: reachOf(stages, stage!), reached: 0, of: 0 };
      shares.set(`${id}/${stage}`, share);
      share.of += count!;
      for (let target = first!; target < first! + count!; target++) {
        const own = byTarget.get(`${gang}/${target}`)!;
        const here = own.find((contact) => contact.stage === stage);
        if (!here) continue;
        share.reached++;
        const opening = own.find((contact) => contact.stage === 0)!;
        expect(here.tick).toBe(tick);
        expect(tick - opening.tick).toBe(hoursUntil(stages, stage!));
        expect(here.callee).toBe(opening.callee);
      }
    }
    expect(shares.size).toBeGreaterThan(5);
    for (const { expected, reached, of } of shares.values()) {
      expect(Math.abs(reached / of - expected)).toBeLessThan(5 * Math.sqrt((expected * (1 - expected)) / of) + 1e-6);
    }
  });

  test("lie within their tick", () => {
    for (const { timeMs, tick } of contacts) expect(Math.floor(timeMs / TICK_MS)).toBe(tick);
  });

  test("reach subscribers", () => {
    const numbers = new Set(world.handle.subscribers.number);
    expect(contacts.filter(({ callee }) => !numbers.has(callee))).toEqual([]);
  });

  test("by text stand on every rung of the ladder in its share, by call on none", () => {
    const texts = contacts.filter(({ kind }) => kind === KIND_TEXT);
    for (let level = 0; level < OBFUSCATION_LEVELS; level++) {
      const share = texts.filter(({ obfuscation }) => obfuscation === level).length / texts.length;
      expect(Math.abs(share - 1 / 6)).toBeLessThan(5 * Math.sqrt(5 / 36 / texts.length));
    }
    for (const { kind, obfuscation, domain, text, durationS, answered } of contacts) {
      expect(text !== "").toBe(kind === KIND_TEXT);
      expect(durationS > 0).toBe(kind === KIND_CALL && answered === 1);
      expect(kind === KIND_TEXT || (obfuscation === 0 && domain === NO_DOMAIN)).toBe(true);
    }
  });

  test("by call are answered as often as the scenario says", () => {
    const calls = contacts.filter(({ kind }) => kind === KIND_CALL);
    const { answered } = world.handle.scenario.gangs;
    const share = calls.filter((call) => call.answered === 1).length / calls.length;
    expect(Math.abs(share - answered)).toBeLessThan(5 * Math.sqrt((answered * (1 - answered)) / calls.length));
  });

  test("come from several technologies", () => {
    expect(new Set(contacts.map(({ technology }) => TECHNOLOGIES[technology])).size).toBeGreaterThan(4);
  });
});

type Stages = Campaign["script"]["stages"];

function hoursUntil(stages: Stages, stage: number): number {
  return stages.slice(1, stage + 1).reduce((hours, { afterHours }) => hours + Math.max(1, Math.round(afterHours)), 0);
}

function reachOf(stages: Stages, stage: number): number {
  return stages.slice(1, stage + 1).reduce((reach, { continues }) => reach * continues, 1);
}
