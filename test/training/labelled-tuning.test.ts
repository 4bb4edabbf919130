import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type ClassifierSettings, DEFAULT_CLASSIFIER } from "../../src/detect/classifier/weights.ts";
import { EVIDENCE, evidenceBit } from "../../src/detect/evidence.ts";
import {
  heldOutGroups,
  type LabelledRows,
  type LabelledTuneOptions,
  tuneLabelled,
} from "../../src/training/labelled-tuning.ts";

const MATCH = evidenceBit("textMatch");
const LINK = evidenceBit("linkPresent");

/** Fraud has a link, and half of it a match; one benign row in eight has a link. */
function rowsOf(count: number): LabelledRows {
  const fraud = Uint8Array.from({ length: count }, (_, row) => Number(row % 4 === 0));
  const evidence = Uint32Array.from({ length: count }, (_, row) => {
    if (fraud[row] === 1) return row % 8 === 0 ? LINK | MATCH : LINK;
    return row % 8 === 1 ? LINK : 0;
  });
  return { evidence, fraud, group: Int32Array.from({ length: count }, (_, row) => row >> 1) };
}

function options(more: Partial<LabelledTuneOptions> = {}): LabelledTuneOptions {
  return {
    rows: rowsOf(400),
    classifier: DEFAULT_CLASSIFIER,
    over: [{ parameter: "screening.blockScore", low: -600, high: 800 }],
    goal: "recall",
    isMost: true,
    constraints: [{ figure: "benignBlocked", atLeast: false, bound: 0.05 }],
    budget: 200,
    seed: 1,
    ...more,
  };
}

const score = (bits: number, { prior, weights }: ClassifierSettings): number =>
  EVIDENCE.reduce((sum, name) => sum + ((bits & evidenceBit(name)) === 0 ? 0 : weights[name]), prior);

const error = async (more: Partial<LabelledTuneOptions>): Promise<unknown> => {
  try {
    return await tuneLabelled(options(more));
  } catch (cause) {
    return cause;
  }
};

describe("marks and weights tuned on labelled rows", () => {
  test("keep the constraint on the tuning half, and are the same again", async () => {
    const once = await tuneLabelled(options());
    expect(once.best.kept.tuning).toEqual(["kept"]);
    // Matches alone can be blocked: a link is found in benign rows too.
    expect(once.best.tuning.recall.value).toBeCloseTo(0.5, 1);
    expect(await tuneLabelled(options())).toEqual(once);
    const loose = await tuneLabelled(
      options({
        budget: 3000,
        classifier: { ...DEFAULT_CLASSIFIER, flagScore: -600 },
        constraints: [{ figure: "benignBlocked", atLeast: false, bound: 0.5 }],
      }),
    );
    expect(loose.best.tuning.recall.value).toBe(1);
    expect(loose.best.heldOut.precision).toMatchObject({
      n: expect.any(Number) as number,
      clusterLow: expect.any(Number) as number,
    });
  });

  test("stay as they were where no other setting does better, and try no more settings than they may", async () => {
    // No row has such evidence: whatever it weighs, nothing changes.
    const over = [{ parameter: "screening.weights.lookalikeDomain", low: 0, high: 900 }];
    const { best, start, settings } = await tuneLabelled(options({ over, constraints: [], budget: 30 }));
    expect(best.values).toEqual(start.values);
    expect(settings).toBeGreaterThan(5);
    expect(settings).toBeLessThanOrEqual(30);
    const two = ["screening.blockScore", "screening.flagScore"].map((parameter) => ({
      parameter,
      low: -600,
      high: 800,
    }));
    expect((await tuneLabelled(options({ over: two, constraints: [], budget: 4 }))).settings).toBeLessThanOrEqual(4);
  });

  test("are not kept by luck: none of 150 benign rows is blocked, and one in 25 could be", async () => {
    const strict = await error({ constraints: [{ figure: "benignBlocked", atLeast: false, bound: 0.04 }] });
    expect(strict).toMatchObject({
      code: "noData",
      message: expect.stringMatching(
        /benignBlocked 0 \[0, 0\.0409\] n=150, to be at most 0\.04\. All of the 95 % interval must keep it/,
      ) as string,
    });
  });

  test("leave a mark that the goal does not feel where it was, and never below the other", async () => {
    const over = ["blockScore", "flagScore"].map((mark) => ({ parameter: `screening.${mark}`, low: -600, high: 1200 }));
    for (const seed of [1, 2, 3]) {
      const { start, best, verdicts } = await tuneLabelled(options({ over, seed, budget: 400 }));
      expect(best.values[1]).toBe(DEFAULT_CLASSIFIER.flagScore);
      expect(best.values[0]).not.toBe(start.values[0]);
      expect(verdicts.flaggedRecall).toBe("cannot tell");
    }
    // To block the links of benign rows too is best, and a mark for flags above that would say nothing.
    const loose = [{ figure: "benignBlocked", atLeast: false, bound: 0.9 }] as const;
    const high = { ...DEFAULT_CLASSIFIER, blockScore: 900, flagScore: 800 };
    const found = await tuneLabelled(options({ classifier: high, over, constraints: loose, budget: 400 }));
    expect(found.best.values[1]).toBeLessThanOrEqual(found.best.values[0]!);
    expect(found.best.tuning.recall.value).toBe(1);
    expect(found.verdicts).toMatchObject({ recall: "better", benignBlocked: "worse" });
  });

  test("come to the decisions that the classifier would make with them", async () => {
    const rows = rowsOf(200);
    const isHeldOut = heldOutGroups(rows, 1);
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: -500, max: 700 }),
        fc.integer({ min: -200, max: 600 }),
        async (blockScore, linkPresent) => {
          const weights = { ...DEFAULT_CLASSIFIER.weights, linkPresent };
          const classifier = { ...DEFAULT_CLASSIFIER, blockScore, weights };
          const over = [{ parameter: "screening.prior", low: -421, high: -420 }];
          const { start } = await tuneLabelled(options({ rows, classifier, over, constraints: [], budget: 1 }));
          const held = [...rows.evidence.keys()].filter(
            (row) => rows.fraud[row] === 1 && isHeldOut[rows.group[row]!] === 1,
          );
          const blocked = held.filter((row) => score(rows.evidence[row]!, classifier) >= blockScore);
          expect(start.heldOut.recall).toMatchObject({ value: blocked.length / held.length, n: held.length });
        },
      ),
      { numRuns: 30 },
    );
  });

  test("are refused where all rows are of one class, or none keeps the constraint, or it would take screening anew", async () => {
    const rows = rowsOf(40);
    for (const [kind, fraud] of [
      ["benign", new Uint8Array(40)],
      ["fraud", new Uint8Array(40).fill(1)],
    ] as const) {
      expect(await error({ rows: { ...rows, fraud } })).toMatchObject({
        code: "noData",
        message: expect.stringContaining(`all 40 labelled rows are ${kind}`) as string,
      });
    }
    expect(await error({ rows: { ...rows, group: new Int32Array(40) } })).toMatchObject({ code: "noData" });
    const never = [
      { figure: "recall", atLeast: true, bound: 0.9 },
      { figure: "benignBlocked", atLeast: false, bound: 0 },
    ] as const;
    expect(await error({ constraints: never })).toMatchObject({
      code: "noData",
      message: expect.stringMatching(
        /no setting tried keeps it: of \d+, the nearest is screening.blockScore=/,
      ) as string,
    });
    expect(await error({ over: [{ parameter: "screening.closeSimilarity", low: 0.6, high: 0.9 }] })).toMatchObject({
      code: "usage",
    });
  });
});
