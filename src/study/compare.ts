/** Variants of a scenario against the first: what each comes to over paired seeds, and what sets it apart. */
import { isDeepStrictEqual } from "node:util";
import { isRecord, shorten } from "../core/describe-value.ts";
import type { Scenario } from "../scenario/schema.ts";
import type { ParameterValue, VariantsDocument } from "./document.ts";
import { refuse, refuseName } from "./refusals.ts";
import { type Study, type StudyOptions, type StudyResult, wholeStudy } from "./study.ts";
import { variantsStudy } from "./variants-study.ts";
import { defencesOf } from "./variants/defences.ts";

export interface NamedScenario {
  readonly name: string;
  readonly scenario: Scenario;
}

export interface CompareOptions extends StudyOptions {
  readonly seeds: readonly number[];
  readonly variants: readonly NamedScenario[];
  /** The first without each of its defences in turn: all of them, or the named ones. */
  readonly ablate?: true | readonly string[] | undefined;
  /** By name. Default: people who lost money, money lost, false alarms, and what they cost. */
  readonly figures?: readonly string[] | undefined;
}

/**
 * Sets variants beside the first. All meet the same people with the same luck, seed by seed. Rates are shares (0 to 1),
 * money yuan, the rest counts of a run. Verdicts are corrected (Holm) for all differences that are shown, or of an
 * ablation for its defences, figure by figure; intervals are not. Where one cannot be told from 0 it says about how
 * many seeds would tell. With one seed there are no intervals, and nothing is sure.
 *
 * Throws RingfenceError "usage" for fewer than two variants, two of one name or with the same parameters, defences that
 * the first does not have, figures that there are not, and seeds that are none, twice or out of range; and what a run
 * throws. Cost: one run for each variant and seed. The same for any number of workers.
 */
export async function compare(options: CompareOptions): Promise<StudyResult<VariantsDocument>> {
  return wholeStudy(comparison(options), options);
}

export function comparison({ variants, ablate, seeds, figures }: CompareOptions): Study<VariantsDocument> {
  const all = [...variants, ...(ablate === undefined ? [] : withoutEach(variants[0]!, ablate))];
  if (all.length < 2) refuse(`expected two variants or more to compare, found ${all.length}`);
  const study = variantsStudy("compare", {
    family: ablate === undefined ? "all" : "figure",
    variants: all.map((each) => ({ ...each, parameters: changesBetween(all[0]!.scenario, each.scenario) })),
    seeds,
    figures,
  });
  refuseEqual(all);
  return study;
}

function withoutEach({ scenario }: NamedScenario, names: true | readonly string[]): NamedScenario[] {
  const all = defencesOf(scenario);
  const known = all.map(({ name }) => name);
  if (all.length === 0) refuse(`scenario ${scenario.name} has no defences: there is nothing to leave out`);
  for (const name of names === true ? [] : names) {
    const what = `scenario ${scenario.name} has no defence "${shorten(name)}" switched on`;
    if (!known.includes(name)) refuseName(`${what}: expected some of ${known.join(", ")}`, name, known);
  }
  return all
    .filter(({ name }) => names === true || names.includes(name))
    .map(({ name, change }) => ({ name: `without ${name}`, scenario: change(scenario) }));
}

function refuseEqual(variants: readonly NamedScenario[]): void {
  for (const [at, { name, scenario }] of variants.entries()) {
    const isSame = (earlier: NamedScenario) => Object.keys(changesBetween(earlier.scenario, scenario)).length === 0;
    const same = variants.slice(0, at).find(isSame);
    if (same === undefined) continue;
    refuse(`"${shorten(same.name)}" and "${shorten(name)}" are the same: no parameter sets them apart`);
  }
}

/** What the other has, by path, where the two differ. */
function changesBetween(from: unknown, to: unknown, path = ""): Record<string, ParameterValue> {
  if (isDeepStrictEqual(from, to) || ["name", "description", "report"].includes(path)) return {};
  if (!isRecord(to)) return { [path]: (to ?? null) as ParameterValue };
  if (!isRecord(from)) return { [path]: JSON.stringify(to) };
  const keys = [...new Set([...Object.keys(from), ...Object.keys(to)])];
  const below = keys.map((key) => changesBetween(from[key], to[key], path === "" ? key : `${path}.${key}`));
  return Object.assign({}, ...below) as Record<string, ParameterValue>;
}
