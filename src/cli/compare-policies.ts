/** `ringfence compare-policies`: policies in the same worlds, against the first. */
import { type Command, InvalidArgumentError, Option } from "commander";
import { counted } from "../core/counted.ts";
import { RingfenceError } from "../core/errors.ts";
import { cut } from "../core/describe-value.ts";
import { loadScenario } from "../scenario/file.ts";
import { ASSUMED_COSTS, comparePolicies, type Policy } from "../study/compare-policies.ts";
import { differenceWords, plainNumber, scaleOf, verdictWords } from "../study/difference-words.ts";
import type { PolicyComparison } from "../study/policies-schema.ts";
import { costWords, renderPoliciesPage } from "../study/policies-page.ts";
import { printable } from "../core/terminal/printable.ts";
import { renderTable, type Style } from "../core/terminal/table.ts";
import { breakAnywhere } from "../core/terminal/wrap.ts";
import { DIFFERENCE_COLUMNS, differenceRow } from "./difference-rows.ts";
import { endOnSignals } from "./end-on-signals.ts";
import { readNumber } from "./numbers.ts";
import { collect, scenarioHelp } from "./options.ts";
import { jsonDocument, wantsColour } from "./output.ts";
import { seedsNote, studyFoot } from "./study-foot.ts";
import {
  addStudyOptions,
  reproduceStudy,
  runTeller,
  seedsOf,
  settingsOf,
  type StudyOptions,
  withStudyDirectory,
} from "./study-options.ts";

interface ComparePoliciesOptions extends StudyOptions {
  readonly policy: readonly string[];
  readonly agentHour?: number;
  readonly visit?: number;
  readonly differentWorlds?: boolean;
}

export function registerComparePolicies(program: Command): void {
  const { agentHourYuan, visitYuan } = ASSUMED_COSTS;
  const verb = program
    .command("compare-policies")
    .description("set policies beside the first: people kept, money, false alarms, work and cost, in the same worlds")
    .argument("<scenarios...>", "shipped scenarios by name, or .yaml files; the first is what others are compared with")
    .addOption(
      new Option(
        "--policy <name:path=value,...>",
        "one more policy: the first scenario with these parameters; may be given more than once",
      )
        .argParser(collect)
        .default([], "none"),
    )
    .option("--agent-hour <yuan>", `what an hour of an agent costs (assumed: ${agentHourYuan}yuan)`, parseYuan)
    .option("--visit <yuan>", `what a visit costs (assumed: ${visitYuan}yuan)`, parseYuan)
    .option("--different-worlds", "let scenarios differ in what is not policy");
  addStudyOptions(verb, "set a parameter of all policies").addHelpText("after", scenarioHelp).action(compareCommand);
}

async function compareCommand(names: readonly string[], options: ComparePoliciesOptions): Promise<void> {
  const { agentHour, visit, differentWorlds = false, workers, json = false, quiet = false } = options;
  const policies = policiesOf(names, options);
  const startedMs = performance.now();
  const goOnAtSignals = endOnSignals(() => process.stderr.write("ringfence: interrupted; nothing is kept\n"));
  try {
    await withStudyDirectory(options, async (write) => {
      const comparison = await comparePolicies({
        policies,
        seeds: seedsOf(options),
        workers,
        costs: {
          ...(agentHour === undefined ? {} : { agentHourYuan: agentHour }),
          ...(visit === undefined ? {} : { visitYuan: visit }),
        },
        differentWorlds,
        onRun: runTeller(options),
        reproduce: reproduceStudy("compare-policies", ownWords(names, options), options),
      });
      write({
        name: "policies.json",
        document: comparison,
        columns: ["policy", ...DIFFERENCE_COLUMNS],
        rows: comparison.rows.map((row) => ({ policy: row.policy, ...differenceRow(row, comparison.figures) })),
        page: () => renderPoliciesPage(comparison),
      });
      process.stdout.write(json ? jsonDocument(comparison) : render(comparison, options));
      if (json || quiet) return;
      const seconds = Math.ceil((performance.now() - startedMs) / 1000);
      process.stderr.write(`${counted(comparison.runs, "run")} in ${counted(seconds, "second")}\n`);
    });
  } finally {
    goOnAtSignals();
  }
}

function ownWords(names: readonly string[], options: ComparePoliciesOptions): string[] {
  const { policy, agentHour, visit, differentWorlds } = options;
  return [
    ...names,
    ...policy.flatMap((each) => ["--policy", each]),
    ...(agentHour === undefined ? [] : ["--agent-hour", `${agentHour}`]),
    ...(visit === undefined ? [] : ["--visit", `${visit}`]),
    ...(differentWorlds ? ["--different-worlds"] : []),
  ];
}

function policiesOf(names: readonly string[], options: ComparePoliciesOptions): Policy[] {
  const settings = settingsOf(options);
  const whole = names.map((name) => ({ name, scenario: loadScenario(name, settings) }));
  const further = options.policy.map((written) => {
    const { name, parameters } = readPolicy(written);
    return { name, scenario: loadScenario(names[0]!, [...settings, ...parameters]) };
  });
  return [...whole, ...further];
}

/** A comma parts parameters where a path and "=" follow; within a list of values it does not. */
function readPolicy(written: string): { readonly name: string; readonly parameters: readonly string[] } {
  const [, name, rest] = /^\s*([^:=]*[^:=\s])\s*:(.+)$/s.exec(written) ?? [];
  if (name === undefined || rest === undefined || !rest.includes("=")) {
    throw new RingfenceError(
      "usage",
      `--policy expects name:path=value,path=value, as in "more agents:dissuasion.agents=4", but found "${cut(written)}"`,
    );
  }
  return { name, parameters: rest.split(/,(?=\s*[\w.]+=)/) };
}

/** "60yuan" or "60". */
function parseYuan(written: string): number {
  const value = readNumber(written.trim().replace(/\s*yuan$/i, ""));
  if (Number.isFinite(value)) return value;
  throw new InvalidArgumentError("Expected a number of yuan from 0, as in 60yuan.");
}

function render(comparison: PolicyComparison, { out }: ComparePoliciesOptions): string {
  const style = { colour: wantsColour(process.stdout) };
  const { policies, seeds, costs, reproduce } = comparison;
  const tables = policies.slice(1).map((_, at) => policyTable(comparison, at + 1, style));
  const words = [
    costWords(costs),
    seedsNote(
      seeds.length,
      `Means over ${counted(seeds.length, "seed")}; ± half of the 95 % interval. Sure: all ${comparison.rows.length} differences reckoned with.`,
    ),
    ...(policies.some(({ worldChanges }) => worldChanges.length > 0)
      ? ["The worlds differ too: a difference may come from that, and not from the policy."]
      : []),
  ];
  return `${tables.join("\n\n")}\n${studyFoot({ notes: words, reproduce, out })}`;
}

/** Names stand in heads of columns. */
const NAME_COLUMNS = 12;

function policyTable({ policies, figures, rows }: PolicyComparison, at: number, style: Style): string {
  const [first, other] = [policies[0]!, policies[at]!];
  const head = [
    "",
    ...[first, other].map(({ name }) => breakAnywhere(printable(name), NAME_COLUMNS).join("\n")),
    "difference",
    "",
  ];
  const body = figures.map((figure) => {
    const { valueUnit, of } = scaleOf(figure);
    const row = rows.find((each) => each.policy === other.name && each.figure === figure.name)!;
    const values = [row.base, row.value].map((value) => (value === null ? "none" : plainNumber(of(value))));
    const verdict = verdictWords(row) || row.verdict;
    const name = TERMINAL_NAMES[figure.name] ?? figure.words;
    return [
      `${name}${valueUnit === "" ? "" : `, ${valueUnit}`}`,
      ...values,
      differenceWords(figure, row),
      verdict.replace(": ", ":\n"),
    ];
  });
  return renderTable(head, body, style);
}

const TERMINAL_NAMES: Readonly<Record<string, string>> = {
  kept: "people kept",
  losses: "losses",
  lostYuan: "lost",
  falseAlarms: "false alarms",
  agentHours: "work of agents",
  visits: "visits",
  costPerKept: "cost a person kept",
  falseInterception: "benign blocked",
};
