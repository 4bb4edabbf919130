import { meanOf } from "../../../src/core/sum.ts";
import { distance } from "fastest-levenshtein";
import { beforeAll, describe, expect, test } from "vitest";
import { TECHNOLOGIES, TYPOLOGIES } from "../../../src/event/taxonomy.ts";
import type { Campaign, GangNews } from "../../../src/world/gangs/gang.ts";
import { GangTables, MAX_DOMAINS, MAX_HOST, MAX_LINES, attachGangTable } from "../../../src/world/gangs/gang-table.ts";
import { type Domain, DomainMaker, domainsPerGang } from "../../../src/world/gangs/domain.ts";
import { type Line, LineMaker, CALL_WEIGHTS, isRecyclable } from "../../../src/world/gangs/line.ts";
import { diurnalWeight } from "../../../src/world/traffic/diurnal.ts";
import { Gangs } from "../../../src/world/gangs/gangs.ts";
import { SLICE, TIME_DRAWN } from "../../../src/world/slice.ts";
import { PROTECTED_DOMAINS, slicesIn, smallScenario, smallWorld } from "../small-world.ts";
import { catalogue } from "../text/fixture.ts";
import { type Knob, settingNamed } from "../../../src/scenario/knobs.ts";
import { Strategies } from "../../../src/world/gangs/adversary/strategies.ts";

const LABELS = PROTECTED_DOMAINS.map(({ domain }) => domain.split(".")[0]!).filter((label) => label.length >= 4);
const DAYS = 30;
/** By typology: the channels by which its scripts open. */
const OPENINGS = catalogue.scripts.map((scripts) => new Set(scripts.map(({ steps }) => steps[0]!.channel)));

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

test.each([
  ["call", 9],
  ["message", 4],
] as const)(
  "a line of a %s lives as long as the scenario says on average, or a day and a half in a SIM box",
  (use, days) => {
    const maker = new LineMaker(smallScenario(["gangs.lineLifeDays=9", "gangs.senderLifeDays=4"]), 1);
    const lives: Record<"simBox" | "other", number[]> = { simBox: [], other: [] };
    for (let gang = 0; gang < 400; gang++) {
      for (let serial = 0; serial < 20; serial++) {
        const line = maker.open(gang, serial, use, 100, false);
        const lived = (line.retiresTick - line.openedTick) / 24;
        lives[TECHNOLOGIES[line.technology] === "sim-box" ? "simBox" : "other"].push(lived);
      }
    }
    // An exponential spreads as widely as its mean; rounding up to whole ticks adds half an hour.
    expect(Math.abs(meanOf(lives.other) - days)).toBeLessThan((4 * days) / Math.sqrt(lives.other.length) + 0.5 / 24);
    expect(Math.abs(meanOf(lives.simBox) - 1.5)).toBeLessThan((4 * 1.5) / Math.sqrt(lives.simBox.length) + 0.5 / 24);
  },
);

test("a line has technologies by their weights, and none that weighs nothing", () => {
  const scenario = smallScenario([]);
  const maker = new LineMaker(scenario, 1);
  for (const use of ["call", "message"] as const) {
    const counts = new Float64Array(TECHNOLOGIES.length);
    const lines = 8000;
    for (let i = 0; i < lines; i++) counts[maker.open(i % 200, Math.floor(i / 200), use, 0, false).technology]!++;
    const weights = use === "call" ? CALL_WEIGHTS : scenario.gangs.messageTechnologies;
    const total = Object.values(weights).reduce((sum, weight) => sum + weight, 0);
    TECHNOLOGIES.forEach((name, code) => {
      const share = weights[name] / total;
      expect(Math.abs(counts[code]! / lines - share)).toBeLessThan(5 * Math.sqrt((share * (1 - share)) / lines) + 1e-9);
    });
  }
});

test("a line that stands before the first tick was opened before it, and is part way through its life", () => {
  const maker = new LineMaker(smallScenario([]), 1);
  const aged = Array.from({ length: 2000 }, (_, gang) => maker.open(gang, 0, "call", 0, true));
  expect(aged.every(({ openedTick, retiresTick }) => openedTick <= 0 && retiresTick > 0)).toBe(true);
  expect(meanOf(aged.map(({ openedTick }) => -openedTick))).toBeGreaterThan(24);
});

/** The habit of a gang of whose domains such a share imitate protected ones. */
function imitating(lookalikes: number): { hours: null; lookalikes: number } {
  return { hours: null, lookalikes };
}

test("a domain is a host that fits its table, whatever it imitates, and never a protected one", () => {
  const genuine = new Set(PROTECTED_DOMAINS.map(({ domain }) => domain));
  const maker = new DomainMaker(smallScenario([]), 1, LABELS);
  for (let serial = 0; serial < 20_000; serial++) {
    const { host } = maker.open(serial % 100, Math.floor(serial / 100), 0, false, imitating(serial % 2));
    if (genuine.has(host)) expect.fail(host);
    if (serial % 4 < 2) continue;
    expect(host).toMatch(/^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.[a-z]+$/);
    expect(host.length).toBeLessThanOrEqual(MAX_HOST);
  }
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

test("a domain imitates a protected one as often as its gang wants, and is nothing like one otherwise", () => {
  const COUNT = 2000;
  for (const share of [0, 0.05, 0.4, 1]) {
    const maker = new DomainMaker(smallScenario([]), 1, LABELS);
    const hosts = Array.from(
      { length: COUNT },
      (_, i) => maker.open(i % 100, Math.floor(i / 100), 0, false, imitating(share)).host,
    );
    const margin = 4 * Math.sqrt((share * (1 - share)) / COUNT) + ALIKE_BY_CHANCE;
    expect(Math.abs(hosts.filter(isImitation).length / COUNT - share)).toBeLessThanOrEqual(margin);
  }
});

test("a domain imitates a protected one in every way there is: letters exchanged, a word before or behind", () => {
  const maker = new DomainMaker(smallScenario([]), 1, LABELS);
  const labels = Array.from(
    { length: 300 },
    (_, gang) => maker.open(gang, 0, 0, false, imitating(1)).host.split(".")[0]!,
  );
  const behind = labels.filter((label) => LABELS.some((genuine) => label.startsWith(`${genuine}-`)));
  const before = labels.filter((label) => LABELS.some((genuine) => label.includes(`-${genuine}`)));
  const exchanged = labels.filter((label) => !label.includes("-"));
  for (const way of [behind, before, exchanged]) expect(way.length).toBeGreaterThan(60);
});

test("a domain imitates nothing where there is nothing to imitate", () => {
  const maker = new DomainMaker(smallScenario([]), 1, []);
  expect(maker.open(0, 0, 0, false, imitating(1)).host).toMatch(/^[a-z0-9]+\.[a-z]+$/);
});

test("the gangs of a world know what to imitate: the domains that the platform protects", () => {
  const { gangs: founded } = smallWorld(["gangs.count=50", "gangs.domains=4"]);
  const hosts = founded.all.flatMap(({ domains }) => domains.map(({ host }) => host));
  expect(hosts).toHaveLength(200);
  // Some ten of them; of as many that imitate nothing, one or none looks like it.
  expect(hosts.filter(isImitation).length).toBeGreaterThan(4);
});

describe("gangs over a month", () => {
  const GANGS = 40;
  let history: History;
  let gangs: Gangs["all"];
  let lived: Gangs;

  beforeAll(() => {
    lived = gangsOf([`gangs.count=${GANGS}`, "population.subscribers=1000"]);
    history = live(lived, DAYS * 24);
    gangs = lived.all;
  });

  test("turn over their lines: as many retired as replaced, each when it is due, and run scripts of their typology", () => {
    const { callLines, senders, domains: domainCount } = smallScenario([]).gangs;
    expect(history.openedLines.length - history.retiredLines.length).toBe(GANGS * (callLines + senders));
    for (const { line, tick } of history.retiredLines) expect(tick).toBe(line.retiresTick);
    for (const { lines, domains } of gangs) {
      expect([lines.call.length, lines.message.length, domains.length]).toEqual([callLines, senders, domainCount]);
    }
    for (const { gang, script } of history.campaigns) expect(script.typology).toBe(gangs[gang]!.typology);
    // Lines live 15 days, senders 6.61 and SIM-box cards less: at least three successions each in a month.
    expect(history.retiredLines.length / GANGS / (callLines + senders)).toBeGreaterThan(3);
  });

  test("turn over domains every three days and campaigns every ten", () => {
    const { domains, domainLifeDays, campaignDays } = smallScenario([]).gangs;
    const opened = history.openedDomains.length / GANGS / domains - 1;
    expect(opened).toBeGreaterThan((0.85 * DAYS) / domainLifeDays);
    expect(opened).toBeLessThan((1.15 * DAYS) / domainLifeDays);
    const campaigns = history.campaigns.length / GANGS;
    expect(campaigns).toBeGreaterThan((0.8 * DAYS) / campaignDays);
    expect(campaigns).toBeLessThan((1.5 * DAYS) / campaignDays);
  });

  test("are met in the middle of their first campaigns: no more end in the first hours than in others", () => {
    const ends: number[] = [];
    const many = gangsOf(["gangs.count=1000"]);
    for (let tick = 0; tick < 240; tick++) ends.push(many.advance(tick).launchedCampaigns.length);
    const sum = (from: number, to: number) => ends.slice(from, to).reduce((total, count) => total + count, 0);
    // A thousand gangs and campaigns of ten days: some four an hour, and as many in any twelve hours.
    expect(sum(1, 13)).toBeGreaterThan(25);
    expect(sum(1, 13)).toBeLessThan(75);
    expect(sum(1, 240) / 239).toBeGreaterThan(3.7);
    expect(sum(1, 240) / 239).toBeLessThan(4.7);
  });

  test("never share a number or use one twice, but for spoofed hotlines", () => {
    const own = history.openedLines
      .map(({ line }) => line)
      .filter(({ technology }) => TECHNOLOGIES[technology] !== "spoofed-hotline");
    expect(new Set(own.map(({ identity }) => identity)).size).toBe(own.length);
    expect(own.some(({ technology }) => isRecyclable(technology))).toBe(true);
  });

  test("open with a call as often as the scenario says, where their typology has scripts of both kinds", () => {
    for (const callFirstShare of [0, 0.25, 1]) {
      const many = gangsOf(["gangs.count=800", `gangs.callFirstShare=${callFirstShare}`]);
      const openings = many.all
        .filter(({ typology }) => OPENINGS[typology]!.size === 2)
        .map(({ campaign }) => campaign.script.steps[0]!.channel);
      const share = openings.filter((channel) => channel === "call").length / openings.length;
      expect(openings.length).toBeGreaterThan(300);
      expect(Math.abs(share - callFirstShare)).toBeLessThanOrEqual(
        4 * Math.sqrt((callFirstShare * (1 - callFirstShare)) / openings.length),
      );
    }
  });

  test("run every script that their typology has", () => {
    const run = new Set(gangsOf(["gangs.count=3000"]).all.map(({ campaign }) => campaign.script.id));
    const all = catalogue.scripts.flat().map(({ id }) => id);
    expect(all.filter((id) => !run.has(id))).toEqual([]);
  });

  test("approach new targets as often as the scenario says, by the shape of the day", () => {
    const { messagesPerDay, callsPerDay } = smallScenario([]).gangs;
    const total = history.plan.reduce((sum, words) => sum + words[1 + SLICE.count]!, 0);
    expect(total).toBeGreaterThan(0.9 * GANGS * DAYS * Math.min(messagesPerDay, callsPerDay));
    expect(total).toBeLessThan(1.1 * GANGS * DAYS * Math.max(messagesPerDay, callsPerDay));
    const atNight = contactsAt(history.plan, 3) / contactsAt(history.plan, 9);
    expect(Math.abs(atNight - diurnalWeight("fraud", 3) / diurnalWeight("fraud", 9))).toBeLessThan(0.03);
  });

  test("approach by message as many as the scenario says, and by call as many as it says of that", () => {
    const [MESSAGES, CALLS] = [300, 30];
    const many = gangsOf([
      "gangs.count=60",
      `gangs.messagesPerDay=${MESSAGES}`,
      `gangs.callsPerDay=${CALLS}`,
      "gangs.campaignDays=300",
    ]);
    const counts = new Map<number, number>();
    for (let tick = 0; tick < 24; tick++) {
      many.advance(tick);
      for (const slice of slicesIn(many.plan(tick))) {
        counts.set(slice[SLICE.index]!, (counts.get(slice[SLICE.index]!) ?? 0) + slice[SLICE.count]!);
      }
    }
    // One or two turn to another script meanwhile.
    const steady = many.all.filter(({ campaign }) => campaign.fromTick <= 0);
    expect(steady.length).toBeGreaterThan(55);
    for (const { id, campaign } of steady) {
      const expected = campaign.script.steps[0]!.channel === "message" ? MESSAGES : CALLS;
      expect(Math.abs((counts.get(id) ?? 0) - expected)).toBeLessThan(5 * Math.sqrt(expected));
    }
  });

  test("take their targets one after the other, leaving none out", () => {
    const next = new Map<number, number>();
    for (const words of history.plan) {
      const gang = words[1 + SLICE.index]!;
      expect(words[1 + SLICE.first]).toBe(next.get(gang) ?? 0);
      next.set(gang, words[1 + SLICE.first]! + words[1 + SLICE.count]!);
    }
    expect(next.size).toBe(GANGS);
  });

  test("plan first contacts alone, whose time is drawn", () => {
    for (const words of history.plan) {
      const [step, attempt, offsetMs] = [SLICE.step, SLICE.attempt, SLICE.offsetMs].map((at) => words[1 + at]);
      expect([step, attempt, offsetMs]).toEqual([0, 0, TIME_DRAWN]);
    }
  });

  test("are remembered by their campaigns and hosts", () => {
    for (const campaign of history.campaigns) expect(lived.campaignOf(campaign.gang, campaign.key)).toBe(campaign);
    for (const { domain } of history.openedDomains) {
      const last = history.openedDomains.findLast((each) => each.domain.serial === domain.serial)!;
      expect(lived.hostOf(domain.serial)).toBe(last.domain.host);
    }
    expect(() => lived.campaignOf(GANGS, 1)).toThrow(/never ran/);
    expect(() => lived.hostOf(0xfffffffe)).toThrow(/no gang ever/);
  });
});

test("a gang does the same whether it is one of 20 or of 200", () => {
  const few = gangsOf(["gangs.count=20"]);
  const many = gangsOf(["gangs.count=200"]);
  expect(live(many, 72, 20)).toEqual(live(few, 72, 20));
  expect(many.all.slice(0, 20)).toEqual(few.all);
});

test("a gang does something else under another seed", () => {
  const [one, two] = [live(gangsOf(["gangs.count=20"], 1), 24), live(gangsOf(["gangs.count=20"], 2), 24)];
  const identities = new Set(one.openedLines.map(({ line }) => line.identity));
  expect(two.openedLines.filter(({ line }) => identities.has(line.identity)).length).toBeLessThan(20);
  expect(two.plan).not.toEqual(one.plan);
});

test("a gang has every typology somewhere among many, in the shares of the scenario", () => {
  const scenario = smallScenario([]);
  const { all: gangs } = gangsOf(["gangs.count=2000"]);
  const total = Object.values(scenario.gangs.typologies).reduce((sum, weight) => sum + weight, 0);
  TYPOLOGIES.forEach((name, code) => {
    const share = scenario.gangs.typologies[name] / total;
    const found = gangs.filter(({ typology }) => typology === code).length / gangs.length;
    expect(Math.abs(found - share)).toBeLessThan(5 * Math.sqrt((share * (1 - share)) / gangs.length));
  });
});

describe("the table of gangs", () => {
  test("shows what each gang has in use, and keeps it until two ticks later", () => {
    const lived = gangsOf(["gangs.count=5", "gangs.lineLifeDays=0.05", "gangs.simBoxLifeDays=0.05"]);
    const tables = new GangTables(lived.all);
    tables.note(lived.advance(0));
    const before = attachGangTable(tables.seal(0));
    const lines = lived.all.map((gang) => [...gang.lines.call]);
    tables.note(lived.advance(1));
    const after = attachGangTable(tables.seal(1));
    lived.all.forEach(({ id, lines: { call }, domains, typology }) => {
      lines[id]!.forEach((line, slot) => expect(before.callIdentity[id * MAX_LINES + slot]).toBe(line.identity));
      call.forEach((line, slot) => expect(after.callIdentity[id * MAX_LINES + slot]).toBe(line.identity));
      expect([after.callCount[id], after.domainCount[id], after.typology[id]]).toEqual([
        call.length,
        domains.length,
        typology,
      ]);
    });
    expect([...after.callIdentity]).not.toEqual([...before.callIdentity]);
  });

  test("shows at every tick what is in use then, whichever gangs changed since the slot was sealed", () => {
    const lived = gangsOf(["gangs.count=20", "gangs.lineLifeDays=1", "gangs.domainLifeDays=1"]);
    const tables = new GangTables(lived.all);
    for (let tick = 0; tick < 50; tick++) {
      tables.note(lived.advance(tick));
      const table = attachGangTable(tables.seal(tick));
      for (const { id, lines, domains } of lived.all) {
        const shown = (column: Float64Array | Uint32Array, width: number, count: number): number[] =>
          Array.from({ length: count }, (_, slot) => column[id * width + slot]!);
        const { call, message } = lines;
        expect(shown(table.callIdentity, MAX_LINES, call.length)).toEqual(call.map(({ identity }) => identity));
        expect(shown(table.messageIdentity, MAX_LINES, message.length)).toEqual(
          message.map(({ identity }) => identity),
        );
        expect(shown(table.domainSerial, MAX_DOMAINS, domains.length)).toEqual(domains.map(({ serial }) => serial));
      }
    }
  });
});

/** Of labels that imitate nothing, the share that is like a protected one all the same. */
const ALIKE_BY_CHANCE = 0.01;

/** Whether a host holds a protected label, or one within two edits of it. */
function isImitation(host: string): boolean {
  const label = host.split(".")[0]!;
  return LABELS.some((genuine) => label.includes(genuine) || distance(label, genuine) <= 2);
}

function contactsAt(plan: readonly number[][], hour: number): number {
  return plan.filter(([tick]) => tick! % 24 === hour).reduce((sum, words) => sum + words[1 + SLICE.count]!, 0);
}

describe("gangs that turn their number of lines", () => {
  const strategies = new Strategies(6);
  const turn = (setting: string): void => {
    for (let gang = 0; gang < 6; gang++) strategies.set(gang, "lines", settingNamed("lines", setting)!);
  };
  const means = { trade: null, sizeOf: () => 1, strategies };
  const gangs = new Gangs(
    smallScenario(["gangs.lineLifeDays=300", "gangs.senderLifeDays=300"]),
    1,
    catalogue,
    LABELS,
    means,
  );
  const identities = (): number[][] =>
    gangs.all.map(({ lines }) => [...lines.call, ...lines.message].map(({ identity }) => identity));
  const habit = gangs.all.map(({ lines }) => [...lines.call, ...lines.message]);

  test("have as many lines and senders, each a number of its own, beside those of habit", () => {
    turn("16");
    const { resized } = gangs.advance(1);
    expect(resized).toHaveLength(12);
    expect(gangs.all.every(({ lines }) => lines.call.length === 16 && lines.message.length === 16)).toBe(true);
    const all = identities().flat();
    expect(new Set(all).size).toBeGreaterThan(0.98 * all.length);
    for (const [gang, lines] of habit.entries()) {
      const kept = lines.filter(({ technology }) => !isSimBox(technology)).map(({ identity }) => identity);
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

/** Of what gangs have at the start that work so: mean ages in hours, and devices a line. */
function originsOf(settings: Readonly<Partial<Record<Knob, string>>>) {
  const strategies = new Strategies(6);
  for (const [knob, setting] of Object.entries(settings)) {
    for (let gang = 0; gang < 6; gang++) {
      strategies.set(gang, knob as Knob, settingNamed(knob as Knob, setting)!);
    }
  }
  const { all } = new Gangs(smallScenario([]), 1, catalogue, LABELS, { trade: null, sizeOf: () => 1, strategies });
  const lines = all.flatMap((gang) => gang.lines.call.filter(({ origin }) => origin !== null));
  return {
    number: meanOf(lines.map(({ openedTick, origin }) => openedTick - origin!.bornTick)),
    domain: meanOf(all.flatMap(({ domains }) => domains.map((each) => each.openedTick - each.origin.bornTick))),
    devices: meanOf(lines.map(({ origin }) => origin!.devices)),
  };
}

test("gangs that turn to older numbers and domains open older ones, and show fewer numbers a device", () => {
  const [habit, turned] = [originsOf({}), originsOf({ numberAge: "180", domainAge: "180", devices: "1", cells: "3" })];
  expect(turned.number).toBeGreaterThan(3 * habit.number);
  expect(turned.domain).toBeGreaterThan(3 * habit.domain);
  expect(turned.devices).toBeGreaterThan(4 * habit.devices);
});

function isSimBox(technology: number): boolean {
  return TECHNOLOGIES[technology] === "sim-box";
}
