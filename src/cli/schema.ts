/** `ringfence schema`: the JSON Schemas of what goes in and comes out. */
import { z } from "zod";
import { Argument, type Command } from "commander";
import { comparisonJsonSchema } from "../../bench/compare/result.ts";
import { doctorJsonSchema } from "../../bench/doctor/document.ts";
import { benchJsonSchema } from "../../bench/harness/result.ts";
import { reportJsonSchema } from "../report/schema.ts";
import { scenarioJsonSchema } from "../scenario/keys.ts";
import { ablationJsonSchema } from "../study/ablation-schema.ts";
import { policiesJsonSchema } from "../study/policies-schema.ts";
import { jsonDocument } from "./output.ts";
import { ScreenDocument } from "./screen-document.ts";

const SCHEMAS: Readonly<Record<string, () => object>> = {
  scenario: scenarioJsonSchema,
  report: reportJsonSchema,
  screen: () => z.toJSONSchema(ScreenDocument),
  ablation: ablationJsonSchema,
  policies: policiesJsonSchema,
  bench: benchJsonSchema,
  compare: comparisonJsonSchema,
  doctor: doctorJsonSchema,
};

export function registerSchema(program: Command): void {
  program
    .command("schema")
    .description(
      "print a JSON Schema: of scenario files, of `run --json` and report.json, of `screen --json`, of `ablate --json`, of `compare-policies --json`, of `bench --json`, of `compare --json`, or of `doctor --json`",
    )
    .addArgument(new Argument("<document>", "which document").choices(Object.keys(SCHEMAS)))
    .action((document: string) => {
      process.stdout.write(jsonDocument(SCHEMAS[document]!()));
    });
}
