import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { TECHNOLOGIES, TYPOLOGIES } from "../../../src/event/taxonomy.ts";
import { BLOCK } from "../../../src/event/findings.ts";
import { interceptionTables } from "../../../src/report/sections/interception/make.ts";
import { clusteredRate } from "../../../src/metrics/rates.ts";
import { Tally, tallyBatch } from "../../../src/metrics/tally.ts";
import { DOMAINS, fillBatch, type PlainEvent, plainEvent } from "../random-batch.ts";

const GANGS = 6;

/** Two gangs of each of three typologies. */
const contacts = fc
  .array(fc.tuple(plainEvent, fc.nat(GANGS - 1)), { minLength: 20, maxLength: 80 })
  .map((drawn) => drawn.map(([event, gang]) => ({ ...event, fraud: 1, gang, typology: gang % 3 })));

function tablesOf(plain: readonly PlainEvent[]) {
  const tally = Tally.allocate({ gangs: GANGS, domains: DOMAINS });
  const { events, findings, truth } = fillBatch(plain);
  tallyBatch(events, findings, truth, null, tally);
  return interceptionTables(tally);
}

/** Over gangs, by filters. */
function rateOf(plain: readonly PlainEvent[]) {
  const gangs = Array.from({ length: GANGS }, (_, gang) => plain.filter((event) => event.gang === gang));
  return clusteredRate(
    gangs.map((events) => events.filter(({ decision }) => decision === BLOCK).length),
    gangs.map((events) => events.length),
    gangs.map((_, gang) => gang % 3),
  );
}

function ratesOf(plain: readonly PlainEvent[]) {
  const [calls, messages] = [0, 1].map((kind) => rateOf(plain.filter((event) => event.kind === kind)));
  return { rate: rateOf(plain), calls: calls!, messages: messages! };
}

describe("the tables of interception", () => {
  test("have the rates and intervals of each gang's contacts counted by filters", () => {
    let told = 0;
    fc.assert(
      fc.property(contacts, (plain) => {
        const { typology, technology, obfuscation } = tablesOf(plain);
        for (const row of [...typology, ...technology, ...obfuscation]) if (row.rate.clusterLow !== null) told++;
        for (const [code, name] of TYPOLOGIES.entries()) {
          expect(typology[code]).toMatchObject({ name, ...ratesOf(plain.filter((each) => each.typology === code)) });
        }
        for (const [code, name] of TECHNOLOGIES.entries()) {
          expect(technology[code]).toMatchObject({
            name,
            ...ratesOf(plain.filter((each) => each.technology === code)),
          });
        }
        for (const [level, row] of obfuscation.entries()) {
          const texts = plain.filter(({ kind, obfuscation: of }) => kind === 1 && of === level);
          expect(row).toMatchObject(ratesOf(texts));
        }
      }),
      { numRuns: 100 },
    );
    // Else the property would say little.
    expect(told).toBeGreaterThan(300);
  });

  test("take a gang's contacts as one where all of them stand or fall", () => {
    const [contact] = fc.sample(plainEvent, 1);
    const ofGang = (gang: number, decision: number): PlainEvent[] =>
      Array.from({ length: 50 }, () => ({ ...contact!, fraud: 1, kind: 0, typology: 4, domain: 0, gang, decision }));
    const { rate } = tablesOf([...ofGang(0, BLOCK), ...ofGang(1, 0), ...ofGang(2, BLOCK)]).typology[4]!;
    expect(rate.value).toBeCloseTo(2 / 3, 12);
    expect(rate.high! - rate.low!).toBeLessThan(0.16);
    expect(rate.clusterHigh! - rate.clusterLow!).toBeGreaterThan(0.9);
  });
});
