import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { buildReport } from "../../src/report/build-report.ts";
import { reportJsonSchema, reportSchema } from "../../src/report/schema.ts";
import { plainEvent } from "./random-batch.ts";
import { randomLoop } from "./random-loop.ts";
import { sampleInput, sampleReport } from "./sample-report.ts";

describe("the report", () => {
  test("is refused when an episode is of a gang that the world does not have", () => {
    const input = sampleInput();
    const episodes = input.loop.episodes.map((episode) => ({ ...episode, gang: 3 }));
    expect(() => buildReport({ ...input, loop: { ...input.loop, episodes } })).toThrow(
      "of gang 3, and the tally has 3",
    );
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
