/** `ringfence study best-response`: the strategy that earns gangs most, against all defences and all but one. */
import type { Command } from "commander";
import { wrap } from "../../core/terminal/wrap.ts";
import { type BestResponse, bestResponse } from "../../study/best-response.ts";
import { en } from "../../core/words.ts";
import { responseTable, strategyFacts } from "../../study/page/response-page.ts";
import { wholeNumber } from "../options/numbers.ts";
import { addStudy, type CommonOptions, scenarioOf } from "./common.ts";

interface BestResponseOptions extends CommonOptions {
  readonly budget: number;
}

const MAX_BUDGET = 10_000;
const DEFAULT_BUDGET = 48;

export function registerBestResponse(study: Command): void {
  addStudy<BestResponseOptions, BestResponse>(study, {
    verb: "best-response",
    description: "search for the strategy that earns gangs most, against all defences and with each one left out",
    seeds: "1-3",
    seedsHelp: "seeds on which what was found is measured; as many others, behind the greatest, are searched on",
    own: (command) =>
      command.option(
        "--budget <n>",
        "runs of each search: one for all defences, and one for each left out that is on",
        wholeNumber(1, MAX_BUDGET),
        DEFAULT_BUDGET,
      ),
    plan: (names, { seeds, budget, ...options }, how) =>
      bestResponse({ ...how, scenario: scenarioOf(names, { seeds, ...options }), budget, seeds }),
    show: (document) => ({
      tables: [responseTable(document)],
      text: [
        "The best answer found:",
        ...strategyFacts(document).flatMap(([against, strategy]) => wrap(en(strategy), `  ${en(against)}: `)),
        "",
      ].join("\n"),
    }),
  });
}
