import { describe, expect, test } from "vitest";
import { identityForm } from "../../src/event/identity.ts";
import { type ListingUpdate } from "../../src/record/investigation.ts";
import { TECHNOLOGIES } from "../../src/event/taxonomy.ts";
import { PriorKnowledge } from "../../src/world/prior-knowledge.ts";
import { type GangNews, emptyNews } from "../../src/world/gangs/gang.ts";
import { Gangs } from "../../src/world/gangs/gangs.ts";
import { makeSubscribers } from "../../src/world/people/subscribers.ts";
import { SLOT_CODES, SLOT_UNIT } from "../../src/world/text/slots.ts";
import { smallScenario } from "./small-world.ts";
import { bank, catalogue } from "./text/fixture.ts";

const NO_PAST = ["blocklist.initialEntries=0", "blocklist.initialRecycledShare=0", "templates.initial=0"];

/** What many gangs do in some ticks, and what is heard of it. */
function listen(settings: readonly string[], { ticks = 1, seed = 1 } = {}) {
  const scenario = smallScenario(["gangs.count=400", ...NO_PAST, ...settings]);
  const gangs = new Gangs(scenario, seed, catalogue, ["icbc", "taobao"]);
  const priorKnowledge = new PriorKnowledge(scenario, seed, bank);
  const news = Array.from({ length: ticks }, (_, tick) => gangs.advance(tick));
  return { scenario, news, discoveries: news.flatMap((each, tick) => priorKnowledge.discover(tick, each)) };
}

function ofKind<K extends ListingUpdate["what"]>(
  discoveries: readonly ListingUpdate[],
  what: K,
): Extract<ListingUpdate, { what: K }>[] {
  return discoveries.filter((each) => each.what === what) as Extract<ListingUpdate, { what: K }>[];
}

function linesOf({ news }: ReturnType<typeof listen>): GangNews["openedLines"] {
  return news.flatMap(({ openedLines }) => openedLines);
}

/** Lines, domains or campaigns that the gangs had before the run began. */
function before<T extends { readonly openedTick: number }>(opened: readonly T[]): T[] {
  return opened.filter(({ openedTick }) => openedTick < 0);
}

const told = listen(["gangs.lineLifeDays=1"], { ticks: 48 });

describe("what was heard before the run of lines and senders", () => {
  const lines = linesOf(told).map(({ line }) => line);
  const listed = ofKind(told.discoveries, "identity");

  test("is told at the first tick, and never of what came into use during the run", () => {
    const priorKnowledge = new PriorKnowledge(told.scenario, 1, bank);
    expect(ofKind(priorKnowledge.discover(0, told.news[0]!), "identity")).toEqual(listed);
    const old = new Set(before(lines).map(({ identity }) => identity));
    expect(lines.length).toBeGreaterThan(old.size + 1000);
    expect(listed.length).toBeGreaterThan(500);
    expect(listed.filter(({ identity }) => !old.has(identity))).toEqual([]);
  });

  test("is never of a spoofed hotline: the number is somebody else's", () => {
    const all = listen(["blocklist.listedShare=1"]);
    const spoofed = before(linesOf(all).map(({ line }) => line)).filter(
      ({ technology }) => TECHNOLOGIES[technology] === "spoofed-hotline",
    );
    expect(spoofed.length).toBeGreaterThan(100);
    const heard = new Set(ofKind(all.discoveries, "identity").map(({ identity }) => identity));
    expect(heard.size).toBeGreaterThan(1000);
    expect(spoofed.filter(({ identity }) => heard.has(identity))).toEqual([]);
  });

  test("is nothing where nobody reports", () => {
    expect(listen(["blocklist.listedShare=0", "templates.learnedShare=0"]).discoveries).toEqual([]);
  });

  test("of one gang does not depend on how many others there are", () => {
    const few = listen(["gangs.count=20"]);
    const own = new Set(linesOf(few).map(({ line }) => line.identity));
    const many = ofKind(listen([]).discoveries, "identity").filter(({ identity }) => own.has(identity));
    // Spoofed hotlines are shared and never listed, so an identity is one gang's.
    expect(many).toEqual(ofKind(few.discoveries, "identity"));
  });
});

test("what was heard before the run of scripts is a whole text with its slots filled", () => {
  const { discoveries } = listen(["templates.learnedShare=1", "gangs.campaignDays=60"]);
  const scripts = ofKind(discoveries, "script");
  expect(scripts).not.toEqual([]);
  for (const { text, fromTick } of scripts) {
    expect(fromTick).toBeLessThan(0);
    expect(text.length).toBeGreaterThan(10);
    const units = Array.from(text, (character) => character.charCodeAt(0));
    expect(units.some((unit) => unit >= SLOT_UNIT && unit < SLOT_UNIT + SLOT_CODES)).toBe(false);
    expect(text).not.toMatch(/[{}]/);
  }
});

describe("what is known before the run", () => {
  const scenario = smallScenario([
    "population.subscribers=20000",
    "blocklist.initialEntries=3000",
    "blocklist.initialRecycledShare=0.05",
    "templates.initial=100",
  ]);
  const subscribers = makeSubscribers(scenario, 1);
  const past = new PriorKnowledge(scenario, 1, bank).recallPast(subscribers, catalogue);

  test("names mobile numbers, of which as many are a subscriber's now as the scenario says", () => {
    const own = new Set(subscribers.number);
    const identities = ofKind(past, "identity");
    const recycled = identities.filter(({ identity }) => own.has(identity)).length;
    expect(Math.abs(recycled / 3000 - 0.05)).toBeLessThan(5 * Math.sqrt((0.05 * 0.95) / 3000));
    expect(identities.every(({ identity }) => identityForm(identity) === "plain")).toBe(true);
  });

  test("is the same again under the same seed, another under another, and can be nothing", () => {
    expect(new PriorKnowledge(scenario, 1, bank).recallPast(subscribers, catalogue)).toEqual(past);
    expect(new PriorKnowledge(scenario, 2, bank).recallPast(subscribers, catalogue)).not.toEqual(past);
    expect(new PriorKnowledge(smallScenario(NO_PAST), 1, bank).recallPast(subscribers, catalogue)).toEqual([]);
  });
});

/** The domains in use when the run begins, and whether each is known. */
function domainsAtStart(...settings: string[]): (readonly [ordinal: number, isKnown: boolean])[] {
  const { news, discoveries } = listen(["blocklist.listedShare=0.5", ...settings]);
  const known = new Set(ofKind(discoveries, "host").map(({ host }) => host));
  const opened = before(news.flatMap(({ openedDomains }) => openedDomains.map(({ domain }) => domain)));
  return opened.map((domain) => [domain.ordinal, known.has(domain.host)]);
}

test("what was heard of domains before the run does not depend on how long it is", () => {
  const usual = domainsAtStart("hours=24");
  expect(usual.filter(([, isKnown]) => isKnown).length).toBeGreaterThan(20);
  expect(domainsAtStart("hours=480")).toEqual(usual);
});

test("the list as a whole keeps its size: as many entries of other gangs come as expire, none twice", () => {
  const scenario = smallScenario(["gangs.count=0", "blocklist.initialEntries=1000", "blocklist.lifeDays=3"]);
  const priorKnowledge = new PriorKnowledge(scenario, 1, bank);
  const identities = new Set<number>();
  for (let tick = 0; tick < 72; tick++) {
    for (const entries of ofKind(priorKnowledge.discover(tick, emptyNews()), "identities")) {
      expect(entries.fromTick).toBe(tick);
      for (const identity of entries.identities) identities.add(identity);
    }
  }
  expect(identities.size).toBe(1000);
});
