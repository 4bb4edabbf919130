import * as fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { KIND_CALL } from "../../../src/event/event-batch.ts";
import { NO_DOMAIN, NO_SLOT } from "../../../src/event/truth.ts";
import { HOUR_MS } from "../../../src/core/time.ts";
import {
  type GangTable,
  MAX_DOMAINS,
  MAX_HOST,
  MAX_LINES,
  attachGangTable,
} from "../../../src/world/gangs/gang-table.ts";
import { SLICE, SOURCE_BENIGN, followUpSlice } from "../../../src/world/slice.ts";
import type { FollowUp } from "../../../src/world/gangs/contact.ts";
import type { World } from "../../../src/world/world.ts";
import { EVERYTHING, EventMaker, type MadeEvent, runWorld, slicesIn, smallWorld } from "../small-world.ts";
import { forAll } from "../../for-all.ts";

const DAYS = 1;
const GANGS = 12;
/** Of each first slice, so many targets are followed up, in the hour after. */
const FOLLOWED = 4;
const MINUTE_MS = 60_000;
const SETTINGS = [`gangs.count=${GANGS}`, "recycling.share=0", "gangs.obfuscation=[1, 1, 1, 1, 1, 1]"];

let world: World;
const contacts: MadeEvent[] = [];
const slices: { readonly tick: number; readonly words: Int32Array }[] = [];
const followUps: FollowUp[] = [];
/** Events that disagree with what their gang had in use in their tick. */
const strangers: string[] = [];
/** Links in messages of obfuscation level 0 or 1, which write them out whole. */
let linksRead = 0;

beforeAll(() => {
  // No recycling: a target keeps its number, so that it can be followed from step to step.
  world = smallWorld(SETTINGS);
  for (const { tick, slices: plan, sealed, events } of runWorld(world, DAYS * 24, followUpsOf, {
    benign: false,
    firstContacts: true,
  })) {
    slices.push(...plan.filter((words) => words[SLICE.source] !== SOURCE_BENIGN).map((words) => ({ tick, words })));
    const table = attachGangTable(sealed.gangs);
    for (const event of events) {
      if (event.fraud === 0) continue;
      contacts.push(event);
      checkUse(event, table);
    }
  }
});

/** Every step and a second try of it, a minute apart, to the first few targets of the tick before. */
function followUpsOf(tick: number): FollowUp[] {
  const due = slices
    .filter(({ tick: planned, words }) => planned === tick - 1 && words[SLICE.step] === 0 && words[SLICE.attempt] === 0)
    .flatMap(({ words }) => {
      const campaign = world.gangs.campaignOf(words[SLICE.index]!, words[SLICE.campaign]!);
      const tries = campaign.script.steps.flatMap((_, step) => [0, 1].map((attempt) => ({ step, attempt })));
      return Array.from({ length: Math.min(FOLLOWED, words[SLICE.count]!) }, (_, i) => words[SLICE.first]! + i).flatMap(
        (target) =>
          tries
            .slice(1)
            .map((each, minute) => ({ campaign, target, ...each, dueMs: tick * HOUR_MS + minute * MINUTE_MS + 0.5 })),
      );
    });
  followUps.push(...due);
  return due;
}

function checkUse(event: MadeEvent, table: GangTable): void {
  const { gang, kind, caller, technology, route, line, domain, domainSlot } = event;
  const use = kind === KIND_CALL ? "call" : "message";
  const lineAt = gang * MAX_LINES + line;
  const inUse =
    line < table[`${use}Count`][gang]! &&
    table[`${use}Identity`][lineAt] === caller &&
    table[`${use}Technology`][lineAt] === technology &&
    table[`${use}Route`][lineAt] === route;
  if (!inUse) strangers.push(`${event.id}: its line is not in use`);
  if ((domain === NO_DOMAIN) !== (domainSlot === NO_SLOT)) strangers.push(`${event.id}: half a domain`);
  if (domain === NO_DOMAIN) return;
  const at = gang * MAX_DOMAINS + domainSlot;
  if (domainSlot >= table.domainCount[gang]! || table.domainSerial[at] !== domain) {
    strangers.push(`${event.id}: its domain is not in use`);
  } else if (event.obfuscation < 2) {
    const host = String.fromCharCode(...table.host.subarray(at * MAX_HOST, at * MAX_HOST + table.hostLength[at]!));
    linksRead++;
    if (!event.text.includes(host)) strangers.push(`${event.id}: its text does not name ${host}`);
  }
}

function isFirst({ step, attempt }: MadeEvent): boolean {
  return step === 0 && attempt === 0;
}

function keyOf({ gang, target }: { readonly gang: number; readonly target: number }): string {
  return `${gang}/${target}`;
}

describe("contacts", () => {
  test("are those of the plan, each once, with truth that agrees with their identity and their slice", () => {
    const planned = slices.flatMap(({ tick, words }) =>
      Array.from({ length: words[SLICE.count]! }, (_, i) => ({ tick, words, target: words[SLICE.first]! + i })),
    );
    expect(contacts.length).toBe(planned.length);
    expect(new Set(contacts.map(({ id }) => id)).size).toBe(contacts.length);
    const told = contacts.map(({ origin, tick, gang, target, step, attempt, campaign, kind }) => {
      return { tick, gang, target, step, attempt, campaign, isCall: kind === KIND_CALL, origin };
    });
    const expected = planned.map(({ tick, words, target }) => {
      const [gang, step, attempt, campaign] = [SLICE.index, SLICE.step, SLICE.attempt, SLICE.campaign].map(
        (at) => words[at]!,
      );
      const origin = { source: "gang", gang, step, attempt, target };
      return { tick, gang, target, step, attempt, campaign, isCall: words[SLICE.message]! < 0, origin };
    });
    expect(told).toEqual(expected);
  });

  test("use the lines, senders and domains that their gang has in that tick, and name the domain in the text", () => {
    expect(strangers).toEqual([]);
    expect(linksRead).toBeGreaterThan(25);
  });

  test("that follow come when they are due, by the channel of their step, to the same person", () => {
    const opening = new Map(contacts.filter(isFirst).map((contact) => [keyOf(contact), contact]));
    const later = contacts.filter((contact) => !isFirst(contact));
    expect(later.length).toBe(followUps.length);
    const byKey = new Map(later.map((contact) => [`${keyOf(contact)}/${contact.step}/${contact.attempt}`, contact]));
    for (const { campaign, target, step, attempt, dueMs } of followUps) {
      const key = keyOf({ gang: campaign.gang, target });
      const { timeMs, kind, subscriber, callee } = byKey.get(`${key}/${step}/${attempt}`)!;
      const isCall = campaign.script.steps[step]!.channel === "call";
      const { subscriber: first, callee: number } = opening.get(key)!;
      expect([timeMs, kind === KIND_CALL, subscriber, callee]).toEqual([Math.floor(dueMs), isCall, first, number]);
    }
  });

  test("that should have been made before are made at the start of the tick, and none after it", () => {
    const [{ campaign, target }] = followUps as [FollowUp];
    const late = { campaign, target, step: 1, attempt: 5, dueMs: 17 };
    const tick = DAYS * 24;
    const [words] = world.plan(tick, [late], { benign: false, firstContacts: false });
    expect([...words!]).toEqual([...followUpSlice(late, 0)]);
    expect(() =>
      world.plan(tick, [{ ...late, dueMs: (tick + 1) * HOUR_MS }], { benign: false, firstContacts: false }),
    ).toThrow(/not of tick/);
  });
});

test("a contact does not depend on how the slices are cut", () => {
  const tick = 30;
  const fresh = smallWorld(SETTINGS);
  for (let t = 0; t <= tick; t++) fresh.advance(t);
  const sealed = fresh.seal(tick);
  const campaign = fresh.gangs.all.find(({ campaign: { script } }) => script.steps.length > 2)!.campaign;
  const whole = slicesIn(...fresh.plan(tick, [], EVERYTHING)).filter((words) => words[SLICE.source] !== SOURCE_BENIGN);
  whole.push(...[0, 1, 2, 3].map((attempt) => followUpSlice({ campaign, target: 5, step: 2, attempt }, 1000)));
  const expected = new EventMaker(fresh, 4096).make(whole, sealed);
  const maker = new EventMaker(fresh, 40);
  forAll([fc.array(fc.nat(999), { minLength: whole.length, maxLength: whole.length })], 30, (cuts) => {
    const pieces = whole.flatMap((words, i) => cutAt(words, cuts[i]! % (words[SLICE.count]! + 1)));
    expect(maker.make(pieces, sealed)).toEqual(expected);
  });
});

/** A slice as two. */
function cutAt(words: Int32Array, count: number): Int32Array[] {
  const [head, tail] = [words.slice(), words.slice()];
  head[SLICE.count] = count;
  tail[SLICE.first]! += count;
  tail[SLICE.count]! -= count;
  return [head, tail];
}
