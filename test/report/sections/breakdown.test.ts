import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { BLOCK } from "../../../src/event/findings.ts";
import { TECHNOLOGIES, TYPOLOGIES } from "../../../src/event/taxonomy.ts";
import { clusteredRate } from "../../../src/metrics/rates.ts";
import { Tally, tallyBatch } from "../../../src/metrics/tally.ts";
import { interception } from "../../../src/report/sections/interception.ts";
import { type Figure, figureOf } from "../../../src/report/statement.ts";
import { forAll } from "../../for-all.ts";
import { figuresOf } from "../figures.ts";
import { DOMAINS, fillBatch, type PlainEvent, plainEvent } from "../random-batch.ts";

const GANGS = 6;

/** Two gangs of each of three typologies. */
const contacts = fc
  .array(fc.tuple(plainEvent, fc.nat(GANGS - 1)), { minLength: 20, maxLength: 80 })
  .map((drawn) => drawn.map(([event, gang]) => ({ ...event, fraud: 1, gang, typology: gang % 3 })));

function foundIn(plain: readonly PlainEvent[]): Record<string, Figure> {
  const tally = Tally.allocate({ gangs: GANGS, domains: DOMAINS });
  const { events, findings, truth } = fillBatch(plain);
  tallyBatch(events, findings, truth, null, tally);
  return figuresOf(interception, { tally });
}

/** Over gangs, by filters. */
function rateOf(plain: readonly PlainEvent[]): Figure {
  const gangs = Array.from({ length: GANGS }, (_, gang) => plain.filter((event) => event.gang === gang));
  return figureOf(
    clusteredRate(
      gangs.map((events) => events.filter(({ decision }) => decision === BLOCK).length),
      gangs.map((events) => events.length),
      gangs.map((_, gang) => gang % 3),
    ),
  );
}

describe("the tables of interception", () => {
  test("have the rates and intervals of each gang's contacts counted by filters", () => {
    let known = 0;
    forAll([contacts], 40, (plain) => {
      const found = foundIn(plain);
      known += Object.entries(found).filter(([name, { low }]) => name.endsWith(".rate") && low !== undefined).length;
      for (const [code, name] of TYPOLOGIES.entries()) {
        const own = plain.filter(({ typology }) => typology === code);
        expect(found[`interception.typology.${name}.rate`]).toEqual(rateOf(own));
        expect(found[`interception.typology.${name}.contacts`]).toEqual({ value: own.length });
      }
      for (const [code, name] of TECHNOLOGIES.entries()) {
        const own = plain.filter(({ technology }) => technology === code);
        expect(found[`interception.technology.${name}.rate`]).toEqual(rateOf(own));
        expect(found[`interception.technology.${name}.calls`]).toEqual(rateOf(own.filter(({ kind }) => kind === 0)));
      }
      for (let level = 0; level < 6; level++) {
        const texts = plain.filter(({ kind, obfuscation }) => kind === 1 && obfuscation === level);
        expect(found[`interception.obfuscation.${level}.rate`]).toEqual(rateOf(texts));
      }
      for (const [kind, name] of ["rates.interceptionCalls", "rates.interceptionMessages"].entries()) {
        expect(found[name]).toEqual(rateOf(plain.filter((each) => each.kind === kind)));
      }
    });
    // Else the property would say little.
    expect(known).toBeGreaterThan(100);
  });

  test("take a gang's contacts as one where all of them stand or fall", () => {
    const [contact] = fc.sample(plainEvent, 1);
    const ofGang = (gang: number, decision: number): PlainEvent[] =>
      Array.from({ length: 50 }, () => ({ ...contact!, fraud: 1, kind: 0, typology: 4, domain: 0, gang, decision }));
    const found = foundIn([...ofGang(0, BLOCK), ...ofGang(1, 0), ...ofGang(2, BLOCK)]);
    const { value, low, high } = found["interception.typology.police.rate"]!;
    expect(value).toBeCloseTo(2 / 3, 12);
    expect(high! - low!).toBeGreaterThan(0.9);
  });
});
