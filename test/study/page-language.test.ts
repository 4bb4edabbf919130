/** Pages of studies speak Chinese: nothing but names of parameters, defences and scenarios stays as it is. */
import { describe, expect, test } from "vitest";
import { loadScenario } from "../../src/scenario/file.ts";
import { comparison } from "../../src/study/compare.ts";
import { renderStudyPage } from "../../src/study/page/study-page.ts";
import { type Study, wholeStudy } from "../../src/study/study.ts";
import { sweepStudy } from "../../src/study/sweep.ts";
import { calibration } from "../../src/study/tune/calibrate.ts";
import { tuning } from "../../src/study/tune/tune.ts";
import { englishIn, figuresOf } from "../report/html/page-for-tests.ts";
import { rowCell, toyCell } from "./toy-cell.ts";

const smoke = loadScenario("smoke");
const SEEDS = [1, 2, 3];
const toy = toyCell(({ warnings: { low }, dissuasion: { agents } }, luck) => ({
  interception: 0.4 + low / 10,
  interceptionTrials: 100,
  accuracy: 0.8 - low / 10,
  accuracyTrials: 90,
  success: null,
  kept: 20 * agents + luck("kept"),
}));
const report = { figures: { "rates.success": { value: 0.9 }, "rates.reach": { value: null } } };
const measure: typeof toy = async (cell) => ({ ...(await toy(cell)), readings: { report } });
const RUN = { seeds: SEEDS, workers: 1, reproduce: "ringfence again", measure };

async function made<Document extends object>(study: Study<Document>): Promise<string> {
  return renderStudyPage((await wholeStudy(study, RUN)).page!);
}

/** Names, which are the same in both languages: of defences, parameters, scenarios, designs, files. */
const NAME =
  /^(?:smoke|n|p|without\s[a-zA-Z]+|ringfence again|more(?: \?)?|[a-z]+(?:[A-Z][a-z]+)*|[a-z]+\.[a-zA-Z.*]+…?(?:[=>:].*| [\d.]+)?|accuracy>=.*|\d.*)$/;

function left(page: string): string[] {
  return englishIn(page).filter((text) => !NAME.test(text.replaceAll(/\n ?/g, "")));
}

const TARGETS = "rates.success=0.98,rates.reach=0.9";
const over = ["warnings.low=0.5,0.95", "dissuasion.agents=1,2,4"];
const ranges = ["warnings.low=0.5..0.95", "dissuasion.agents=1..4"];

const SEARCH = { ...RUN, scenario: smoke, heldOut: [7] };
const variants = [
  { name: "smoke", scenario: smoke },
  { name: "more", scenario: loadScenario("smoke", ["dissuasion.agents=6"]) },
];

describe("in Chinese", () => {
  test.each<readonly [string, () => Promise<string>]>([
    ["an ablation", () => made(comparison({ ...RUN, variants: [variants[0]!], ablate: true }))],
    ["variants", () => made(comparison({ ...RUN, variants }))],
    ["a sweep", () => made(sweepStudy({ ...RUN, scenario: "smoke", over }))],
    ["a sweep of drawn points", () => made(sweepStudy({ ...RUN, scenario: "smoke", over: ranges, points: 4 }))],
    ["seeds alone", () => made(sweepStudy({ ...RUN, scenario: "smoke" }))],
    ["a tuning", () => made(tuning({ ...SEARCH, over: ranges, subjectTo: ["accuracy>=0.1"], budget: 24 }))],
    ["a calibration", () => made(calibration({ ...SEARCH, over: ["warnings.low"], targets: TARGETS, budget: 9 }))],
  ])("%s has no English sentence left", async (_, page) => {
    expect(left(await page())).toEqual([]);
  });
});

async function leading(more: Parameters<typeof sweepStudy>[0]): Promise<string[]> {
  return figuresOf(await made(sweepStudy({ ...RUN, scenario: "smoke", ...more }))).map(({ id }) => id);
}

describe("the charts of a sweep", () => {
  test("are those of the figures asked for, with a line for each value of one parameter of a grid", async () => {
    expect(await leading({ ...RUN, figures: ["kept", "interception"], over })).toEqual([
      "dissuasion-agents-kept",
      "dissuasion-agents-interception",
    ]);
    const page = await made(sweepStudy({ ...RUN, scenario: "smoke", figures: ["kept"], over }));
    expect(page).toContain("warnings.low 0.95");
  });

  test("are along each parameter where several numbers move at once, and differences where names do", async () => {
    expect(await leading({ ...RUN, figures: ["kept"], over: ranges, points: 4 })).toEqual([
      "warnings-low-kept",
      "dissuasion-agents-kept",
    ]);
    expect(await leading({ ...RUN, figures: ["kept"], over: ["screening.stages.match=true,false"] })).toEqual([
      "difference-kept",
    ]);
  });
});

async function pageOf(more: readonly number[]): Promise<string> {
  const row = rowCell(({ dissuasion: { agents } }, seed) => ({ kept: agents === 6 ? more[seed - 1]! : 0 }));
  const study = comparison({ ...RUN, variants, figures: ["kept"] });
  return renderStudyPage((await wholeStudy(study, { ...RUN, measure: row })).page!);
}

test("a difference above 0 whose interval goes below is drawn with both sides of 0", async () => {
  expect(await pageOf([-1, 5, 2])).toContain(">no difference<");
  expect(await pageOf([4, 5, 6])).not.toContain(">no difference<");
});
