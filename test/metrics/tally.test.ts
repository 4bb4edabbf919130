import { LISTED } from "../../src/detect/blocklist/found.ts";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { EVIDENCE, type Evidence, evidenceBit, evidenceNames } from "../../src/detect/evidence.ts";
import { NO_DOMAIN } from "../../src/event/truth.ts";
import { ALLOW, BLOCK, FLAG } from "../../src/event/findings.ts";
import { CALLER_BUCKETS, callerBucket } from "../../src/metrics/caller-buckets.ts";
import {
  benignCell,
  CELLS,
  mergeTally,
  SCORE_BINS,
  STAGE_MEASURES,
  STAGES,
  Tally,
  tallyBatch,
} from "../../src/metrics/tally.ts";
import { DOMAINS, fillBatch, GANGS, type PlainEvent, plainEvent } from "../report/random-batch.ts";
import { forAll } from "../for-all.ts";
import { contactsByGang, type GangCounts, messagesByGang, ofTypology } from "../../src/metrics/gang-counts.ts";
import { digitIdentity, parseIdentity } from "../../src/event/identity.ts";

const bucketOf = (caller: number) => callerBucket(Float64Array.of(caller), 0);

const DIMENSIONS = { gangs: GANGS, domains: DOMAINS };
const someEvents = fc.array(plainEvent, { maxLength: 60 });
const EXAMPLE: PlainEvent = {
  ...fc.sample(plainEvent, 1)[0]!,
  kind: 1,
  fraud: 1,
  gang: 2,
  domain: 3,
  decision: BLOCK,
  callerListed: 0,
  domainListed: LISTED,
  domainLookalike: 0,
};

function tallyOf(plain: readonly PlainEvent[], counters = [7, 2, 5, 1], tally = Tally.allocate(DIMENSIONS)): Tally {
  const { events, findings, truth } = fillBatch(plain, counters);
  tallyBatch(events, findings, truth, RULE, tally);
  return tally;
}

function merged(...tallies: Tally[]): Tally {
  const into = Tally.allocate(DIMENSIONS);
  for (const tally of tallies) mergeTally(into, tally);
  return into;
}

const WEIGHTS = Object.fromEntries(EVIDENCE.map((name, bit) => [name, 100 + 37 * bit])) as Record<Evidence, number>;
const RULE = { weights: Int32Array.from(EVIDENCE, (name) => WEIGHTS[name]), blockScore: 180 };

/** The same counts by filters over objects: slow, and plainly right. */
function referenceCounts(plain: readonly PlainEvent[]): Record<string, number> {
  const counts: Record<string, number> = { "filter 0": 7, "filter 1": 2, "filter 2": 5, "filter 3": 1 };
  const add = (key: string): void => {
    counts[key] = (counts[key] ?? 0) + 1;
  };
  for (const e of plain) {
    const text = e.kind === 1;
    const cell = 2 * e.fraud + e.kind;
    const blocked = e.decision === BLOCK;
    const listed = [e.callerListed === LISTED, text && e.domainListed === LISTED];
    add(`generated ${e.kind}`);
    add(`decisions ${e.kind * 3 + e.decision}`);
    if (e.fraud) {
      add(`fraud ${e.decision}`);
      // 7 technologies, 6 levels, 3 decisions.
      add(`gangContacts ${((2 * e.gang + e.kind) * 7 + e.technology) * 3 + e.decision}`);
      if (text) add(`gangMessages ${(6 * e.gang + e.obfuscation) * 3 + e.decision}`);
      counts[`gangTypology ${e.gang}`] = (counts[`gangTypology ${e.gang}`] ?? 0) | (1 << e.typology);
      const against = e.domainListed === LISTED || e.domainLookalike > 0;
      if (blocked && text && e.domain !== NO_DOMAIN && against) counts[`domains ${e.domain}`] = 1;
    } else {
      add(`benign ${benignCell(e.benignClass, e.kind) + e.decision}`);
      // 11 classes, flagged or blocked, 128 groups of 32 buckets.
      const group = Math.floor(bucketOf(e.caller) / 32);
      if (e.decision !== ALLOW) add(`groupHurt ${(2 * e.benignClass + (blocked ? 1 : 0)) * 128 + group}`);
      const cause = e.template < 0 ? group : e.template % 128;
      if (e.decision !== ALLOW) add(`causeHurt ${(2 * e.benignClass + (blocked ? 1 : 0)) * 128 + cause}`);
      add(`benignCallers ${(2 * e.benignClass + e.kind) * 128 + group}`);
      if (blocked) add(`callerBlocked ${e.kind * CALLER_BUCKETS + bucketOf(e.caller)}`);
    }
    if (listed[0] || listed[1]) {
      add(e.fraud ? `gangListed ${e.gang}` : `groupListed ${Math.floor(bucketOf(e.caller) / 32)}`);
    }
    const names = evidenceNames(e.evidence);
    const stages = STAGES.map((stage) => stage.evidence.some((name) => names.includes(name)));
    for (const [stage, seen] of stages.entries()) {
      if (!seen) continue;
      const own = STAGES[stage]!.evidence.filter((name) => names.includes(name));
      const without = e.score - own.reduce((sum, name) => sum + WEIGHTS[name], 0);
      for (const [measure, holds] of [true, blocked, blocked && without < RULE.blockScore].entries()) {
        if (holds) add(`stages ${(stage * CELLS + cell) * STAGE_MEASURES.length + measure}`);
      }
    }
    const weights = STAGES.map((stage) => {
      const own = stage.evidence.filter((name) => names.includes(name));
      return own.length === 0 ? -Infinity : own.reduce((sum, name) => sum + WEIGHTS[name], 0);
    });
    const most = Math.max(...weights);
    if (most > -Infinity) add(`decided ${(weights.indexOf(most) * CELLS + cell) * 3 + e.decision}`);
    for (const name of names) add(`evidence ${Math.log2(evidenceBit(name)) * CELLS + cell}`);
    const bin = Math.min(SCORE_BINS - 1, Math.max(0, Math.floor((e.score + 800) / 25)));
    add(`scores ${bin * CELLS + cell}`);
  }
  return counts;
}

/** What is not zero in a tally, by column and index; digest apart. */
function nonZero(tally: Tally): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const [name, column] of Object.entries(tally.columns)) {
    if (name === "digest") continue;
    for (const [index, value] of column.entries()) if (value !== 0) counts[`${name} ${index}`] = value;
  }
  return counts;
}

/** All of a tally, padding included, as text: compared at once. */
function bytes(tally: Tally): string {
  return Buffer.from(tally.handle.buffer).toString("hex");
}

describe("a tally", () => {
  test("counts what filters over plain objects count", () => {
    forAll([someEvents], 100, (plain) => {
      expect(nonZero(tallyOf(plain))).toEqual(referenceCounts(plain));
    });
  });

  test("calls a stage decisive where the score without it is below the mark, and not where it is the mark", () => {
    const [{ evidence: own }] = STAGES as [(typeof STAGES)[number]];
    const decisive = (without: number): number => {
      const score = without + WEIGHTS[own[0]!];
      const { stages } = tallyOf([{ ...EXAMPLE, evidence: evidenceBit(own[0]!), score }]).columns;
      return stages[3 * STAGE_MEASURES.length + STAGE_MEASURES.indexOf("decisive")]!;
    };
    expect([decisive(RULE.blockScore - 1), decisive(RULE.blockScore)]).toEqual([1, 0]);
  });

  test("of batches counted one after the other is theirs merged in any order, and of nothing once it is cleared", () => {
    forAll([someEvents, someEvents, someEvents], 50, (...parts) => {
      const all = Tally.allocate(DIMENSIONS);
      const [x, y, z] = parts.map((plain, i) => {
        const counters = [9 - i, i, 4, 0];
        tallyOf(plain, counters, all);
        return tallyOf(plain, counters);
      }) as [Tally, Tally, Tally];
      for (const each of [merged(merged(x, y), z), merged(x, merged(y, z)), merged(z, y, x)]) {
        expect(bytes(each)).toEqual(bytes(all));
      }
      all.clear();
      expect(bytes(all)).toEqual(bytes(Tally.allocate(DIMENSIONS)));
    });
  });

  test("refuses truth outside its dimensions", () => {
    expect(() => tallyOf([{ ...EXAMPLE, gang: GANGS }])).toThrow("truth names gang 4, and the tally has 4");
    expect(() => tallyOf([{ ...EXAMPLE, domain: DOMAINS }])).toThrow("truth names domain 5");
    expect(() => mergeTally(Tally.allocate({ gangs: 1, domains: 1 }), tallyOf([]))).toThrow("different worlds");
  });
});

const of = ({ contacts, decided }: GangCounts) => [[...contacts], [...decided]];

test("contacts of gangs are counted by channel, technology, level and decision, and chosen by typology", () => {
  const choice = fc.record({
    decision: fc.constantFrom(FLAG, BLOCK),
    channels: fc.subarray([0, 1]),
    technologies: fc.subarray([0, 1, 2, 3, 4, 5, 6]),
    level: fc.nat(5),
    gang: fc.nat(GANGS - 1),
  });
  forAll([someEvents, choice], 100, (drawn, { decision, channels, technologies, level, gang }) => {
    const fraud = drawn.filter((each) => each.fraud === 1).map((each) => ({ ...each, typology: 2 + each.gang }));
    const expected = (holds: (each: PlainEvent) => boolean): number[][] =>
      [fraud, fraud.filter((each) => each.decision === decision)].map((all) =>
        Array.from({ length: GANGS }, (_, at) => all.filter((each) => each.gang === at && holds(each)).length),
      );
    const tally = tallyOf(fraud);
    const found = contactsByGang(tally, decision, channels, technologies);
    const chosen = expected(({ kind, technology }) => channels.includes(kind) && technologies.includes(technology));
    expect(of(found)).toEqual(chosen);
    expect(of(messagesByGang(tally, decision, level))).toEqual(
      expected((e) => e.kind === 1 && e.obfuscation === level),
    );
    const isThere = fraud.some((each) => each.gang === gang);
    expect(of(ofTypology(found, 2 + gang))).toEqual(chosen.map((each) => (isThere ? [each[gang]] : [])));
  });
});

test("a caller has one bucket however the number is written", () => {
  const bucket = bucketOf(parseIdentity("13800000017"));
  expect(bucketOf(parseIdentity("+86 138 0000 0017"))).toBe(bucket);
  expect(bucketOf(parseIdentity("008613800000017"))).toBe(bucket);
});

test("numbers in sequence spread evenly over the buckets, whatever they have in common", () => {
  for (const [first, step] of [
    [13_800_000_000, 1],
    [100_000_000_000_000, 4096],
    [4_000_000_000, 1_000_000],
  ] as const) {
    const counts = new Float64Array(CALLER_BUCKETS);
    for (let i = 0; i < 4 * CALLER_BUCKETS; i++) counts[bucketOf(digitIdentity("plain", first + i * step))]!++;
    // Poisson with mean 4: an empty bucket has probability 0.018, more than 16 one of 1e-6.
    expect(counts.filter((count) => count === 0).length / CALLER_BUCKETS).toBeLessThan(0.03);
    expect(Math.max(...counts)).toBeLessThan(20);
  }
});
