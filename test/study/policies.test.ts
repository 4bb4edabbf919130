import { describe, expect, test } from "vitest";
import { loadScenario } from "../../src/scenario/file.ts";
import { scenarioSchema } from "../../src/scenario/schema.ts";
import { policiesPage } from "../../src/study/page/policies-page.ts";
import { renderStudyPage } from "../../src/study/page/study-page.ts";
import { comparePolicies, policiesSchema, POLICY_FIGURES } from "../../src/study/policies.ts";
import { PARTS } from "../../src/study/policy-parts.ts";
import { toyCell } from "./toy-cell.ts";

const smoke = loadScenario("smoke");
const more = loadScenario("smoke", ["dissuasion.agents=6"]);
const early = loadScenario("smoke", ["warnings.low=0.5"]);

/** Each agent works ten hours and keeps twenty people; an early warning is a false alarm more often. */
const toy = toyCell(({ dissuasion: { agents }, warnings: { low } }, luck) => ({
  kept: 20 * agents,
  agentHours: 10 * agents,
  visits: 40,
  falseAlarms: low < 0.9 ? 80 : 20,
  losses: 30 + 3 * luck(`losses ${agents} ${low}`),
}));

const OPTIONS = {
  policies: [
    { name: "today", scenario: smoke },
    { name: "more agents", scenario: more },
    { name: "early", scenario: early },
  ],
  seeds: [1, 2, 3, 4, 5, 6],
  workers: 1,
  measure: toy,
};

function refuseToRun(): Promise<never> {
  return Promise.reject(new Error("it ran"));
}

describe("a comparison of policies", () => {
  test("sets each beside the first, seed by seed", async () => {
    const { rows, policies, runs } = await comparePolicies(OPTIONS);
    const of = (policy: string, figure: string) => rows.find((row) => row.policy === policy && row.figure === figure)!;
    expect(runs).toBe(18);
    expect(policies.map(({ changes }) => changes)).toEqual([
      [],
      [{ path: "dissuasion.agents", from: 2, to: 6 }],
      [{ path: "warnings.low", from: 1.1, to: 0.5 }],
    ]);
    expect(of("more agents", "kept").difference).toMatchObject({ mean: expect.closeTo(80, 10) as number, n: 6 });
    expect(of("early", "falseAlarms").difference.mean).toBeCloseTo(60, 10);
    expect(of("early", "kept")).toMatchObject({ verdict: "same", difference: { mean: 0 } });
    expect(of("early", "losses").verdict).toBe("cannot tell");
    expect(of("early", "losses").seedsToTell).toBeGreaterThan(6);
  });

  test("reckons cost for each person kept with what was stated, and marks what was not", async () => {
    const flat = toyCell(({ dissuasion: { agents } }) => ({ kept: agents === 6 ? 0 : 40, agentHours: 20, visits: 40 }));
    const found = await comparePolicies({ ...OPTIONS, seeds: [1], measure: flat, costs: { agentHourYuan: 50 } });
    expect(found.costs).toEqual({ agentHourYuan: 50, visitYuan: 150, assumed: ["visitYuan"] });
    const { figures } = await flat({ scenario: smoke, seed: 1 });
    const expected = (figures["agentHours"]! * 50 + figures["visits"]! * 150) / figures["kept"]!;
    const cost = found.policies.map(({ means }) => means.find(({ figure }) => figure === "costPerKept")!.mean);
    expect(cost[0]).toBeCloseTo(expected, 10);
    expect(found.rows.every(({ difference }) => difference.low === null)).toBe(true);
  });

  test("has no cost for each person kept where nobody is", async () => {
    const none = ({ figures, ...cell }: Awaited<ReturnType<typeof toy>>) => ({
      ...cell,
      figures: { ...figures, kept: 0 },
    });
    const measure: typeof toy = async (cell) => none(await toy(cell));
    const { rows, policies } = await comparePolicies({ ...OPTIONS, measure });
    expect(policies[0]!.means.find(({ figure }) => figure === "costPerKept")).toMatchObject({ n: 0, mean: null });
    expect(rows.filter(({ figure }) => figure === "costPerKept").map(({ verdict }) => verdict)).toEqual([
      "no figure",
      "no figure",
    ]);
  });

  test("is a document of its schema, and a page in which a name is text", async () => {
    const [first, second] = OPTIONS.policies;
    const policies = [first!, { ...second!, name: "<script>more\u202e" }];
    const comparison = await comparePolicies({ ...OPTIONS, policies });
    expect(policiesSchema.parse(structuredClone(comparison))).toEqual(comparison);
    const page = renderStudyPage(policiesPage(comparison));
    expect(page.match(/<figure /g)?.length).toBe(POLICY_FIGURES.length);
    expect(page).toContain("&lt;script&gt;more");
    expect(page).not.toMatch(/<script>more|\u202e/);
  });

  test("of different worlds is refused with what differs, unless that is allowed", async () => {
    const other = loadScenario("smoke", ["gangs.count=12", "population.subscribers=9000", "warnings.low=0.5"]);
    const policies = [OPTIONS.policies[0]!, { name: "elsewhere", scenario: other }];
    await expect(comparePolicies({ ...OPTIONS, policies })).rejects.toThrow(
      /different worlds: population.subscribers 12500 and 9000, gangs.count 20 and 12\. .*--different-worlds/,
    );
    const allowed = await comparePolicies({ ...OPTIONS, policies, differentWorlds: true });
    expect(allowed.policies[1]!.worldChanges.map(({ path }) => path)).toEqual([
      "population.subscribers",
      "gangs.count",
    ]);
    expect(renderStudyPage(policiesPage(allowed))).toContain("The worlds differ too");
  });

  test.each([
    [{ policies: OPTIONS.policies.slice(0, 1) }, /two policies or more/],
    [{ policies: [OPTIONS.policies[0]!, OPTIONS.policies[0]!] }, /two policies are called "today"/],
    [
      { policies: [OPTIONS.policies[0]!, { name: "again", scenario: { ...smoke, name: "other" } }] },
      /"today" and "again" are the same policy/,
    ],
    [{ costs: { visitYuan: -1 } }, /visitYuan to be a number of yuan from 0, found -1/],
    [{ seeds: [] }, /one seed or more/],
  ])("refuses what cannot be compared: %#", async (wrong, message) => {
    await expect(comparePolicies({ ...OPTIONS, measure: refuseToRun, ...wrong })).rejects.toThrow(message);
  });
});

describe("what is policy", () => {
  test("is told of every group of a scenario", () => {
    expect(Object.keys(PARTS).toSorted()).toEqual(Object.keys(scenarioSchema.shape).toSorted());
  });
});
