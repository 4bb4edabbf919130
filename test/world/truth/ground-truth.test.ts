import { describe, expect, test } from "vitest";
import { type Identity, formatIdentity, parseIdentity } from "../../../src/event/identity.ts";
import { TECHNOLOGIES } from "../../../src/event/taxonomy.ts";
import { emptyNews } from "../../../src/world/gangs/gang.ts";
import { GroundTruth } from "../../../src/world/truth/ground-truth.ts";
import { smallWorld } from "../small-world.ts";

describe("the ground truth", () => {
  const world = smallWorld(["gangs.count=40", "gangs.lineLifeDays=1"]);
  const groundTruth = new GroundTruth();
  const news = Array.from({ length: 72 }, (_, tick) => world.advance(tick));
  for (const each of news) groundTruth.note(each);
  const lines = news.flatMap(({ openedLines }) => openedLines.map(({ line }) => line));
  const domains = news.flatMap(({ openedDomains }) => openedDomains.map(({ domain }) => domain));

  test("knows every number and domain that gangs ever used, however it is written, spoofed hotlines aside", () => {
    const spoofed = lines.filter(({ technology }) => TECHNOLOGIES[technology] === "spoofed-hotline");
    expect(spoofed.length).toBeGreaterThan(20);
    expect(lines.length).toBeGreaterThan(10 * spoofed.length);
    for (const line of lines) expect(groundTruth.isFraudulent(line.identity)).toBe(!spoofed.includes(line));
    const mobile = lines.find(({ technology }) => TECHNOLOGIES[technology] === "mobile")!;
    expect(groundTruth.isFraudulent(parseIdentity(`+86 ${formatIdentity(mobile.identity)}`))).toBe(true);
    for (const { host } of domains) expect(groundTruth.isFraudulentHost(host.toUpperCase())).toBe(true);
  });

  test("finds nothing against whom a gang's retired number was given to, until a gang has it again", () => {
    const opened = news.find(({ openedLines }) => openedLines.length > 0)!.openedLines[0]!;
    const { identity } = opened.line;
    const truth = new GroundTruth();
    const fraudulent = [{ openedLines: [opened] }, { recycledNumbers: [identity] }, { openedLines: [opened] }].map(
      (each) => {
        truth.note({ ...emptyNews(), ...each });
        return truth.isFraudulent(identity);
      },
    );
    expect(fraudulent).toEqual([true, false, true]);
    expect(truth.gangOf({ identity, host: null })).toBe(opened.gang);
  });

  test("finds nothing against subscribers, organisations and benign hosts", () => {
    const benign = [
      ...world.handle.subscribers.number,
      ...world.handle.organisations.flatMap((pools) => pools?.flatMap(({ identity }) => [...identity]) ?? []),
    ];
    expect(benign.length).toBeGreaterThan(300);
    expect(benign.filter((identity) => groundTruth.isFraudulent(identity as Identity))).toEqual([]);
    expect(groundTruth.isFraudulentHost("icbc.com.cn")).toBe(false);
  });

  test("tells whose a number or a host is that a warning names, and of nobody's that it is nobody's", () => {
    const opened = news.flatMap(({ openedLines }) => openedLines);
    const owners = opened.filter(({ line }) => groundTruth.isFraudulent(line.identity));
    const right = owners.filter(
      ({ gang, line }) => groundTruth.gangOf({ identity: line.identity, host: null }) === gang,
    );
    // A number that was recycled may have come to another gang.
    expect(right.length / owners.length).toBeGreaterThan(0.98);
    const [first] = news.flatMap(({ openedDomains }) => openedDomains);
    expect(groundTruth.gangOf({ identity: null, host: first!.domain.host.toUpperCase() })).toBe(first!.gang);
    expect(groundTruth.gangOf({ identity: null, host: "icbc.com.cn" })).toBeNull();
    expect(groundTruth.gangOf({ identity: null, host: null })).toBeNull();
    for (const { gang, app } of news.flatMap(({ openedApps }) => openedApps)) {
      expect(groundTruth.isFraudulentHost(app)).toBe(true);
      expect(groundTruth.gangOf({ identity: null, host: app })).toBe(gang);
    }
  });
});
