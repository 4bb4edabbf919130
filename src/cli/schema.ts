/** `ringfence schema`: the parameters of a scenario as a table, and the JSON Schemas of what goes in and comes out. */
import { z } from "zod";
import { Argument, type Command } from "commander";
import { comparisonJsonSchema } from "../../bench/compare/result.ts";
import { doctorJsonSchema } from "../../bench/doctor/document.ts";
import { benchJsonSchema } from "../../bench/harness/result.ts";
import { cut } from "../core/describe-value.ts";
import { RingfenceError } from "../core/errors.ts";
import { reportJsonSchema } from "../report/schema.ts";
import { parameters, scenarioJsonSchema } from "../scenario/keys.ts";
import { nearestParameters } from "../scenario/nearest-parameter.ts";
import { ablationJsonSchema } from "../study/ablation-schema.ts";
import { curvesJsonSchema } from "../study/curves/curves-schema.ts";
import { policiesJsonSchema } from "../study/policies-schema.ts";
import { tuningJsonSchema } from "../study/tune/tuning-schema.ts";
import { terminalColumns } from "./columns.ts";
import { jsonDocument, wantsColour } from "./output.ts";
import { renderParameters } from "./parameter-table.ts";
import { ScreenDocument } from "./screen-document.ts";

const SCHEMAS: Readonly<Record<string, () => object>> = {
  scenario: scenarioJsonSchema,
  report: reportJsonSchema,
  screen: () => z.toJSONSchema(ScreenDocument),
  ablation: ablationJsonSchema,
  policies: policiesJsonSchema,
  tuning: tuningJsonSchema,
  curves: curvesJsonSchema,
  bench: benchJsonSchema,
  compare: comparisonJsonSchema,
  doctor: doctorJsonSchema,
};

const DESCRIPTION =
  "print every parameter of a scenario file: unit, range, default, what it does; or the JSON Schema of a document: of " +
  "scenario files (with --json), of `run --json` and report.json, of `screen --json`, of `bench --json`, of " +
  "`bench compare --json`, of `bench doctor --json`, or of `ablate`, `compare-policies`, `tune` and `curves` with --json";

interface SchemaOptions {
  readonly json?: boolean;
}

export function registerSchema(program: Command): void {
  program
    .command("schema")
    .description(DESCRIPTION)
    .addArgument(new Argument("<document>", "which document").choices(Object.keys(SCHEMAS)))
    .argument("[group]", "of a scenario: this group of parameters alone, or one parameter (`warnings.low`)")
    .option("--json", "print the JSON Schema, also that of scenarios")
    .action((document: string, group: string | undefined, { json = false }: SchemaOptions) => {
      const isTable = document === "scenario" && !json;
      if (!isTable && group !== undefined) {
        throw new RingfenceError("usage", `a JSON Schema is printed whole: leave out "${cut(group)}"`);
      }
      process.stdout.write(isTable ? tableOf(group) : jsonDocument(SCHEMAS[document]!()));
    });
}

function tableOf(group: string | undefined): string {
  const all = parameters();
  const those = group === undefined ? all : all.filter(({ path }) => path === group || path.startsWith(`${group}.`));
  if (those.length === 0) {
    const [first = "", ...below] = group!.split(".");
    const near = nearestParameters(first, [], below);
    const hint = near.length === 0 ? "" : `. Did you mean ${near.map((one) => `"${one}"`).join(" or ")}?`;
    throw new RingfenceError("usage", `a scenario has no parameter or group "${cut(group!)}"${hint}`);
  }
  return renderParameters(those, terminalColumns(process.stdout), { colour: wantsColour(process.stdout) });
}
