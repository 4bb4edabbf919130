import { expect, test } from "vitest";
import { domainKey } from "../../src/event/domain-key.ts";
import { WITHHELD, parseIdentity } from "../../src/event/identity.ts";
import { Platform } from "../../src/platform.ts";
import { loadScenario } from "../../src/scenario/file.ts";
import { FORGED, FORGED_SENDER } from "../event/forged-keys.ts";

test("the network refuses to look up a host by what was listed in the tick before: from the first to the last of a listing", () => {
  const platform = new Platform(loadScenario("smoke", ["blocklist.lifeDays=0.5", "blocklist.initialEntries=0"]), 1);
  platform.learn([{ what: "host", host: "evil.top", fromTick: 5 }]);
  const blocked: number[] = [];
  for (let tick = 0; tick < 40; tick++) {
    platform.pass(tick);
    if (platform.blocksHost("evil.top")) blocked.push(tick - 1);
  }
  // Half a day from tick 5, and to the end of that day.
  expect(blocked).toEqual(Array.from({ length: 19 }, (_, at) => 5 + at));
});

function platformThatLearned(lessons: Parameters<Platform["learn"]>[0]): Platform {
  const platform = new Platform(loadScenario("smoke", ["blocklist.initialEntries=0"]), 1);
  platform.learn(lessons);
  platform.pass(0);
  platform.pass(1);
  return platform;
}

test("a name that was made to have the key of a protected domain is listed, and the domain is not", () => {
  const platform = platformThatLearned([{ what: "host", host: FORGED.name, fromTick: 0 }]);
  expect(platform.isListedHost(FORGED.name)).toBe(true);
  expect(platform.blocksHost(FORGED.name)).toBe(true);
  expect(platform.isListedHost(FORGED.target)).toBe(false);
  expect(platform.blocksHost(FORGED.target)).toBe(false);
});

test("a protected domain is not listed, however it is written, nor where its key is listed already", () => {
  const hosts = [FORGED.target, "ICBC.com.cn.", "ｉｃｂｃ．ｃｏｍ．ｃｎ"];
  const platform = platformThatLearned(
    [FORGED.name, ...hosts].map((host) => ({ what: "host", host, fromTick: 0 }) as const),
  );
  expect(platform.isListed(domainKey(FORGED.target))).toBe(true);
  for (const host of hosts) expect(platform.isListedHost(host)).toBe(false);
});

test("a sender who is known by a hash alone, or who withholds it, is not listed", () => {
  const senders = [parseIdentity(FORGED_SENDER), parseIdentity("某某银行"), WITHHELD];
  const platform = platformThatLearned([
    ...senders.map((identity) => ({ what: "identity", identity, fromTick: 0 }) as const),
    { what: "identities", identities: Float64Array.from([...senders, parseIdentity("13800000017")]), fromTick: 0 },
  ]);
  for (const identity of senders) expect(platform.isListed(identity)).toBe(false);
  expect(platform.isListed(parseIdentity("13800000017"))).toBe(true);
});
