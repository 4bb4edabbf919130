import { describe, expect, test } from "vitest";
import { domainKey } from "../../src/event/domain-key.ts";
import { canonicalIdentity, parseIdentity } from "../../src/event/identity.ts";
import type { Lesson } from "../../src/event/lesson.ts";
import { loadProtectedIdentities } from "../../src/lookalike/protected.ts";
import { Platform } from "../../src/platform.ts";
import { loadScenario } from "../../src/scenario/file.ts";

test("the network refuses to look up a host by what was listed in the tick before: from the first to the last of a listing", () => {
  const platform = new Platform(loadScenario("smoke", ["blocklist.lifeDays=0.5", "blocklist.initialEntries=0"]));
  platform.learn([{ what: "host", host: "evil.top", fromTick: 5 }]);
  const blocked: number[] = [];
  for (let tick = 0; tick < 40; tick++) {
    platform.pass(tick);
    if (platform.blocksHost("evil.top")) blocked.push(tick - 1);
  }
  // Half a day from tick 5, and to the end of that day.
  expect(blocked).toEqual(Array.from({ length: 19 }, (_, at) => 5 + at));
});

describe("what half the country knows", () => {
  const { hotlines, domains } = loadProtectedIdentities();
  const numbers = hotlines.map(({ digits }) => parseIdentity(digits));
  const hosts = domains.map(({ domain }) => domain);
  /** Nobody's, listed along with them: what was learned is in force. */
  const BAD_NUMBER = parseIdentity("13800000017");
  const BAD_HOST = "evil.top";

  /** The numbers and hosts that are listed once the lessons are in force. */
  function listedAfter(lessons: readonly Lesson[]): (number | string)[] {
    const platform = new Platform(loadScenario("smoke", ["blocklist.initialEntries=0"]));
    platform.learn(lessons);
    platform.seal(0);
    return [
      ...[...numbers, BAD_NUMBER].filter((number) => platform.isListed(canonicalIdentity(number))),
      ...[...hosts, BAD_HOST].filter((host) => platform.isListed(domainKey(host))),
    ];
  }

  test("is hotlines and domains", () => {
    expect(numbers).toContain(parseIdentity("95588"));
    expect(hosts).toContain("icbc.com.cn");
  });

  test("is never listed when it is found one by one", () => {
    const found = [
      ...[...numbers, BAD_NUMBER].map((identity) => ({ what: "identity", identity, fromTick: 0 }) as const),
      ...[...hosts, BAD_HOST].map((host) => ({ what: "host", host, fromTick: 0 }) as const),
    ];
    expect(listedAfter(found)).toEqual([BAD_NUMBER, BAD_HOST]);
  });

  test("is never listed when it is found among many", () => {
    const identities = Float64Array.from([...numbers, BAD_NUMBER]);
    expect(listedAfter([{ what: "identities", identities, fromTick: 0 }])).toEqual([BAD_NUMBER]);
  });
});

test("a script that was learned is screened with for as long as the scenario says, and not a tick longer", () => {
  const platform = new Platform(loadScenario("smoke", ["templates.lifeDays=0.5", "templates.initial=0"]));
  platform.learn([{ what: "script", text: "您的账户已被冻结,请点击链接解冻", fromTick: 5 }]);
  const inForce: number[] = [];
  for (let tick = 0; tick < 40; tick++) {
    platform.seal(tick);
    if (platform.holdings(tick).templates > 0) inForce.push(tick);
  }
  expect(inForce).toEqual(Array.from({ length: 12 }, (_, at) => 5 + at));
});
