/** `ringfence schema`: the parameters of a scenario as a table, and the JSON Schemas of inputs and outputs. */
import { z } from "zod";
import { Argument, type Command } from "commander";
import { comparisonJsonSchema } from "../../bench/compare/result.ts";
import { benchJsonSchema } from "../../bench/harness/result.ts";
import { shorten } from "../core/describe-value.ts";
import { printEmphasised } from "../core/terminal/print.ts";
import { emphasise } from "../core/terminal/table.ts";
import { wrap } from "../core/terminal/wrap.ts";
import { usageError } from "../core/errors.ts";
import { reportJsonSchema } from "../report/document.ts";
import { type Parameter, keysAt, parameters, scenarioJsonSchema, nearestParameters } from "../scenario/keys.ts";
import { STUDIES } from "./study/study.ts";
import type { Flags } from "./options/options.ts";
import { jsonDocument, terminalColumns, wantsColour } from "./output.ts";
import { ScoreDocument } from "../dataset/score/score.ts";
import { ScreenDocument } from "../screen/document.ts";

const SCHEMAS: Readonly<Record<string, () => object>> = {
  scenario: scenarioJsonSchema,
  report: reportJsonSchema,
  score: () => z.toJSONSchema(ScoreDocument),
  screen: () => z.toJSONSchema(ScreenDocument),
  ...Object.fromEntries(STUDIES.map(({ verb, schema }) => [verb, () => z.toJSONSchema(schema)])),
  bench: benchJsonSchema,
  "bench-compare": comparisonJsonSchema,
};

const DESCRIPTION =
  "print the parameters of a scenario file: default, range, unit, what each does; or the JSON Schema of a document that " +
  "--json prints, or of scenario files (with --json)";

export function registerSchema(program: Command): void {
  program
    .command("schema")
    .description(DESCRIPTION)
    .addArgument(new Argument("<document>", "which document").choices(Object.keys(SCHEMAS)))
    .argument("[group]", "of a scenario: this group of parameters alone, or one parameter (`warnings.low`)")
    .option("--all", "of a scenario: every parameter, not only the basic ones")
    .option("--json", "print the JSON Schema, of scenarios too")
    .action((document: string, group: string | undefined, { all = false, json = false }: Flags<"all" | "json">) => {
      const isTable = document === "scenario" && !json;
      if (!isTable && group !== undefined) {
        throw usageError(`a JSON Schema is printed whole: leave out "${shorten(group)}"`);
      }
      printEmphasised(process.stdout, isTable ? parametersOf(group, all) : jsonDocument(SCHEMAS[document]!()));
    });
}

/** A group's parameters whole; else the basic ones, or all. */
function parametersOf(group: string | undefined, isAll: boolean): string {
  const width = terminalColumns(process.stdout);
  const all = parameters();
  const shown = group === undefined ? all.filter(({ level }) => isAll || level === "basic") : within(group, all);
  const isWhole = isAll || group !== undefined;
  const lines = `${shown.map((parameter) => linesOf(parameter, isWhole, width)).join("\n")}\n`;
  if (isWhole) return lines;
  const groups = [...new Set(all.map(({ path }) => path.split(".")[0]!))].filter((name) => keysAt([name]).length > 0);
  const rest = `${shown.length} of ${all.length} parameters, the basic ones. All of them: ringfence schema scenario --all; all of a group: ringfence schema scenario GROUP, with one of ${groups.join(", ")}.`;
  return `${lines}\n${width === null ? rest : wrap(rest, "", width).join("\n")}\n`;
}

/** As `--set` takes it, with unit and range; what it does stands below, or, for a file or `grep`, in the same line. */
function linesOf(parameter: Parameter, isWhole: boolean, width: number | null): string {
  const { path, default: usual, unit = "", description = "", values, minimum, maximum } = parameter;
  const name = emphasise("bold", path, { colour: wantsColour(process.stdout) });
  const stated = typeof usual === "string" && usual !== "" ? usual : JSON.stringify(usual);
  const range = minimum === undefined ? "" : `, ${minimum} to ${maximum}`;
  const facts = `${usual === undefined ? `${name}, required` : `${name}=${stated}`} (${unit}${range})`;
  const whole = values === undefined ? description : `${description} One of ${values.join(", ")}.`;
  const does = isWhole ? whole : description.split(/(?<=\.) /)[0]!;
  if (width === null) return `  ${facts}  ${does}`;
  return [...wrap(facts, "  ", width), ...wrap(does, "      ", width)].join("\n");
}

function within(group: string, all: readonly Parameter[]): Parameter[] {
  const found = all.filter(({ path }) => path === group || path.startsWith(`${group}.`));
  if (found.length > 0) return found;
  const near = nearestParameters(group.split("."));
  const hint = near.length === 0 ? "" : `. Did you mean ${near.map((one) => `"${one}"`).join(" or ")}?`;
  throw usageError(`a scenario has no parameter or group "${shorten(group)}"${hint}`);
}
