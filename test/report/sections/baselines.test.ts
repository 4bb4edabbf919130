import { describe, expect, test } from "vitest";
import { LISTED } from "../../../src/detect/blocklist/found.ts";
import { digitIdentity } from "../../../src/event/identity.ts";
import { clustered, clusteredRate, rate } from "../../../src/metrics/rates.ts";
import { NORMAL_95 } from "../../../src/metrics/quantiles.ts";
import { baselines } from "../../../src/report/sections/baselines.ts";
import { figureOf } from "../../../src/report/statement.ts";
import { figuresOf } from "../figures.ts";
import { sampleEvents, sampleInput, sampleReport } from "../sample-report.ts";

const COLUMNS = ["recall", "precision", "falsePer10000", "mcc"] as const;

describe("the baselines", () => {
  test("have the intervals of the run itself, over gangs and callers for the blocklist alone, and none for the others", () => {
    const { figures } = sampleReport();
    const of = (name: string) => COLUMNS.map((column) => figures[`baselines.${name}.${column}`]!);
    const [recall, precision, falsePer10000] = of("ringfence");
    expect([recall, precision]).toEqual([figures["rates.interception"], figures["rates.precision"]]);
    expect(falsePer10000!.high).toBeCloseTo(1e4 * figures["rates.falseInterception"]!.high!, 9);
    for (const found of [...of("do nothing"), ...of("oracle")]) expect(found).not.toHaveProperty("low");
    // Of gang 0 4 of 8 listed, of gang 1 9 of 12: each of a typology of its own.
    expect(of("blocklist only")[0]).toEqual(figureOf(clusteredRate([4, 9], [8, 12], [0, 1])));
  });

  test("take what one benign caller who is listed does as one", () => {
    const [benign] = sampleEvents().filter(({ fraud }) => fraud === 0);
    const caller = { ...benign!, callerListed: LISTED, caller: digitIdentity("plain", 13_800_000_017) };
    const plain = [...sampleEvents(), ...Array.from({ length: 20 }, () => caller)];
    const found = figuresOf(baselines, sampleInput(plain))["baselines.blocklist only.falsePer10000"]!;
    // One cluster of 20, and t of two degrees of freedom for want of others.
    const expected = clustered(rate(20, 100), 20 * (4.3027 / NORMAL_95) ** 2);
    expect(found.value).toBe(2000);
    expect(found.high).toBeCloseTo(1e4 * expected.clusterHigh!, 6);
  });
});
