import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { buildReport } from "../../src/report/build-report.ts";
import { reportJsonSchema, reportSchema } from "../../src/report/schema.ts";
import { plainEvent } from "./random-batch.ts";
import { randomLoop } from "./random-loop.ts";
import { sampleInput, sampleReport } from "./sample-report.ts";

describe("the report", () => {
  test("has the figures of the contract", () => {
    const report = sampleReport();
    expect(report).toMatchObject({
      schemaVersion: 2,
      scenario: "by-hand",
      seed: 7,
      workers: 2,
      events: { total: 100, calls: 58, messages: 42 },
      fraud: {
        contacts: { calls: 8, messages: 12 },
        intercepted: { calls: 4, messages: 9, domains: 2 },
        flagged: { calls: 2, messages: 0 },
      },
      ledger: { generated: 100, allowed: 82, flagged: 4, blocked: 14 },
      performance: {
        wallSeconds: 0.5,
        eventsPerSecond: 200,
        peakRssMiB: 120,
        node: "v20.20.2",
        mainThreadBusy: 0.312,
        wallSecondsAllArms: 1.25,
      },
    });
    expect(report.benign).toMatchObject({ total: 80, intercepted: 1, flagged: 2 });
    expect(report.benign.byClass.marketing).toMatchObject({ total: 3, intercepted: 1, flagged: 2 });
    expect(report.rates.interceptionCalls).toMatchObject({ value: 0.5, n: 8 });
    expect(report.rates.interceptionMessages).toMatchObject({ value: 0.75, n: 12 });
    expect(report.rates.falseInterception).toMatchObject({ value: 1 / 80, n: 80 });
    expect(report.rates.precision).toMatchObject({ value: 13 / 14, n: 14 });
  });

  test("has the figures of the loop beside them", () => {
    const report = sampleReport();
    expect(report).toMatchObject({
      episodes: { total: 5, lost: 2, heeded: 1, sawThrough: 1, lostContact: 1, contacts: 20, blocked: 5 },
      warnings: { pushed: 7, onTarget: 5, effective: 3, kept: 2, keptAnyway: 1, repeats: 1 },
      leadTimeMinutes: { p50: 1800, n: 4 },
      lossYuan: { withoutDefences: 28_000, avoided: 18_000, byMechanism: { interception: 13_000, warnings: 5000 } },
      dissuasion: { attemptsPerSuccess: 5 },
      investigations: { complaints: 21, cases: 5, fraudulent: 3, benign: 1, wrong: 1, waiting: 1 },
    });
    expect(report.rates.accuracy).toMatchObject({ value: 5 / 7, n: 7 });
    expect(report.rates.coverage).toMatchObject({ value: 4 / 5, n: 5 });
  });

  test("is refused when an episode is of a gang that the world does not have", () => {
    const input = sampleInput();
    const episodes = input.loop.episodes.map((episode) => ({ ...episode, gang: 3 }));
    expect(() => buildReport({ ...input, loop: { ...input.loop, episodes } })).toThrow(
      "of gang 3, and the tally has 3",
    );
  });

  test("breaks interception down by channel, typology, obfuscation level and technology", () => {
    const { interception } = sampleReport();
    expect(interception.channel.map((row) => [row.name, row.contacts, row.intercepted])).toEqual([
      ["calls", 8, 4],
      ["messages", 12, 9],
    ]);
    const police = interception.typology.find((row) => row.name === "police")!;
    expect(police).toMatchObject({ contacts: 8, intercepted: 4, flagged: 2 });
    expect(police.messages).toMatchObject({ value: null, low: null, high: null, n: 0 });
    // Calls have no text: level 0 holds the 8 messages alone, not the 8 calls as well.
    expect(interception.obfuscation.map((row) => row.contacts)).toEqual([8, 0, 0, 1, 0, 3]);
    const abroad = interception.technology.find((row) => row.name === "abroad")!;
    expect(abroad.rate).toMatchObject({ value: 0.5, n: 8 });
  });

  test("tells the filter's promise, its theory and what was measured, and counts the look-ups of the run", () => {
    const filter = sampleReport().filter!;
    expect(filter).toMatchObject({ promised: 0.01, expected: 0.0085 });
    expect(filter.measured).toMatchObject({ value: 0.008, n: 1000 });
    expect(filter.numbers).toEqual({ probed: 100, falsePositives: 1 });
    expect(filter.domains).toEqual({ probed: 10, falsePositives: 0 });
  });

  test("has precision at the scenario's prevalence, at 1 % and at 0.36 %", () => {
    expect(sampleReport().precisionByPrevalence.map((row) => [row.prevalence, row.basis])).toEqual([
      [0.2, "scenario"],
      [0.01, "re-weighted"],
      [0.0036, "re-weighted"],
    ]);
  });

  test("lists what each stage found, and where it was decisive", () => {
    const { stages, evidence } = sampleReport();
    expect(stages.find((row) => row.stage === "blocklist")).toEqual({
      stage: "blocklist",
      fraud: { seen: 13, blocked: 13, decisive: 13 },
      benign: { seen: 1, blocked: 1, decisive: 1 },
    });
    expect(evidence.find((row) => row.name === "textMatch")).toMatchObject({ fraud: 9, benign: 1 });
  });

  test("has precision-recall points from the strictest threshold to the loosest", () => {
    const [all] = sampleReport().precisionRecall;
    expect(all!.points).toEqual([
      { score: 700, intercepted: 9, falselyIntercepted: 0, recall: 9 / 20, precision: 1 },
      { score: 275, intercepted: 13, falselyIntercepted: 0, recall: 13 / 20, precision: 1 },
      { score: 200, intercepted: 13, falselyIntercepted: 1, recall: 13 / 20, precision: 13 / 14 },
      { score: -100, intercepted: 15, falselyIntercepted: 3, recall: 15 / 20, precision: 15 / 18 },
      { score: -425, intercepted: 20, falselyIntercepted: 80, recall: 1, precision: 0.2 },
    ]);
  });
});

describe("the schema", () => {
  test("holds for the report of any batch and loop, and still after JSON", () => {
    fc.assert(
      fc.property(fc.array(plainEvent, { maxLength: 40 }), randomLoop, (plain, loop) => {
        const gangs = plain.map((event) => {
          const gang = event.gang % 3;
          // A gang keeps to one typology.
          return { ...event, gang, typology: 4 * gang, domain: event.domain % 4 };
        });
        const report = buildReport({ ...sampleInput(gangs), loop });
        expect(reportSchema.parse(JSON.parse(JSON.stringify(report)))).toEqual(report);
      }),
      { numRuns: 30 },
    );
  });

  test("as JSON Schema accepts a report and refuses one with a field missing, added or of the wrong kind", () => {
    const published = z.fromJSONSchema(JSON.parse(JSON.stringify(reportJsonSchema())));
    const report = JSON.parse(JSON.stringify(sampleReport()));
    expect(published.safeParse(report).error).toBeUndefined();
    const { digest: _, ...without } = report;
    expect(published.safeParse(without).success).toBe(false);
    expect(published.safeParse({ ...report, extra: 1 }).success).toBe(false);
    expect(published.safeParse({ ...report, schemaVersion: 9 }).success).toBe(false);
    expect(published.safeParse({ ...report, events: { ...report.events, calls: -1 } }).success).toBe(false);
  });
});
