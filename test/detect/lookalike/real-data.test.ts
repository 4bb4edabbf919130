/** The look-alike rules on real numbers and domains, where RINGFENCE_DATA names their folder. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parseIdentity } from "../../../src/event/identity.ts";
import { buildDomainIndex, compareDomain } from "../../../src/detect/lookalike/domain-rule.ts";
import { Lookalikes } from "../../../src/detect/lookalike/lookalikes.ts";
import { loadProtectedIdentities } from "../../../src/detect/lookalike/protected.ts";

const folder = process.env["RINGFENCE_DATA"];
const skipped = folder === undefined || !existsSync(folder);
if (skipped) console.info("look-alike rules on real data: skipped, RINGFENCE_DATA names no folder");

function linesOf(path: string): string[] {
  const lines = readFileSync(join(folder!, path), "utf8").split(/\r?\n/);
  return lines.map((line) => line.trim()).filter((line) => line !== "");
}

const identities = loadProtectedIdentities();
const domains = buildDomainIndex(identities.domains);

function flaggedShare(path: string): number {
  const hosts = linesOf(path);
  return hosts.filter((host) => compareDomain(domains, host.toLowerCase()) > 0).length / hosts.length;
}

describe.skipIf(skipped)("on real data", () => {
  test.each(["benign-china-10k.txt", "benign-moz-top500.txt", "benign-opendns-top10k.txt"])(
    "fewer than one in a hundred of the benign domains of %s are look-alikes",
    (file) => {
      expect(flaggedShare(`domains/${file}`)).toBeLessThan(0.01);
    },
  );

  test("phishing domains are look-alikes several times as often", () => {
    expect(flaggedShare("domains/phishing-database-domains.txt")).toBeGreaterThan(0.02);
  });

  test("no genuine hotline is a look-alike, nor is one behind its area code", () => {
    const lookalikes = Lookalikes.build(identities);
    const hotlines = linesOf("numbers/cn-hotlines.csv")
      .slice(1)
      .map((line) => line.split(",")[0]!);
    const behindAreaCode = hotlines.filter((digits) => /^[1-9]\d{4}$/.test(digits)).map((digits) => `0571${digits}`);
    const callers = [...hotlines, ...behindAreaCode];
    expect(callers.filter((caller) => lookalikes.caller(Float64Array.of(parseIdentity(caller)), 0) > 0)).toEqual([]);
  });

  test("no reported American caller of ten digits is a look-alike", () => {
    const lookalikes = Lookalikes.build(identities);
    const callers = linesOf("numbers/ftc-dnc-2025-10-28.csv").filter((line) => /^\d{10}$/.test(line));
    expect(callers.filter((caller) => lookalikes.caller(Float64Array.of(parseIdentity(caller)), 0) > 0)).toEqual([]);
  });
});
