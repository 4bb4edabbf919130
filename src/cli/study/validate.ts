/** `ringfence study validate`: facts of the field beside a run, or how often intervals hold the truth. */
import type { Command } from "commander";
import { RingfenceError } from "../../core/errors.ts";
import { type Coverage, coverage } from "../../study/coverage.ts";
import { en } from "../../core/words.ts";
import { coverageMarkdown, coverageTables } from "../../study/page/coverage-page.ts";
import { closingFacts, factsMarkdown, factTable } from "../../study/page/validation-page.ts";
import type { Study } from "../../study/study.ts";
import { type Validation, validation } from "../../study/validate.ts";
import { labelledLines } from "../../report/terminal/labelled-lines.ts";
import { addStudy, type CommonOptions, scenarioOf } from "./common.ts";

interface ValidateOptions extends CommonOptions {
  readonly coverage?: boolean;
}

type Validated = Validation | Coverage;

const COVERAGE_SCENARIO = "smoke";
const COVERAGE_SEEDS = 100;
const LABEL_COLUMNS = 12;

export function registerValidate(study: Command): void {
  addStudy<ValidateOptions, Validated>(study, {
    verb: "validate",
    description:
      "set a run beside what is known of the field; with --coverage, count how often intervals hold the truth",
    seeds: "1",
    seedsHelp: `one seed; with --coverage many, of which each is a world (then by default 1-${COVERAGE_SEEDS}, of ${COVERAGE_SCENARIO})`,
    own: (command) =>
      command
        .option(
          "--coverage",
          "run many seeds, and count for each interval of the report the worlds in which it holds the truth",
        )
        .option("--details", "of --coverage: a row for each figure")
        .option("--markdown", "print the table as docs/validation.md and docs/statistics.md hold it"),
    plan: (names, options, how): Study<Validated> => {
      const { seeds } = options;
      if (options.coverage) {
        const scenario = scenarioOf(names, options, COVERAGE_SCENARIO);
        if (seeds.length > 1) return coverage({ ...how, scenario, seeds });
        return coverage({ ...how, scenario, seeds: Array.from({ length: COVERAGE_SEEDS }, (_, at) => seeds[0]! + at) });
      }
      if (seeds.length > 1) throw new RingfenceError("usage", "--seeds: one is run; --coverage takes many");
      return validation({ ...how, scenario: scenarioOf(names, options), seed: seeds[0]! });
    },
    show: (document, { details = false }) =>
      isCoverage(document)
        ? { tables: coverageTables(document, details) }
        : { tables: [factTable(document)], text: `${closingLines(document)}\n` },
    markdown: (document) =>
      isCoverage(document) ? coverageMarkdown(document) : `${factsMarkdown(document)}\n${closingLines(document)}\n`,
  });
}

function isCoverage(document: Validated): document is Coverage {
  return document.study === "coverage";
}

function closingLines(document: Validation): string {
  return labelledLines(
    closingFacts(document).map(([name, text]) => [en(name), en(text)] as const),
    LABEL_COLUMNS,
    { colour: false },
  );
}
