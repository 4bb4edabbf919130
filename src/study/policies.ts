/** Policies in the same worlds: what each comes to over paired seeds, against the first. */
import { z } from "zod";
import { cut, describeValue } from "../core/describe-value.ts";
import { RingfenceError } from "../core/errors.ts";
import { pairedDifference } from "../metrics/paired.ts";
import { count } from "../report/schema-parts.ts";
import type { Scenario } from "../scenario/schema.ts";
import type { CellResult } from "./cells/cell.ts";
import { checkSeeds } from "./check-seeds.ts";
import { compareFigure, judgeFamily, type NamedFigure } from "./differences.ts";
import { differenceShape, digestList, figureShape, finite, headOf, headShape } from "./document.ts";
import { type FigureRow, figuresNamed } from "./figures.ts";
import { DIFFERENCE_COLUMNS, differenceRow } from "./page/difference-tables.ts";
import { type ChangedParameter, changesBetween } from "./policy-parts.ts";
import { summaryTable } from "./run-table.ts";
import { documentOf, type Study, type StudyOptions } from "./study.ts";
import { runsOf } from "./variant-runs.ts";

const parameter = z.union([z.number(), z.string(), z.boolean(), z.null(), z.array(z.unknown())]);
const changes = z.array(z.strictObject({ path: z.string(), from: parameter, to: parameter }));
const price = z.number().nonnegative();

export const policiesSchema = z
  .strictObject({
    ...headShape("policies"),
    digests: digestList,
    costs: z.strictObject({
      agentHourYuan: price.describe("an hour that an agent works"),
      visitYuan: price.describe("a visit of a team, whether it finds somebody in or not"),
      assumed: z.array(z.enum(["agentHourYuan", "visitYuan"])).describe("that nobody stated: a choice of ours"),
    }),
    figures: z.array(figureShape),
    policies: z
      .array(
        z.strictObject({
          name: z.string(),
          scenario: z.string(),
          changes: changes.describe("against the first, of parameters that are policy"),
          worldChanges: changes.describe("the same of all others; empty unless that was allowed"),
          means: z
            .array(z.strictObject({ figure: z.string(), n: count, mean: finite, low: finite, high: finite }))
            .describe("over the seeds, 95 % by Student's t"),
        }),
      )
      .min(2),
    rows: z
      .array(z.strictObject({ policy: z.string(), ...differenceShape }))
      .describe("each policy but the first, less the first; all of them are one family"),
  })
  .meta({
    title: "Ringfence comparison of policies",
    description:
      "Policies in the same worlds: what each comes to, and what sets it apart from the first, over paired seeds",
  });

/** Policies over the same seeds: figures of each, and differences from the first with intervals. */
export type PolicyComparison = z.infer<typeof policiesSchema>;

/** One way to respond: a scenario, by a name. */
export interface Policy {
  /** As documents and tables name it; no two the same. */
  readonly name: string;
  readonly scenario: Scenario;
}

/** What people cost, in yuan. */
export interface PolicyCosts {
  /** An hour that an agent works. */
  readonly agentHourYuan: number;
  /** A visit of a team, whether it finds somebody in or not. */
  readonly visitYuan: number;
}

/** Assumed: no source was found. */
export const ASSUMED_COSTS: PolicyCosts = { agentHourYuan: 60, visitYuan: 150 };

/** Policies to compare over paired seeds, and what people cost in yuan. */
export interface ComparePoliciesOptions extends StudyOptions {
  /** Whole numbers from 0, none twice. */
  readonly seeds: readonly number[];
  /** Two or more; the first is what the others are compared with. */
  readonly policies: readonly Policy[];
  /** What is left out is as in ASSUMED_COSTS. */
  readonly costs?: Partial<PolicyCosts> | undefined;
  /** Let them differ in what is not policy: then a difference may come from that. */
  readonly differentWorlds?: boolean | undefined;
}

const COST_PER_KEPT: NamedFigure = {
  name: "costPerKept",
  words: "cost of agents and visits for each person kept",
  unit: "yuan",
  better: "lower",
};

/** What is compared, in this order. */
export const POLICY_FIGURES: readonly NamedFigure[] = [
  ...figuresNamed(["kept", "losses", "lostYuan", "falseAlarms", "agentHours", "visits"]),
  COST_PER_KEPT,
  ...figuresNamed(["falseInterception"]),
];

/**
 * Sets policies beside the first: people kept, episodes that lost money, money lost, false alarms, hours of agents,
 * visits, cost for each person kept, benign events blocked. All meet the same people with the same luck, seed by seed.
 *
 * Rates are shares (0 to 1), money yuan, the rest counts of a run. Verdicts are corrected for all differences that are
 * shown (Holm); intervals are not. Where one cannot be told from 0 it says about how many seeds would tell. With one
 * seed there are no intervals, and nothing is sure.
 *
 * Throws RingfenceError "usage" for fewer than two policies, two of one name or with the same parameters, policies
 * whose worlds differ (population, traffic, gangs: policy-parts.ts), seeds that are none, twice or out of range, and
 * costs below 0; and what a run throws. Cost: one run for each policy and seed. The same for any number of workers.
 */
export async function comparePolicies(options: ComparePoliciesOptions): Promise<PolicyComparison> {
  return documentOf(policyComparison(options), options);
}

export function policyComparison(options: ComparePoliciesOptions): Study<PolicyComparison> {
  const { policies, seeds, costs = {}, differentWorlds = false, reproduce } = options;
  checkSeeds(seeds);
  checkPolicies(policies, differentWorlds);
  const all = { ...ASSUMED_COSTS, ...costs };
  checkCosts(all);
  const runs = runsOf(
    policies.map(({ name, scenario }) => ({ variant: name, scenario })),
    seeds,
  );
  return {
    verb: "policies",
    scenario: policies[0]!.scenario,
    most: runs.cells.length,
    run: async (cells) => {
      const found = await cells.list(runs.cells);
      if (found === null) return null;
      const [first, ...others] = policies.map((policy) => ({
        ...policy,
        rows: withCosts(runs.of(policy.scenario, found), all),
      }));
      const family = judgeFamily(
        others.flatMap(({ rows }) => POLICY_FIGURES.map((figure) => compareFigure(figure, first!.rows, rows))),
      );
      const document: PolicyComparison = {
        ...headOf("policies", { scenario: first!.scenario.name, seeds, runs: runs.cells.length, reproduce }),
        digests: runs.of(first!.scenario, found).map(({ digest }) => digest),
        costs: {
          ...all,
          assumed: (["agentHourYuan", "visitYuan"] as const).filter((cost) => costs[cost] === undefined),
        },
        figures: POLICY_FIGURES.map(({ name, words, unit, better }) => ({ name, words, unit, better })),
        policies: [first!, ...others].map(({ name, scenario, rows }) => {
          const { policy: ofPolicy, world } = changesBetween(first!.scenario, scenario);
          return {
            name,
            scenario: scenario.name,
            changes: ofPolicy.map(plainChange),
            worldChanges: world.map(plainChange),
            means: POLICY_FIGURES.map((figure) => meanOf(figure.name, rows)),
          };
        }),
        rows: family.map((row, at) => ({ policy: others[Math.floor(at / POLICY_FIGURES.length)]!.name, ...row })),
      };
      return {
        document,
        summary: summaryTable(
          ["policy", ...DIFFERENCE_COLUMNS],
          document.rows.map((row) => ({ policy: row.policy, ...differenceRow(row, document.figures) })),
        ),
        page: async () => {
          const [{ renderStudyPage }, { policiesPage }] = await Promise.all([
            import("./page/study-page.ts"),
            import("./page/policies-page.ts"),
          ]);
          return renderStudyPage(policiesPage(document));
        },
      };
    },
  };
}

function meanOf(figure: string, rows: readonly FigureRow[]): PolicyComparison["policies"][number]["means"][number] {
  // The mean of values is that of their differences from nothing.
  const { n, mean, low, high } = pairedDifference(rows.flatMap((row) => row[figure] ?? []));
  return { figure, n, mean, low, high };
}

function withCosts(results: readonly CellResult[], { agentHourYuan, visitYuan }: PolicyCosts): FigureRow[] {
  return results.map(({ figures }) => {
    const yuan = figures["agentHours"]! * agentHourYuan + figures["visits"]! * visitYuan;
    const kept = figures["kept"]!;
    return { ...figures, [COST_PER_KEPT.name]: kept === 0 ? null : yuan / kept };
  });
}

/** What parameters are: numbers, names, switches and lists. */
function plainChange({ path, from, to }: ChangedParameter): PolicyComparison["policies"][number]["changes"][number] {
  return { path, from: plain(from), to: plain(to) };
}

function plain(value: unknown): PolicyComparison["policies"][number]["changes"][number]["from"] {
  if (typeof value === "number" || typeof value === "string" || typeof value === "boolean") return value;
  return Array.isArray(value) ? value : value === undefined || value === null ? null : JSON.stringify(value);
}

/** Of what sets worlds apart, so much is named. */
const MAX_NAMED = 6;

function checkPolicies(policies: readonly Policy[], differentWorlds: boolean): void {
  if (policies.length < 2) {
    throw new RingfenceError("usage", `expected two policies or more to compare, found ${policies.length}`);
  }
  for (const [at, { name, scenario }] of policies.entries()) {
    for (const earlier of policies.slice(0, at)) {
      if (earlier.name === name)
        throw new RingfenceError("usage", `two policies are called "${cut(name)}": name one anew`);
      const { policy, world } = changesBetween(earlier.scenario, scenario);
      if (policy.length + world.length > 0) continue;
      throw new RingfenceError(
        "usage",
        `"${cut(earlier.name)}" and "${cut(name)}" are the same policy: no parameter sets them apart`,
      );
    }
    const { world } = changesBetween(policies[0]!.scenario, scenario);
    if (differentWorlds || world.length === 0) continue;
    const named = world.slice(0, MAX_NAMED).map((change) => changeWords(change));
    const more = world.length > MAX_NAMED ? `, and ${world.length - MAX_NAMED} more` : "";
    throw new RingfenceError(
      "usage",
      `"${cut(policies[0]!.name)}" and "${cut(name)}" are tried in different worlds: ${named.join(", ")}${more}. ` +
        "What then sets them apart need not be the policy: give both the same world, or allow it with --different-worlds",
    );
  }
}

/** "gangs.count 20 and 40". */
export function changeWords({ path, from, to }: ChangedParameter): string {
  return `${path} ${describeValue(from)} and ${describeValue(to)}`;
}

function checkCosts(costs: PolicyCosts): void {
  for (const [name, yuan] of Object.entries(costs)) {
    if (Number.isFinite(yuan) && yuan >= 0) continue;
    throw new RingfenceError("usage", `expected ${name} to be a number of yuan from 0, found ${yuan}`);
  }
}
