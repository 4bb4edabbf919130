import { describe, expect, test } from "vitest";
import { HABIT, evasive, playedBy, searchResponses, sidesOf } from "../../src/study/best-response.ts";
import { bestByHalving, candidatesFor, type Try } from "../../src/core/search/successive-halving.ts";
import { KNOB_NAMES } from "../../src/record/knobs.ts";
import { RandomStream, unit } from "../../src/core/random.ts";
import { loadScenario } from "../../src/scenario/file.ts";
import { scenarioSchema } from "../../src/scenario/schema.ts";
import type { Measure } from "../../src/study/cells/cell-runner.ts";
import { en } from "../../src/core/words.ts";
import { responseTable } from "../../src/study/page/response-page.ts";
import { rowCell } from "./toy-cell.ts";

const candidates = Array.from({ length: 16 }, (_, i) => (i * 7) % 16);
const draws = new RandomStream(5, "toy");

/** Of a hundred searches with so many tries, those that find the best of a noisy function. */
async function search(budget: number): Promise<number> {
  let right = 0;
  for (let each = 0; each < 100; each++) {
    const measure = (tries: readonly Try<number>[]): Promise<number[]> =>
      Promise.resolve(
        tries.map(
          ({ candidate, repeat }) => (candidate === 11 ? 1 : 0) + unit(draws.draw(each, repeat, candidate)[0]!) * 4,
        ),
      );
    if ((await bestByHalving({ candidates, budget, repeats: 1000, measure })) === 11) right++;
  }
  return right;
}

describe("successive halving", () => {
  test("finds the best of a function without noise, and tries no more than its budget", async () => {
    let tries = 0;
    const measure = (asked: readonly Try<number>[]): Promise<number[]> => {
      tries += asked.length;
      return Promise.resolve(asked.map(({ candidate }) => -Math.abs(candidate - 11)));
    };
    expect(await bestByHalving({ candidates, budget: 64, repeats: 100, measure })).toBe(11);
    expect(tries).toBe(64);
  });

  test("finds the best of a noisy function in nine of ten searches, where one try each does not", async () => {
    expect(await search(640)).toBeGreaterThanOrEqual(90);
    expect(await search(64)).toBeLessThan(80);
  });

  test.each([
    [1, 1],
    [2, 2],
    [8, 4],
    [64, 16],
  ])("with a budget of %d tries has %d candidates", (budget, count) => {
    expect(candidatesFor(budget)).toBe(count);
  });
});

/** A world in which double pace pays, and heavy obfuscation where messages are matched. */
const toy = (runs: number[]): Measure =>
  rowCell((played, seed) => {
    runs.push(seed);
    const turned = played.adversary.schedule.map(({ knob, setting }) => `${knob} ${setting}`);
    const isMatched = played.screening.stages.match;
    const gain = (turned.includes("pace 2") ? 10 : 0) + (isMatched && turned.includes("obfuscation heavy") ? 8 : 0);
    const profitYuan = 100 + gain - 0.1 * turned.length + (seed % 3);
    return { profitYuan, lostYuan: 2 * profitYuan, losses: 3 };
  });

/** What is left out of smoke with these settings. */
function names(...settings: readonly string[]): (string | null)[] {
  return sidesOf(loadScenario("smoke", settings)).map(({ without }) => without);
}

describe("the best response", () => {
  const scenario = loadScenario("smoke");

  test("of a toy world is found for each set of defences, on other seeds than those it is measured on", async () => {
    const runs: number[] = [];
    const most: number[] = [];
    const { responses, searchSeeds } = await searchResponses({
      scenario,
      budget: 512,
      seeds: [1, 2, 3],
      workers: 1,
      measure: toy(runs),
      onRun: ({ total }) => most.push(total),
    });
    expect(searchSeeds).toEqual([4, 5, 6]);
    expect(runs.length).toBeLessThanOrEqual(most[0]!);
    expect(new Set(runs)).toEqual(new Set([1, 2, 3, 4, 5, 6]));
    for (const { without, strategy, gainYuan } of responses) {
      expect(strategy).toContain("pace 2");
      expect(without === "match" || strategy.includes("obfuscation heavy")).toBe(true);
      const gain = (without === "match" ? 10 : 18) - 0.1 * strategy.length;
      expect(gainYuan.mean).toBeCloseTo(gain);
      // Paired on a seed: what the seed brings cancels out.
      expect(gainYuan.high! - gainYuan.low!).toBeCloseTo(0);
    }
  });

  test("found under one set of defences is tried under all", async () => {
    // Without warnings each of four knobs pays, so that a search finds them; with them only all together do.
    const all = ["pace 2", "obfuscation heavy", "hours evening", "targets 1"];
    let foundByItself = false;
    const steps: string[] = [];
    const measure: Measure = rowCell((played, seed) => {
      const turned = played.adversary.schedule.map(({ knob, setting }) => `${knob} ${setting}`);
      const paying = all.filter((each) => turned.includes(each)).length;
      const isBare = !played.warnings.enabled;
      foundByItself ||= steps.length === 1 && paying === all.length;
      const gain = isBare ? 10 * paying : paying === all.length ? 5 : -paying;
      return { profitYuan: gain - 0.01 * turned.length + (seed % 3), lostYuan: 1, losses: 1 };
    });
    const { responses } = await searchResponses({
      scenario,
      budget: 256,
      seeds: [1, 2],
      workers: 1,
      measure,
      onStep: (step) => void steps.push(step),
    });
    const answers = responses.map(({ strategy }) => all.every((each) => strategy.includes(each)));
    expect(foundByItself).toBe(false);
    expect(answers).toEqual(responses.map(() => true));
  });

  test("says what a defence is worth with an interval, and that luck cannot be told from it", async () => {
    const measure: Measure = rowCell((played, seed) => {
      const { stages } = played.screening;
      const luck = played.warnings.enabled ? 0 : (seed % 2) * 400 - 200;
      const lostYuan = 1000 + 10 * seed + (stages.match ? 0 : 500 + (seed % 3)) + luck;
      return { profitYuan: 1, lostYuan, losses: 3 };
    });
    const document = await searchResponses({ scenario, budget: 1, seeds: [1, 2, 3, 4, 5, 6], workers: 1, measure });
    const worths = new Map(document.responses.map(({ without, worth }) => [without, worth]));
    expect(worths.get(null)).toBeNull();
    expect(worths.get("match")).toMatchObject({ verdict: "sure", difference: { mean: 501 } });
    expect(worths.get("warnings")).toMatchObject({ verdict: "cannot tell", difference: { n: 6 } });
    expect(worths.get("blocklist")).toMatchObject({ verdict: "same" });
    const cells = responseTable(document).rows.map((row) => en(row.at(-1)!));
    expect(cells.filter((cell) => cell.endsWith("sure"))).toHaveLength(1);
    expect(cells.filter((cell) => /cannot tell(?:: .* seeds)?$/.test(cell))).toHaveLength(1);
  });

  test("tells of each search as it begins", async () => {
    const steps: string[] = [];
    const onStep = (step: string): void => void steps.push(step);
    await searchResponses({ scenario, budget: 1, seeds: [1], workers: 1, measure: toy([]), onStep });
    const sides = steps.length - 1;
    expect(steps[0]).toBe(`search 1 of ${sides}: all defences`);
    expect(steps[1]).toBe(`search 2 of ${sides}: without blocklist`);
    expect(steps.at(-1)).toBe(`the 2 strategies found, each against ${sides} sets of defences`);
  });

  test("is not searched where what is left out does nothing: a stage that reads by a model, without one", () => {
    expect(names()).not.toContain("learned");
    expect(names("screening.model=starter")).toContain("learned");
    expect(names("screening.model=starter", "screening.stages.learned=false")).not.toContain("learned");
    expect(names("retraining.everyDays=1")).toContain("learned");
    expect(names("screening.stages.behaviour=false")).not.toContain("behaviour");
  });

  test("is asked of all defences and of all but each one that the scenario has", () => {
    expect(names()).toEqual(expect.arrayContaining([null, "blocklist", "match", "behaviour", "lookalike"]));
    expect(names().slice(-2)).toEqual(["investigations", "warnings"]);
    expect(sidesOf(loadScenario("no-defences")).map(({ without }) => without)).toEqual([null]);
  });

  test("is searched from the scenario evasive too, which knobs can express", async () => {
    const { adversary } = loadScenario("evasive");
    const inOrder = KNOB_NAMES.flatMap((knob) => adversary.schedule.filter((turned) => turned.knob === knob));
    expect(playedBy(scenario, evasive()).adversary).toMatchObject({ mode: "scripted", schedule: inOrder });
    expect(inOrder).toHaveLength(8);
    const measure: Measure = rowCell((played) => {
      const profitYuan = played.adversary.schedule.length === inOrder.length ? 2 : 1;
      return { profitYuan, lostYuan: 2, losses: 3 };
    });
    const { responses } = await searchResponses({ scenario, budget: 2, seeds: [1], workers: 1, measure });
    expect(responses.map(({ strategy }) => strategy.length)).toEqual(responses.map(() => 8));
  });

  test("is played as a scenario, and the habit turns nothing", () => {
    const strategy = HABIT.map((setting, at) => (at === 0 ? 3 : setting));
    const played = playedBy(scenario, strategy);
    expect(scenarioSchema.parse(played)).toEqual(played);
    expect(played.adversary.schedule).toEqual([{ fromHour: 0, knob: KNOB_NAMES[0], setting: "2" }]);
    expect(playedBy(scenario, HABIT).adversary.schedule).toEqual([]);
  });
});
