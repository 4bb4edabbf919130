import { describe, expect, test } from "vitest";
import { DEFENCES, defencesOf } from "../../src/study/variants/defences.ts";
import { loadScenario } from "../../src/scenario/file.ts";
import { type Scenario, scenarioSchema } from "../../src/scenario/schema.ts";
import { compare, comparison } from "../../src/study/compare.ts";
import { renderStudyPage } from "../../src/study/page/study-page.ts";
import { variantsSchema } from "../../src/study/document.ts";
import { toyCell } from "./toy-cell.ts";

const smoke = loadScenario("smoke");
const everything: Scenario = {
  ...smoke,
  screening: { ...smoke.screening, model: "starter", stages: { ...smoke.screening.stages, provenance: true } },
  banks: { ...smoke.banks, enabled: true },
  crackdown: { ...smoke.crackdown, enabled: true },
  operators: { ...smoke.operators, groups: { ...smoke.operators.groups, by: "both" } },
};

/** Blocking that adds up: 0.3 by the blocklist, 0.2 by the text match; nothing without the classifier. */
const toy = toyCell(({ screening: { stages }, warnings, dissuasion }) => {
  const found = (stages.blocklist ? 0.3 : 0) + (stages.match ? 0.2 : 0);
  const kept = warnings.enabled && dissuasion.telephoneFrom !== "never" ? 40 : 0;
  return { interception: stages.classify ? found : 0, kept, visits: warnings.enabled ? 9 : null };
});

const TOY = {
  variants: [{ name: "smoke", scenario: smoke }],
  ablate: true as const,
  seeds: [1, 2, 3, 4, 5],
  workers: 1,
  measure: toy,
};

function measure(): Promise<never> {
  return Promise.reject(new Error("it ran"));
}

const PARTS_OF_WARNINGS = ["lookBack", "lateSignals", "message", "telephone", "visit", "family", "suspension"];

test("a defence is switched off by parameters of its own, in a scenario that holds together", () => {
  expect(defencesOf(everything)).toEqual(DEFENCES);
  for (const { name, change } of DEFENCES) {
    const left = change(everything);
    expect(scenarioSchema.parse(left)).toEqual(left);
    const gone = name === "warnings" ? [name, ...PARTS_OF_WARNINGS] : [name];
    expect([name, defencesOf(left)]).toEqual([name, DEFENCES.filter((each) => !gone.includes(each.name))]);
  }
});

const near = (mean: number) => ({ difference: { mean: expect.closeTo(mean, 10) as number, n: 5 } });

describe("an ablation", () => {
  test("finds what each defence adds, whatever luck the seeds have: it drops out of each pair", async () => {
    const { document } = await compare(TOY);
    const { rows } = document;
    const without = (name: string, figure: string) =>
      rows.find((row) => row.variant === `without ${name}` && row.figure === figure)!;
    expect(without("blocklist", "interception")).toMatchObject(near(-0.3));
    expect(without("classify", "interception")).toMatchObject(near(-0.5));
    expect(without("telephone", "kept")).toMatchObject(near(-40));
    const summary = comparison(TOY)
      .summary(document)
      .filter(({ figure }) => figure === "kept");
    expect(summary.slice(0, 2)).toMatchObject([
      { variant: "smoke", difference: null, verdict: null },
      { variant: "without blocklist", n: 5, difference: 0, differenceLow: 0, verdict: "same" },
    ]);
    const kept = document.variants[0]!.figures["kept"]!.value!;
    const telephone = summary.find(({ variant }) => variant === "without telephone")!;
    expect(telephone).toMatchObject({ value: expect.closeTo(kept - 40, 10) as number, unit: "count" });
    expect(without("behaviour", "interception")).toMatchObject({
      verdict: "same",
      difference: { mean: 0, low: 0, high: 0 },
      seedsToTell: null,
    });
    expect(without("warnings", "visits")).toMatchObject({ verdict: "no figure", difference: { n: 0 } });
  });

  test("calls sure what noise cannot explain, and of the rest says how many seeds it would take", async () => {
    const noisy = toyCell(({ screening: { stages } }, luck) => ({
      interception: (stages.blocklist ? 0.3 : 0) + 0.02 * luck(JSON.stringify(stages)),
    }));
    const { rows } = (await compare({ ...TOY, measure: noisy })).document;
    const without = rows.filter(({ figure }) => figure === "interception");
    const { blocklist, match } = Object.fromEntries(without.map((row) => [row.variant.replace("without ", ""), row]));
    expect(blocklist!.verdict).toBe("sure");
    expect(match).toMatchObject({ verdict: "cannot tell" });
    expect(match!.seedsToTell).toBeGreaterThan(5);
    for (const { difference, pHolm } of without) expect(pHolm ?? 1).toBeGreaterThanOrEqual(difference.p ?? 1);
  });

  test("of one seed has no interval, and nothing is sure", async () => {
    const { rows } = (await compare({ ...TOY, seeds: [7] })).document;
    expect(rows.every(({ difference: { low, high } }) => low === null && high === null)).toBe(true);
    expect(rows.some(({ verdict }) => verdict === "sure")).toBe(false);
    expect(rows.some(({ verdict }) => verdict === "cannot tell")).toBe(true);
  });

  test("runs each scenario once with each seed, and tells how far it is", async () => {
    const asked: string[] = [];
    const told: number[] = [];
    const { document } = await compare({
      ...TOY,
      seeds: [1, 2],
      measure: (cell) => {
        asked.push(JSON.stringify([cell.scenario, cell.seed]));
        return toy(cell);
      },
      onRun: (done, total) => told.push(done, total),
    });
    expect(new Set(asked).size).toBe(asked.length);
    expect(document.runs).toBe(asked.length);
    expect(told).toEqual(asked.flatMap((_, at) => [at + 1, asked.length]));
  });

  test("is a document of its schema, and a page with a picture of each figure", async () => {
    const { document: ablation, page: shown } = await compare({ ...TOY, ablate: ["visit", "blocklist"] });
    expect(variantsSchema.parse(structuredClone(ablation))).toEqual(ablation);
    expect(ablation.variants.map(({ name }) => name)).toEqual(["smoke", "without blocklist", "without visit"]);
    const page = renderStudyPage(shown!);
    expect(page.match(/<figure /g)?.length).toBe(ablation.figures.length);
  });

  test.each([
    [{ ablate: ["blocklst"] }, /no defence "blocklst" switched on: .*Did you mean blocklist/],
    [{ seeds: [] }, /expected one seed or more/],
    [{ seeds: [1, 2, 1] }, /seed 1 is there twice/],
    [{ seeds: [0.5] }, /whole numbers from 0/],
    [{ variants: [{ name: "none", scenario: loadScenario("no-defences") }] }, /no defences/],
    [{ ablate: undefined }, /two variants or more/],
    [{ variants: [TOY.variants[0]!, TOY.variants[0]!] }, /two variants are called "smoke"/],
    [{ variants: [TOY.variants[0]!, { name: "again", scenario: smoke }] }, /are the same: no parameter/],
  ])("refuses %j before it runs anything", async (wrong, message) => {
    await expect(compare({ ...TOY, measure, ...wrong })).rejects.toThrow(message);
  });
});

describe("a comparison of variants", () => {
  /** Each agent works ten hours and keeps twenty people; an early warning is a false alarm more often. */
  const agentsWork = toyCell(({ dissuasion: { agents }, warnings: { low } }, luck) => ({
    kept: 20 * agents,
    agentHours: 10 * agents,
    falseAlarms: low < 0.9 ? 80 : 20,
    peopleLost: 30 + 3 * luck(`peopleLost ${agents} ${low}`),
  }));

  test("sets each beside the first, seed by seed, and reckons with all differences", async () => {
    const { document } = await compare({
      variants: [
        { name: "today", scenario: smoke },
        { name: "more agents", scenario: loadScenario("smoke", ["dissuasion.agents=6"]) },
        { name: "early", scenario: loadScenario("smoke", ["warnings.low=0.5"]) },
      ],
      seeds: [1, 2, 3, 4, 5, 6],
      workers: 1,
      measure: agentsWork,
    });
    const { rows, variants, runs, family } = document;
    const of = (variant: string, figure: string) =>
      rows.find((row) => row.variant === variant && row.figure === figure)!;
    expect([runs, family]).toEqual([18, "all"]);
    const moved = [{}, { "dissuasion.agents": 6 }, { "warnings.low": 0.5 }];
    expect(variants.map(({ parameters }) => parameters)).toEqual(moved);
    expect(variants[1]!.figures["kept"]!.value).toBeGreaterThan(100);
    expect(of("more agents", "kept").difference).toMatchObject({ mean: expect.closeTo(80, 10) as number, n: 6 });
    expect(of("early", "falseAlarms").difference.mean).toBeCloseTo(60, 10);
    expect(of("early", "kept")).toMatchObject({ verdict: "same", difference: { mean: 0 } });
    expect(of("early", "peopleLost").verdict).toBe("cannot tell");
    expect(of("early", "peopleLost").seedsToTell).toBeGreaterThan(6);
  });
});
