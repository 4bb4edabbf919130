import type { Command } from "commander";
import { chosenModel } from "../../../bench/harness/chosen-engines.ts";
import { type ParetoOptions, measurePareto } from "../../../bench/pareto/pareto.ts";
import { DEFAULT_POSITIVE_LABELS } from "../../rows/positive-labels.ts";
import { addBench } from "./bench-command.ts";
import { addRecordedOptions, type RecordedOptions, recordedOf } from "./file-options.ts";
import { parseHours, parseShare } from "../options/options.ts";
import { withSettings } from "../../screen/settings.ts";
import { passedOverWords } from "../../screen/setup.ts";
import { tell } from "../output.ts";

interface WrittenOptions
  extends Omit<ParetoOptions, "file" | "size" | "seed" | "onProgress" | "workers">, RecordedOptions {
  readonly settings?: string;
  readonly set?: readonly string[];
}

const DEFAULT_FLOOR = 0.95;

export function registerBenchPareto(bench: Command): void {
  const command = addBench<WrittenOptions>(bench, {
    kind: "pareto",
    description: "engines and settings: recall at a precision floor against events a second",
    measure: async (written) => {
      const recorded = recordedOf(written);
      const { positive = DEFAULT_POSITIVE_LABELS } = written;
      const { classifier, neighbours, settingsUsed } = recorded === undefined ? {} : withSettings(written);
      tell(passedOverWords(settingsUsed), process.stderr);
      return measurePareto({
        ...written,
        file: recorded && { ...recorded, positive, classifier, neighbours, model: chosenModel(written.over) },
      });
    },
  })
    .option("--precision-floor <share>", "precision that a setting must reach", parseShare, DEFAULT_FLOOR)
    .option("--scenario <name>", "scenario whose last hours are screened (default: platform-2020, or smoke)")
    .option(
      "--hours <n>",
      "hours of the scenario, of which the last 2 are screened (default: 96; at smoke size 12, of which the last)",
      parseHours,
    );
  addRecordedOptions(command, "labelled messages or calls instead (CSV, TSV, JSON Lines)");
}
