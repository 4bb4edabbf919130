import { describe, expect, test } from "vitest";
import { type Identity, formatIdentity, parseIdentity } from "../../src/event/identity.ts";
import { TECHNOLOGIES } from "../../src/event/taxonomy.ts";
import { emptyNews } from "../../src/world/gang.ts";
import { Inspector } from "../../src/world/inspector.ts";
import { smallWorld } from "./small-world.ts";

describe("an inspector", () => {
  const world = smallWorld(["gangs.count=40", "gangs.lineLifeDays=1"]);
  const inspector = new Inspector();
  const news = Array.from({ length: 72 }, (_, tick) => world.advance(tick));
  for (const each of news) inspector.note(each);
  const lines = news.flatMap(({ openedLines }) => openedLines.map(({ line }) => line));
  const domains = news.flatMap(({ openedDomains }) => openedDomains.map(({ domain }) => domain));

  test("knows every number that gangs ever used, spoofed hotlines aside", () => {
    const spoofed = lines.filter(({ technology }) => TECHNOLOGIES[technology] === "spoofed-hotline");
    expect(spoofed.length).toBeGreaterThan(20);
    expect(lines.length).toBeGreaterThan(10 * spoofed.length);
    for (const line of lines) expect(inspector.isFraudulent(line.identity)).toBe(!spoofed.includes(line));
  });

  test("knows a mobile number with its country before it", () => {
    const mobile = lines.find(({ technology }) => TECHNOLOGIES[technology] === "mobile")!;
    expect(inspector.isFraudulent(parseIdentity(`+86 ${formatIdentity(mobile.identity)}`))).toBe(true);
  });

  test("knows every domain that gangs ever used, however it is written", () => {
    for (const { host } of domains) expect(inspector.isFraudulentHost(host.toUpperCase())).toBe(true);
  });

  test("finds nothing against subscribers, organisations and honest hosts", () => {
    const honest = [
      ...world.handle.subscribers.number,
      ...world.handle.organisations.flatMap((pools) => pools?.flatMap(({ identity }) => [...identity]) ?? []),
    ];
    expect(honest.length).toBeGreaterThan(300);
    expect(honest.filter((identity) => inspector.isFraudulent(identity as Identity))).toEqual([]);
    expect(inspector.isFraudulentHost("icbc.com.cn")).toBe(false);
  });

  test("forgets nothing, and knows nothing before it is told", () => {
    inspector.note(emptyNews());
    expect(inspector.isFraudulentHost(domains[0]!.host)).toBe(true);
    expect(new Inspector().isFraudulentHost(domains[0]!.host)).toBe(false);
  });
});
