/** `ringfence study policies`: policies in the same worlds, against the first. */
import { type Command, InvalidArgumentError, Option } from "commander";
import { counted } from "../../core/counted.ts";
import { cut } from "../../core/describe-value.ts";
import { RingfenceError } from "../../core/errors.ts";
import { loadScenario } from "../../scenario/file.ts";
import { en } from "../../core/words.ts";
import { costWords, policyTables } from "../../study/page/policies-page.ts";
import { ASSUMED_COSTS, type Policy, policyComparison, type PolicyComparison } from "../../study/policies.ts";
import { readNumber } from "../options/numbers.ts";
import { collect } from "../options/options.ts";
import { addStudy, type CommonOptions, seedsNote, settingsOf } from "./common.ts";

interface PoliciesOptions extends CommonOptions {
  readonly policy: readonly string[];
  readonly agentHour?: number;
  readonly visit?: number;
  readonly differentWorlds?: boolean;
}

const POLICY_HELP =
  "one more policy: the first scenario with these parameters, as name:path=value,...; may be given more than once";

export function registerPolicies(study: Command): void {
  const { agentHourYuan, visitYuan } = ASSUMED_COSTS;
  addStudy<PoliciesOptions, PolicyComparison>(study, {
    verb: "policies",
    description: "set policies beside the first: people kept, money, false alarms, work and cost, in the same worlds",
    seeds: "1-5",
    seedsHelp: "seeds, each a world of its own: 1-5, or 1,2,7",
    argument: [
      "[scenarios...]",
      "shipped scenarios by name, or .yaml files; the first is what others are compared with",
    ],
    own: (command) =>
      command
        .addOption(new Option("--policy <policy>", POLICY_HELP).argParser(collect).default([], "none"))
        .option("--agent-hour <yuan>", `what an hour of an agent costs (assumed: ${agentHourYuan}yuan)`, parseYuan)
        .option("--visit <yuan>", `what a visit costs (assumed: ${visitYuan}yuan)`, parseYuan)
        .option("--different-worlds", "let scenarios differ in what is not policy"),
    plan: (names, options, how) => {
      const { seeds, agentHour, visit, differentWorlds } = options;
      return policyComparison({
        ...how,
        policies: policiesOf(names, options),
        seeds,
        costs: {
          ...(agentHour === undefined ? {} : { agentHourYuan: agentHour }),
          ...(visit === undefined ? {} : { visitYuan: visit }),
        },
        differentWorlds,
      });
    },
    show: (document) => ({
      tables: policyTables(document),
      notes: [
        en(costWords(document.costs)),
        seedsNote(
          document.seeds.length,
          `Means over ${counted(document.seeds.length, "seed")}; ± half of the 95 % interval. Sure: all ${document.rows.length} differences reckoned with.`,
        ),
        ...(document.policies.some(({ worldChanges }) => worldChanges.length > 0)
          ? ["The worlds differ too: a difference may come from that, and not from the policy."]
          : []),
      ],
    }),
  });
}

function policiesOf(names: readonly string[], options: PoliciesOptions): Policy[] {
  const [first] = names;
  if (first === undefined) throw new RingfenceError("usage", "expected scenarios to compare, found none: name one");
  const settings = settingsOf(options);
  const whole = names.map((name) => ({ name, scenario: loadScenario(name, settings) }));
  const further = options.policy.map((written) => {
    const { name, parameters } = readPolicy(written);
    return { name, scenario: loadScenario(first, [...settings, ...parameters]) };
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
