import { describe, expect, test } from "vitest";
import { domainKey } from "../../src/event/link/domain-key.ts";
import { WITHHELD, canonicalIdentity, parseIdentity } from "../../src/event/identity.ts";
import type { ListingUpdate } from "../../src/record/investigation.ts";
import { loadProtectedIdentities } from "../../src/detect/lookalike/protected.ts";
import { Platform } from "../../src/engine/platform.ts";
import { loadScenario } from "../../src/scenario/file.ts";
import { FORGED, FORGED_SENDER } from "../event/forged-keys.ts";

test("the network refuses to look up a host by what was listed in the tick before: from the first to the last of a listing", () => {
  const platform = new Platform(loadScenario("smoke", ["blocklist.lifeDays=0.5", "blocklist.initialEntries=0"]), 1);
  platform.learn([{ what: "host", host: "evil.top", fromTick: 5 }]);
  const blocked: number[] = [];
  for (let tick = 0; tick < 40; tick++) {
    platform.pass(tick);
    if (platform.wasListedHost("evil.top")) blocked.push(tick - 1);
  }
  // Half a day from tick 5, and to the end of that day.
  expect(blocked).toEqual(Array.from({ length: 19 }, (_, at) => 5 + at));
});

function platformThatLearned(updates: Parameters<Platform["learn"]>[0]): Platform {
  const platform = new Platform(loadScenario("smoke", ["blocklist.initialEntries=0"]), 1);
  platform.learn(updates);
  platform.pass(0);
  platform.pass(1);
  return platform;
}

test("a name that was made to have the key of a protected domain is listed, and the domain is not", () => {
  const platform = platformThatLearned([{ what: "host", host: FORGED.name, fromTick: 0 }]);
  expect(platform.isListedHost(FORGED.name)).toBe(true);
  expect(platform.wasListedHost(FORGED.name)).toBe(true);
  expect(platform.isListedHost(FORGED.target)).toBe(false);
  expect(platform.wasListedHost(FORGED.target)).toBe(false);
});

test("a sender who is known by a hash alone, or who withholds it, is not listed", () => {
  const senders = [parseIdentity(FORGED_SENDER), parseIdentity("某某银行"), WITHHELD];
  const platform = platformThatLearned([
    ...senders.map((identity) => ({ what: "identity", identity, fromTick: 0 }) as const),
    { what: "identities", identities: Float64Array.from([...senders, parseIdentity("13800000017")]), fromTick: 0 },
  ]);
  for (const identity of senders) expect(platform.isListed(canonicalIdentity(identity))).toBe(false);
  expect(platform.isListed(canonicalIdentity(parseIdentity("13800000017")))).toBe(true);
});

describe("what half the country knows", () => {
  const { hotlines, domains } = loadProtectedIdentities();
  const numbers = hotlines.map(({ digits }) => parseIdentity(digits));
  const hosts = domains.map(({ domain }) => domain);
  /** Nobody's, listed along with them: what was learned is in force. */
  const BAD_NUMBER = parseIdentity("13800000017");
  const BAD_HOST = "evil.top";

  /** The numbers and hosts that are listed once the listing updates are in force. */
  function listedAfter(updates: readonly ListingUpdate[]): (number | string)[] {
    const platform = new Platform(loadScenario("smoke", ["blocklist.initialEntries=0"]), 1);
    platform.learn(updates);
    platform.seal(0);
    return [
      ...[...numbers, BAD_NUMBER].filter((number) => platform.isListed(canonicalIdentity(number))),
      ...[...hosts, BAD_HOST].filter((host) => platform.isListed(domainKey(host))),
    ];
  }

  test("is never listed, found one by one or among many", () => {
    expect([numbers.includes(parseIdentity("95588")), hosts.includes("icbc.com.cn")]).toEqual([true, true]);
    const one = [...numbers, BAD_NUMBER].map((identity) => ({ what: "identity", identity, fromTick: 0 }) as const);
    const names = [...hosts, BAD_HOST].map((host) => ({ what: "host", host, fromTick: 0 }) as const);
    expect(listedAfter([...one, ...names])).toEqual([BAD_NUMBER, BAD_HOST]);
    const identities = Float64Array.from([...numbers, BAD_NUMBER]);
    expect(listedAfter([{ what: "identities", identities, fromTick: 0 }])).toEqual([BAD_NUMBER]);
  });
});

test("a number that is cleared is listed to the end of that day, and none is where the stage is off", () => {
  const identity = parseIdentity("13800000017");
  const key = canonicalIdentity(identity);
  const listedIn = (settings: readonly string[]): number[] => {
    const platform = new Platform(loadScenario("smoke", ["blocklist.initialEntries=0", ...settings]), 1);
    platform.learn([{ what: "identity", identity, fromTick: 2 }]);
    return Array.from({ length: 40 }, (_, tick) => tick).filter((tick) => {
      if (tick === 5) platform.learn([{ what: "cleared", key, fromTick: 5 }]);
      platform.pass(tick);
      const answers = Uint8Array.of(9);
      platform.listedInto(Float64Array.of(key), Uint8Array.of(Number(platform.isListed(key))), 1, answers);
      expect([answers[0], platform.newlyListed.length]).toEqual([
        Number(platform.isListed(key)),
        Number(tick === 2 && platform.isListed(key)),
      ]);
      return platform.isListed(key);
    });
  };
  expect(listedIn([])).toEqual(Array.from({ length: 22 }, (_, at) => 2 + at));
  expect(listedIn(["screening.stages.blocklist=false"])).toEqual([]);
});

test("a script that was learned is screened with for 45 days, and not a tick longer", () => {
  const platform = new Platform(loadScenario("smoke", ["templates.initial=0"]), 1);
  platform.learn([{ what: "script", text: "您的账户已被冻结,请点击链接解冻", fromTick: 5 }]);
  const inForce: number[] = [];
  for (let tick = 0; tick < 46 * 24; tick++) {
    platform.seal(tick);
    if (platform.library.inForce(tick).length > 0) inForce.push(tick);
  }
  expect(inForce).toEqual(Array.from({ length: 45 * 24 }, (_, at) => 5 + at));
});

test("what is found comes into force when it was due, and not before the tick that it is told for", () => {
  const platform = new Platform(loadScenario("smoke", ["blocklist.initialEntries=0", "templates.initial=0"]), 1);
  const number = parseIdentity("13800000017");
  const among = parseIdentity("13800000025");
  const updates = (fromTick: number): ListingUpdate[] => [
    { what: "identity", identity: number, fromTick },
    { what: "identities", identities: Float64Array.of(among), fromTick },
    { what: "host", host: "evil.top", fromTick },
    { what: "script", text: "您的账户已被冻结,请点击链接解冻", fromTick },
  ];
  platform.learn(updates(2), 5);
  for (let tick = 0; tick < 9; tick++) {
    platform.seal(tick);
    const isInForce = tick >= 5;
    for (const key of [canonicalIdentity(number), canonicalIdentity(among), domainKey("evil.top")])
      expect(platform.isListed(key)).toBe(isInForce);
    expect(platform.library.inForce(tick).length).toBe(Number(isInForce));
  }
});

test("a tick may be passed in which nothing is screened: the next is screened with what it would have been", () => {
  const [sealing, passing] = [0, 1].map(() => new Platform(loadScenario("smoke", []), 1));
  for (const platform of [sealing!, passing!]) {
    platform.learn([{ what: "host", host: "evil.top", fromTick: 3 }]);
    platform.seal(0);
  }
  for (const tick of [1, 2, 3]) {
    sealing!.seal(tick);
    passing!.pass(tick);
    expect([...passing!.newlyListed]).toEqual([...sealing!.newlyListed]);
  }
  for (const platform of [sealing!, passing!]) expect(platform.seal(4)).toMatchObject({ behaviour: { slot: 0 } });
  expect(passing!.filterStatistics(4)).toEqual(sealing!.filterStatistics(4));
});
