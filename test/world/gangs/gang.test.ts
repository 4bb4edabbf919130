import { describe, expect, test } from "vitest";
import { ROUTE_FIXED } from "../../../src/event/event-batch.ts";
import { TECHNOLOGIES } from "../../../src/event/taxonomy.ts";
import type { Campaign } from "../../../src/world/gangs/campaign.ts";
import type { GangNews } from "../../../src/world/gangs/gang.ts";
import { GangTables, MAX_DOMAINS, MAX_HOST, MAX_LINES, attachGangTable } from "../../../src/world/gangs/gang-table.ts";
import { type Domain, DomainMaker, domainsPerGang } from "../../../src/world/gangs/domain.ts";
import { type Line, isMobile } from "../../../src/world/gangs/line.ts";
import { Gangs } from "../../../src/world/gangs/gangs.ts";
import { SLICE } from "../../../src/world/slice.ts";
import { PROTECTED_DOMAINS, slicesIn, smallScenario } from "../small-world.ts";
import { catalogue } from "../text/fixture.ts";
import { settingNamed } from "../../../src/scenario/knobs.ts";
import { GangPolicies, type GangPolicy, USUAL_POLICY } from "../../../src/world/gangs/gang-policy.ts";

const LABELS = PROTECTED_DOMAINS.map(({ domain }) => domain.split(".")[0]!).filter((label) => label.length >= 4);
const DAYS = 30;

function gangsOf(settings: readonly string[], seed = 1): Gangs {
  return new Gangs(smallScenario([`hours=${DAYS * 24}`, ...settings]), seed, catalogue, LABELS);
}

interface History {
  readonly openedLines: { gang: number; line: Line }[];
  readonly retiredLines: { gang: number; line: Line; tick: number }[];
  readonly openedDomains: { gang: number; domain: Domain }[];
  readonly campaigns: Campaign[];
  /** The words of every slice planned for gangs below `gangs`, by tick. */
  readonly plan: number[][];
}

function live(from: Gangs, ticks: number, gangs = Infinity): History {
  const history: History = { openedLines: [], retiredLines: [], openedDomains: [], campaigns: [], plan: [] };
  for (let tick = 0; tick < ticks; tick++) {
    const news: GangNews = from.advance(tick);
    history.openedLines.push(...news.openedLines.filter(({ gang }) => gang < gangs));
    history.retiredLines.push(
      ...news.retiredLines.filter(({ gang }) => gang < gangs).map((each) => ({ ...each, tick })),
    );
    history.openedDomains.push(...news.openedDomains.filter(({ gang }) => gang < gangs));
    history.campaigns.push(...news.launchedCampaigns.filter(({ gang }) => gang < gangs));
    history.plan.push(
      ...slicesIn(from.plan(tick))
        .filter((slice) => slice[SLICE.index]! < gangs)
        .map((slice) => [tick, ...slice]),
    );
  }
  return history;
}

/** The policy of a gang of whose domains such a share imitate protected ones. */
function imitating(share: "usual" | "0" | "0.3"): GangPolicy {
  return { ...USUAL_POLICY, lookalikes: settingNamed("lookalikes", share)! };
}

test("a domain is a host that fits its table, whatever it imitates, and never a protected one", () => {
  const genuine = new Set(PROTECTED_DOMAINS.map(({ domain }) => domain));
  const maker = new DomainMaker(smallScenario([]), 1, LABELS);
  const imitated: string[] = [];
  for (let serial = 0; serial < 10_000; serial++) {
    const { host } = maker.open(
      serial % 100,
      Math.floor(serial / 100),
      0,
      false,
      imitating(serial % 2 === 0 ? "0" : "0.3"),
    );
    imitated.push(...(genuine.has(host) ? [host] : []));
    if (serial % 4 < 2) continue;
    expect(host).toMatch(/^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.[a-z]+$/);
    expect(host.length).toBeLessThanOrEqual(MAX_HOST);
  }
  expect(imitated).toEqual([]);
});

test("a domain has a serial number of its gang's own range, which the scenario can count", () => {
  const scenario = smallScenario([`hours=${DAYS * 24}`]);
  const maker = new DomainMaker(scenario, 1, LABELS);
  const perGang = domainsPerGang(scenario);
  for (const gang of [0, 1, 5]) {
    const serials = Array.from({ length: perGang }, (_, serial) => maker.open(gang, serial, 0, false).serial);
    expect(new Set(serials).size).toBe(perGang);
    expect(Math.min(...serials)).toBe(gang * perGang);
    expect(Math.max(...serials)).toBe((gang + 1) * perGang - 1);
  }
});

test("a domain imitates nothing where there is nothing to imitate", () => {
  const maker = new DomainMaker(smallScenario([]), 1, []);
  expect(maker.open(0, 0, 0, false, imitating("0.3")).host).toMatch(/^[a-z0-9]+\.[a-z]+$/);
});

test("a domain imitates a protected one as often as its gang wants", () => {
  const maker = new DomainMaker(smallScenario([]), 1, LABELS);
  const hosts = (setting: "0" | "usual" | "0.3"): string[] =>
    Array.from({ length: 2000 }, (_, i) => maker.open(i % 100, Math.floor(i / 100), 0, false, imitating(setting)).host);
  const plain = hosts("0");
  for (const [setting, share] of [
    ["usual", 0.05],
    ["0.3", 0.3],
  ] as const) {
    const imitations = hosts(setting).filter((host, i) => host !== plain[i]);
    expect(Math.abs(imitations.length / 2000 - share)).toBeLessThan(4 * Math.sqrt((share * (1 - share)) / 2000));
  }
});

test("gangs never share a number or use one twice, but for spoofed hotlines", () => {
  const { openedLines } = live(gangsOf(["gangs.count=40", "population.subscribers=1000"]), DAYS * 24);
  const own = openedLines
    .map(({ line }) => line)
    .filter(({ technology }) => TECHNOLOGIES[technology] !== "spoofed-hotline");
  expect(new Set(own.map(({ identity }) => identity)).size).toBe(own.length);
  expect(own.some(({ technology }) => isMobile(technology))).toBe(true);
  const landlines = own.filter(({ technology }) => TECHNOLOGIES[technology] === "landline");
  expect(new Set(landlines.map(({ route }) => route))).toEqual(new Set([ROUTE_FIXED]));
});

test("a gang does the same whether it is one of 20 or of 200", () => {
  const few = gangsOf(["gangs.count=20"]);
  const many = gangsOf(["gangs.count=200"]);
  expect(live(many, 72, 20)).toEqual(live(few, 72, 20));
  expect(many.all.slice(0, 20)).toEqual(few.all);
});

test("the table of gangs shows at every tick what is in use then, and keeps it until two ticks later", () => {
  const lived = gangsOf([
    "gangs.count=20",
    "gangs.lineLifeDays=1",
    "adversary.schedule=[{fromHour: 0, knob: domains, setting: 24}]",
  ]);
  const tables = new GangTables(lived.all);
  let last = attachGangTable(tables.seal(0));
  for (let tick = 1; tick < 50; tick++) {
    tables.note(lived.advance(tick));
    const kept = [...last.callIdentity];
    const table = attachGangTable(tables.seal(tick));
    expect([...last.callIdentity]).toEqual(kept);
    last = table;
    for (const { id, lines, domains, typology } of lived.all) {
      expect(table.typology[id]).toBe(typology);
      const shown = (column: Float64Array | Uint32Array, width: number, count: number): number[] =>
        Array.from({ length: count }, (_, slot) => column[id * width + slot]!);
      const { call, message } = lines;
      expect([table.callCount[id], table.domainCount[id]]).toEqual([call.length, domains.length]);
      expect(shown(table.callIdentity, MAX_LINES, call.length)).toEqual(call.map(({ identity }) => identity));
      expect(shown(table.messageIdentity, MAX_LINES, message.length)).toEqual(message.map(({ identity }) => identity));
      expect(shown(table.domainSerial, MAX_DOMAINS, domains.length)).toEqual(domains.map(({ serial }) => serial));
    }
  }
});

describe("gangs that turn their number of lines", () => {
  const policies = new GangPolicies(smallScenario([]));
  const turn = (setting: string): void => {
    for (let gang = 0; gang < 6; gang++) policies.turn(gang, "lines", settingNamed("lines", setting)!);
  };
  const means = { trade: null, sizeOf: () => 1, policies };
  const gangs = new Gangs(
    smallScenario(["gangs.lineLifeDays=300", "gangs.senderLifeDays=300"]),
    1,
    catalogue,
    LABELS,
    means,
  );
  const identities = (): number[][] =>
    gangs.all.map(({ lines }) => [...lines.call, ...lines.message].map(({ identity }) => identity));
  const usual = gangs.all.map(({ lines }) => [...lines.call, ...lines.message]);

  test("have as many lines and senders, each a number of its own, beside the usual ones", () => {
    turn("16");
    const { resized } = gangs.advance(1);
    expect(resized).toHaveLength(12);
    expect(gangs.all.every(({ lines }) => lines.call.length === 16 && lines.message.length === 16)).toBe(true);
    const all = identities().flat();
    expect(new Set(all).size).toBeGreaterThan(0.98 * all.length);
    for (const [gang, lines] of usual.entries()) {
      const kept = lines
        .filter(({ technology }) => TECHNOLOGIES[technology] !== "sim-box")
        .map(({ identity }) => identity);
      expect(identities()[gang]).toEqual(expect.arrayContaining(kept));
    }
  });

  test("give up those that are too many, and never have the number of one again", () => {
    const before = new Set(identities().flat());
    turn("2");
    const { retiredLines } = gangs.advance(2);
    expect(retiredLines.length).toBeGreaterThanOrEqual(6 * 28);
    expect(gangs.all.every(({ lines }) => lines.call.length === 2 && lines.message.length === 2)).toBe(true);
    turn("8");
    const { openedLines } = gangs.advance(3);
    const again = openedLines.filter(({ line }) => before.has(line.identity));
    expect(openedLines.length).toBeGreaterThanOrEqual(6 * 12);
    expect(again.length).toBeLessThan(0.05 * openedLines.length);
  });
});
