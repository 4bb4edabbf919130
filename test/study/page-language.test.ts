/** Pages of studies speak Chinese: nothing but names of parameters, defences and scenarios stays as it is. */
import { describe, expect, test } from "vitest";
import { loadScenario } from "../../src/scenario/file.ts";
import { comparison } from "../../src/study/compare.ts";
import { CellRunner } from "../../src/study/cells/cell-runner.ts";
import { calibrationPage } from "../../src/study/page/tune-page.ts";
import { renderStudyPage, type StudyPage } from "../../src/study/page/study-page.ts";
import { pageOf } from "../../src/study/page/pages.ts";
import type { Study } from "../../src/study/study.ts";
import { sweepStudy } from "../../src/study/sweep.ts";
import { englishIn, figuresOf } from "../report/html/page-for-tests.ts";
import { toyCell } from "./toy-cell.ts";

const smoke = loadScenario("smoke");
const SEEDS = [1, 2, 3];
const RUN = { seeds: SEEDS, workers: 1, reproduce: "ringfence again" };
const measure = toyCell(({ warnings: { low }, dissuasion: { agents } }, luck) => ({
  interception: 0.4 + low / 10,
  interceptionTrials: 100,
  accuracy: 0.8 - low / 10,
  accuracyTrials: 90,
  success: null,
  kept: 20 * agents + luck("kept"),
}));

async function made(study: Study<object>): Promise<string> {
  const outcome = await study.run(new CellRunner(study.most, { workers: 1, measure }));
  return pageOf(outcome!.document);
}

/** Names, which are the same in both languages: of defences, parameters, scenarios, designs, files. */
const NAME =
  /^(?:smoke|n|p|without\s[a-zA-Z]+|ringfence again|more|[a-z]+(?:[A-Z][a-z]+)*|[a-z]+\.[a-zA-Z.*]+…?(?:=.*| [\d.]+)?|\d.*)$/;

function left(page: string): string[] {
  return englishIn(page).filter((text) => !NAME.test(text.replaceAll(/\n ?/g, "")));
}

describe("in Chinese", () => {
  const over = ["warnings.low=0.5,0.95", "dissuasion.agents=1,2,4"];
  const ranges = ["warnings.low=0.5..0.95", "dissuasion.agents=1..4"];
  test.each<readonly [string, () => Study<object>]>([
    ["an ablation", () => comparison({ ...RUN, variants: [{ name: "smoke", scenario: smoke }], ablate: true })],
    [
      "variants",
      () =>
        comparison({
          ...RUN,
          variants: [
            { name: "smoke", scenario: smoke },
            { name: "more", scenario: loadScenario("smoke", ["dissuasion.agents=6"]) },
          ],
        }),
    ],
    ["a sweep", () => sweepStudy({ ...RUN, scenario: "smoke", over })],
    ["a sweep of drawn points", () => sweepStudy({ ...RUN, scenario: "smoke", over: ranges, points: 4 })],
    ["seeds alone", () => sweepStudy({ ...RUN, scenario: "smoke" })],
  ])("%s has no English sentence left", async (_, study) => {
    expect(left(await made(study()))).toEqual([]);
  });

  const head = { ...RUN, scenario: "smoke", runs: 9 };
  test.each<readonly [string, StudyPage]>([
    [
      "calibration",
      calibrationPage({
        ...head,
        trials: 12,
        loss: { before: 3, best: 1 },
        targets: [
          { name: "success", target: 0.98, before: 0.9, best: 0.97 },
          { name: "rates.reach", target: 0.98, before: 0.9, best: null },
        ],
        over: [{ parameter: "warnings.low", low: 0.5, high: 1, before: 0.9, tuned: 0.8 }],
      } as unknown as Parameters<typeof calibrationPage>[0]),
    ],
  ])("%s has none either", (_, page) => {
    expect(left(renderStudyPage(page))).toEqual([]);
  });
});

function pageWith(figures: readonly string[], over: readonly string[]): Promise<string> {
  return made(sweepStudy({ ...RUN, scenario: "smoke", over, figures }));
}

function leading(page: string): string[] {
  return figuresOf(page).map(({ id }) => id);
}

describe("a sweep leads with the figures asked for", () => {
  const over = ["warnings.low=0.5,0.95", "dissuasion.agents=1,2,4"];
  test("with a line for each value of one where two parameters make a grid", async () => {
    const page = await pageWith(["kept", "interception"], over);
    expect(leading(page)).toEqual(["grid-kept", "grid-interception"]);
    expect(page).toContain("warnings.low 0.95");
  });

  test("as curves along the parameters that move them most", async () => {
    expect(leading(await pageWith(["kept"], [...over, "warnings.medium=1.2,1.3"]))).toEqual([
      "leading-2-kept",
      expect.stringMatching(/^leading-[13]-kept$/) as string,
    ]);
    expect(leading(await pageWith(["kept"], [over[0]!]))).toEqual(["leading-1-kept"]);
  });
});
