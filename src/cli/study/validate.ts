/** `ringfence study validate`: facts of the field next to a run. */
import type { Command } from "commander";
import { RingfenceError } from "../../core/errors.ts";
import { en } from "../../ui/words.ts";
import { closingFacts, factsMarkdown, factTable } from "../../study/page/validate-page.ts";
import { type Validation, validation } from "../../study/validate.ts";
import { addStudy, type CommonOptions, scenarioOf } from "./common.ts";
import { labelledLines } from "../../ui/terminal.ts";

const LABEL_COLUMNS = 12;

export function registerValidate(study: Command): void {
  addStudy<CommonOptions, Validation>(study, {
    verb: "validate",
    description: "compare a run with what is known of the field",
    seeds: "1",
    seedsHelp: "the seed of the run",
    own: (command) => command.option("--markdown", "print the table as docs/results.md holds it"),
    plan: (names, options, how) => {
      const { seeds } = options;
      if (seeds.length > 1) throw new RingfenceError("usage", "--seeds: one is run, so name one");
      return validation({ ...how, scenario: scenarioOf(names, options), seed: seeds[0]! });
    },
    show: (document) => ({ tables: [factTable(document)], text: `${closingLines(document)}\n` }),
    markdown: (document) => `${factsMarkdown(document)}\n${closingLines(document)}\n`,
  });
}

function closingLines(document: Validation): string {
  return labelledLines(
    closingFacts(document).map(([name, text]) => [en(name), en(text)] as const),
    LABEL_COLUMNS,
    { colour: false },
  );
}
