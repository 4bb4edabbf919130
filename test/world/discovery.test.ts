import { describe, expect, test } from "vitest";
import { identityForm } from "../../src/event/identity.ts";
import type { Lesson } from "../../src/event/lesson.ts";
import { BENIGN_CLASSES, type BenignClass, TECHNOLOGIES } from "../../src/event/taxonomy.ts";
import type { Scenario } from "../../src/scenario/schema.ts";
import { Informant } from "../../src/world/discovery.ts";
import { type GangNews, GangRoster } from "../../src/world/gang.ts";
import { type Organisations, makeOrganisations } from "../../src/world/organisations.ts";
import { makeSubscribers } from "../../src/world/subscribers.ts";
import { SLOT_CODES, SLOT_UNIT } from "../../src/world/text/slots.ts";
import { smallScenario } from "./small-world.ts";
import { bank, catalogue } from "./text/fixture.ts";

const NO_PAST = ["blocklist.initialEntries=0", "blocklist.initialRecycledShare=0", "templates.initial=0"];

/** Where nobody honest is misreported. */
const NO_ORGANISATIONS: Organisations = [];

const NOTHING_NEW: GangNews = { openedLines: [], openedDomains: [], launchedCampaigns: [], retiredLines: [] };

interface Told {
  readonly scenario: Scenario;
  readonly news: readonly GangNews[];
  readonly discoveries: readonly Lesson[];
}

/** What many gangs do in some ticks, and what is heard of it. */
function listen(settings: readonly string[], { ticks = 1, seed = 1 } = {}): Told {
  const scenario = smallScenario(["gangs.count=400", ...NO_PAST, ...settings]);
  const roster = new GangRoster(scenario, seed, catalogue, ["icbc", "taobao"]);
  const informant = new Informant(scenario, seed, bank, NO_ORGANISATIONS);
  const news = Array.from({ length: ticks }, (_, tick) => roster.advance(tick));
  return { scenario, news, discoveries: news.flatMap((each, tick) => informant.discover(tick, each)) };
}

function ofKind<K extends Lesson["what"]>(discoveries: readonly Lesson[], what: K): Extract<Lesson, { what: K }>[] {
  return discoveries.filter((each) => each.what === what) as Extract<Lesson, { what: K }>[];
}

function linesOf({ news }: Told): GangNews["openedLines"] {
  return news.flatMap(({ openedLines }) => openedLines);
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
}

/** Five standard deviations of a share. */
function margin(share: number, count: number): number {
  return 5 * Math.sqrt((share * (1 - share)) / count);
}

const told = listen(["gangs.lineLifeDays=1"], { ticks: 48 });
const openedTick = new Map(linesOf(told).map(({ line }) => [line.identity, line.openedTick]));
const listable = linesOf(told).filter(({ line }) => TECHNOLOGIES[line.technology] !== "spoofed-hotline");

describe("what is heard of lines and senders", () => {
  test("is as many as the scenario's share of them", () => {
    const { listedShare } = told.scenario.blocklist;
    const listed = ofKind(told.discoveries, "identity");
    expect(listed.length).toBeGreaterThan(1000);
    expect(Math.abs(listed.length / listable.length - listedShare)).toBeLessThan(margin(listedShare, listable.length));
  });

  test("is of lines that were opened, and never before their first use", () => {
    for (const { identity, fromTick } of ofKind(told.discoveries, "identity")) {
      expect(fromTick).toBeGreaterThan(openedTick.get(identity)!);
    }
  });

  test("comes after a delay whose median is the scenario's", () => {
    for (const delayHours of [16, 72]) {
      const { discoveries, ...rest } = listen([`blocklist.delayHours=${delayHours}`]);
      const opened = new Map(linesOf({ discoveries, ...rest }).map(({ line }) => [line.identity, line.openedTick]));
      const delays = ofKind(discoveries, "identity").map(({ identity, fromTick }) => fromTick - opened.get(identity)!);
      expect(median(delays)).toBeGreaterThan(0.88 * delayHours);
      expect(median(delays)).toBeLessThan(1.12 * delayHours);
    }
  });

  test("comes an hour later at the earliest, even without a delay", () => {
    const { discoveries, news } = listen(["blocklist.delayHours=0", "blocklist.listedShare=1"]);
    const opened = new Map(news[0]!.openedLines.map(({ line }) => [line.identity, line.openedTick]));
    const delays = ofKind(discoveries, "identity").map(({ identity, fromTick }) => fromTick - opened.get(identity)!);
    expect(new Set(delays)).toEqual(new Set([1]));
  });

  test("is never of a spoofed hotline: the number is somebody else's", () => {
    const others = TECHNOLOGIES.filter((name) => name !== "spoofed-hotline");
    const only = ["gangs.callTechnologies", "gangs.textTechnologies"].flatMap((path) => [
      `${path}.spoofed-hotline=1`,
      ...others.map((name) => `${path}.${name}=0`),
    ]);
    const spoofed = listen([...only, "blocklist.listedShare=1"]);
    expect(linesOf(spoofed).length).toBeGreaterThan(1000);
    expect(ofKind(spoofed.discoveries, "identity")).toEqual([]);
  });

  test("is nothing where nobody reports, and everything that can be listed where everybody does", () => {
    const silent = listen(["blocklist.listedShare=0", "templates.learnedShare=0"]);
    expect(silent.discoveries).toEqual([]);
    const everything = listen(["blocklist.listedShare=1"]);
    const known = new Set(ofKind(everything.discoveries, "identity").map(({ identity }) => identity));
    const missed = linesOf(everything).filter(
      ({ line }) => TECHNOLOGIES[line.technology] !== "spoofed-hotline" && !known.has(line.identity),
    );
    expect(missed).toEqual([]);
  });

  test("of one gang does not depend on how many others there are", () => {
    const few = listen(["gangs.count=20"]);
    const own = new Set(linesOf(few).map(({ line }) => line.identity));
    const many = ofKind(listen([]).discoveries, "identity").filter(({ identity }) => own.has(identity));
    // Spoofed hotlines are shared and never listed, so an identity is one gang's.
    expect(many).toEqual(ofKind(few.discoveries, "identity"));
  });
});

describe("what is heard of domains", () => {
  test("is the scenario's share of them, none before its first use", () => {
    const domains = told.news.flatMap(({ openedDomains }) => openedDomains.map(({ domain }) => domain));
    const { listedShare } = told.scenario.blocklist;
    const listed = ofKind(told.discoveries, "host");
    expect(Math.abs(listed.length / domains.length - listedShare)).toBeLessThan(margin(listedShare, domains.length));
    for (const { host, fromTick } of listed) {
      const uses = domains.filter((domain) => domain.host === host).map((domain) => domain.openedTick);
      expect(fromTick).toBeGreaterThan(Math.min(...uses));
    }
  });
});

describe("what is heard of scripts", () => {
  const scripts = ofKind(told.discoveries, "script");
  const stages = told.news
    .flatMap(({ launchedCampaigns }) => launchedCampaigns)
    .flatMap(({ script }) => script.stages.filter(({ channel }) => channel === "text"));

  test("is the scenario's share of their text stages, in both languages", () => {
    const { learnedShare } = told.scenario.templates;
    const all = stages.length * 2;
    expect(Math.abs(scripts.length / all - learnedShare)).toBeLessThan(margin(learnedShare, all));
    const chinese = scripts.filter(({ text }) => /[\u4e00-\u9fff]/.test(text));
    expect(chinese.length).toBeGreaterThan(0.3 * scripts.length);
    expect(chinese.length).toBeLessThan(0.7 * scripts.length);
  });

  test("is a whole text with its slots filled", () => {
    for (const { text } of scripts) {
      expect(text.length).toBeGreaterThan(10);
      expect(Array.from(text).some((character) => isSlot(character.charCodeAt(0)))).toBe(false);
      expect(text).not.toMatch(/[{}]/);
    }
  });

  test("comes into force with the others, every so many hours", () => {
    const { publishHours } = told.scenario.templates;
    for (const { fromTick } of scripts) expect(Math.abs(fromTick % publishHours)).toBe(0);
  });

  test("comes after the stage was first sent, by a delay about the scenario's", () => {
    const { discoveries, news } = listen([
      "templates.learnedShare=1",
      "templates.publishHours=1",
      "templates.delaySigma=0",
      "templates.delayHours=30",
    ]);
    const expected = news[0]!.launchedCampaigns.flatMap(({ script, fromTick }) => {
      let tick = fromTick;
      return script.stages.flatMap(({ channel, afterHours }, stage) => {
        tick += stage === 0 ? 0 : Math.max(1, Math.round(afterHours));
        return channel === "call" ? [] : [tick + 30, tick + 30];
      });
    });
    expect(ofKind(discoveries, "script").map(({ fromTick }) => fromTick)).toEqual(expected);
  });
});

describe("what is known before the run", () => {
  const scenario = smallScenario([
    "population.subscribers=20000",
    "blocklist.initialEntries=3000",
    "blocklist.initialRecycledShare=0.05",
    "templates.initial=100",
  ]);
  const subscribers = makeSubscribers(scenario, 1);
  const past = new Informant(scenario, 1, bank, NO_ORGANISATIONS).recallPast(subscribers, catalogue);

  test("is of the size that the scenario says, and all of it in force at the first tick and not yet expired", () => {
    const identities = ofKind(past, "identity");
    const recycled = identities.length - 3000;
    expect(Math.abs(recycled / 20_000 - 0.05)).toBeLessThan(margin(0.05, 20_000));
    expect(ofKind(past, "script").length).toBe(100);
    for (const { fromTick } of identities) {
      expect(fromTick).toBeLessThanOrEqual(0);
      expect(fromTick).toBeGreaterThan(-scenario.blocklist.lifeDays * 24);
    }
    for (const { fromTick } of ofKind(past, "script")) {
      expect(fromTick).toBeLessThanOrEqual(0);
      expect(fromTick).toBeGreaterThan(-scenario.templates.lifeDays * 24);
    }
  });

  test("names mobile numbers, of which only the recycled ones are a subscriber's", () => {
    const own = new Set(subscribers.number);
    const identities = ofKind(past, "identity");
    expect(identities.slice(0, 3000).some(({ identity }) => own.has(identity))).toBe(false);
    expect(identities.slice(3000).every(({ identity }) => own.has(identity))).toBe(true);
    expect(identities.every(({ identity }) => identityForm(identity) === "plain")).toBe(true);
  });

  test("is the same again under the same seed, and another under another", () => {
    expect(new Informant(scenario, 1, bank, NO_ORGANISATIONS).recallPast(subscribers, catalogue)).toEqual(past);
    expect(new Informant(scenario, 2, bank, NO_ORGANISATIONS).recallPast(subscribers, catalogue)).not.toEqual(past);
  });

  test("can be nothing", () => {
    expect(new Informant(smallScenario(NO_PAST), 1, bank, NO_ORGANISATIONS).recallPast(subscribers, catalogue)).toEqual(
      [],
    );
  });
});

describe("honest callers that are misreported", () => {
  const settings = [...NO_PAST, "gangs.count=0", "blocklist.misreportsPerDay=48"];
  const scenario = smallScenario(settings);
  const organisations = makeOrganisations(scenario, 1);
  const listed = Array.from({ length: 100 }, (_, tick) =>
    new Informant(scenario, 1, bank, organisations).discover(tick, NOTHING_NEW).map((each) => ({ each, tick })),
  ).flat();

  test("are as many as the scenario says, and listed an hour later", () => {
    expect(Math.abs(listed.length - 200)).toBeLessThan(5 * Math.sqrt(200));
    for (const { each, tick } of listed) expect(each.fromTick).toBe(tick + 1);
  });

  test("are couriers, riders and marketers", () => {
    const pools = ["marketing", "courier", "delivery"].flatMap(
      (name) => organisations[BENIGN_CLASSES.indexOf(name as BenignClass)]!,
    );
    const honest = new Set(pools.flatMap(({ identity }) => [...identity]));
    for (const { each } of listed) expect(each.what === "identity" && honest.has(each.identity)).toBe(true);
  });
});

describe("the list as a whole", () => {
  test("keeps its size: as many entries of other gangs come as expire, none twice", () => {
    const scenario = smallScenario(["gangs.count=0", "blocklist.initialEntries=1000", "blocklist.lifeDays=3"]);
    const informant = new Informant(scenario, 1, bank, NO_ORGANISATIONS);
    const identities = new Set<number>();
    for (let tick = 0; tick < 72; tick++) {
      for (const entry of ofKind(informant.discover(tick, NOTHING_NEW), "identity")) {
        expect(entry.fromTick).toBe(tick);
        identities.add(entry.identity);
      }
    }
    expect(identities.size).toBe(1000);
  });
});

function isSlot(unit: number): boolean {
  return unit >= SLOT_UNIT && unit < SLOT_UNIT + SLOT_CODES;
}
