/** `ringfence study curves`: what each threshold of warning, and each number of agents, comes to over worlds. */
import type { Command } from "commander";
import { RingfenceError } from "../../core/errors.ts";
import type { ReportTable } from "../../report/report-table.ts";
import { type CurveFigure, curvesStudy, type WarningCurve, type WarningCurves } from "../../study/curves.ts";
import { pooledWords } from "../../metrics/constraint.ts";
import { readNumber } from "../options/numbers.ts";
import { addStudy, type CommonOptions, scenarioOf } from "./common.ts";
import { seedWords } from "../../study/seed-words.ts";

interface CurvesOptions extends CommonOptions {
  readonly thresholds?: string;
  readonly agents?: string;
}

export function registerCurves(study: Command): void {
  addStudy<CurvesOptions, WarningCurves>(study, {
    verb: "curves",
    description: "precision against recall of warnings, lead time against false alarms, people kept against agents",
    seeds: "1-5",
    seedsHelp: "seeds: the same for every point",
    own: (command) =>
      command
        .option("--thresholds <list>", "exposures from which a warning is pushed (default: six around warnings.low)")
        .option(
          "--agents <list>",
          "numbers of telephone agents (default: six, from none to four times dissuasion.agents)",
        ),
    plan: (names, options, how) =>
      curvesStudy({
        ...how,
        scenario: scenarioOf(names, options),
        seeds: options.seeds,
        thresholds: readList(options.thresholds, "--thresholds"),
        agents: readList(options.agents, "--agents"),
      }),
    show: ({ threshold, agents, seeds, runs }) => ({
      tables: [
        table(threshold, ["coverage", "accuracy"]),
        table(threshold, ["falseAlarmsPerDay", "leadMinutes"]),
        table(agents, ["agentHoursPerDay", "kept"]),
      ],
      notes: [
        `Seeds ${seedWords(seeds)}, ${runs} whole runs. Rates are pooled over seeds, other figures are means; ` +
          "intervals (95 %) are between worlds. * as the scenario has it. A threshold above a level of risk raises that level with it.",
      ],
    }),
  });
}

function table({ parameter, stated, points }: WarningCurve, names: readonly CurveFigure[]): ReportTable {
  return {
    head: [parameter, ...names],
    rows: points.map(({ at, figures }) => [
      `${at}${at === stated ? " *" : ""}`,
      ...names.map((name) => pooledWords(figures[name])),
    ]),
    notes: [],
  };
}

function readList(written: string | undefined, option: string): number[] | undefined {
  return written?.split(",").map((each) => {
    const value = readNumber(each.trim());
    if (Number.isFinite(value)) return value;
    throw new RingfenceError(
      "usage",
      `${option}: expected numbers from 0 on, separated by commas, but found ${JSON.stringify(each)}`,
    );
  });
}
