/** `ringfence study compare`: variants of a scenario against the first, in the same worlds. */
import { basename } from "node:path";
import { shorten } from "../../core/describe-value.ts";
import { usageError } from "../../core/errors.ts";
import { loadScenario, type Setting } from "../../scenario/file.ts";
import { comparison, type NamedScenario } from "../../study/compare.ts";
import { type VariantsDocument, variantsSchema } from "../../study/document.ts";
import { DEFENCES } from "../../study/variants/defences.ts";
import { allSettings, repeatable } from "../options/options.ts";
import { studyVerb, type CommonOptions, FIGURES, listOf, SHARD } from "./common.ts";

interface CompareOptions extends CommonOptions {
  readonly variant: readonly string[];
  readonly ablate?: string | true;
}

const VARIANT_HELP =
  'one more variant: the first scenario with other parameters, as "name: path=value path=value", or with a file of settings (.yaml), which gives its name';

export const COMPARE = studyVerb<CompareOptions, VariantsDocument>({
  verb: "compare",
  schema: variantsSchema,
  description: "compare variants with a scenario, in the same worlds: losses, money, false alarms, work of agents",
  seeds: "1-5",
  seedsHelp: "seeds, each a world of its own: 1-5, or 1,2,7",
  own: (command) =>
    command
      .argument("<scenarios...>", "by name, or .yaml files; the first is what others are compared with")
      .addOption(SHARD)
      .addOption(repeatable("--variant <variant>", VARIANT_HELP))
      .option("--ablate [list]", "the first without each of its defences in turn, or without each of those named")
      .addOption(FIGURES),
  plan: (names, options, how) =>
    comparison({
      ...how,
      variants: variantsOf(names, options),
      ablate: options.ablate === true || listOf(options.ablate),
      figures: listOf(options.figures),
    }),
  help: `\nDefences for --ablate: ${DEFENCES.map(({ name }) => name).join(", ")}.\n`,
});

function variantsOf(names: readonly string[], options: CompareOptions): NamedScenario[] {
  const settings = allSettings(options);
  const whole = names.map((name) => ({ name, scenario: loadScenario(name, settings) }));
  const further = options.variant.map(readVariant).map(({ name, parameters }) => {
    return { name, scenario: loadScenario(names[0]!, [...settings, ...parameters]) };
  });
  return [...whole, ...further];
}

function readVariant(written: string): { readonly name: string; readonly parameters: readonly Setting[] } {
  if (/^[^:=]+\.ya?ml$/.test(written)) {
    return { name: basename(written).replace(/\.ya?ml$/, ""), parameters: allSettings({ settings: written, set: [] }) };
  }
  const [, name, rest] = /^\s*([^:=]*[^:=\s])\s*:\s*(\S.*)$/s.exec(written) ?? [];
  if (name === undefined || rest === undefined || !rest.includes("=")) {
    const expected = '"name: path=value path=value", as in "more agents: dissuasion.agents=4", or a .yaml file';
    throw usageError(`--variant expects ${expected}, but found "${shorten(written)}"`);
  }
  return { name, parameters: rest.trim().split(/\s+(?=[\w.]+=)/) };
}
