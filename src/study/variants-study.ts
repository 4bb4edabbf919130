/** The study that a sweep and a comparison are: variants in the same worlds, each beside the first. */
import { shorten } from "../core/describe-value.ts";
import type { Scenario } from "../scenario/schema.ts";
import { namedOf, type ParameterValue, type VariantsDocument } from "./document.ts";
import { armsFor, figureNamed, LEADING_FIGURES } from "./figures.ts";
import { variantsPage } from "./page/variants-page.ts";
import { refuse, repeated } from "./refusals.ts";
import type { Study } from "./study.ts";
import { judgeFamily, measure, pooled } from "./worlds.ts";

export interface StudyVariant {
  readonly name: string;
  readonly scenario: Scenario;
  /** By path, for people. */
  readonly parameters: Readonly<Record<string, ParameterValue>>;
}

interface VariantsOptions extends Pick<VariantsDocument, "family"> {
  /** The first is what the others are compared with. */
  readonly variants: readonly StudyVariant[];
  readonly seeds: readonly number[];
  /** By name. Default: `LEADING_FIGURES`. */
  readonly figures?: readonly string[] | undefined;
  /** Parameters that are columns of the table of runs: all variants have them. */
  readonly over?: readonly string[];
}

/** Throws RingfenceError "usage" for figures that there are not, and two variants of one name. */
export function variantsStudy(verb: "sweep" | "compare", options: VariantsOptions): Study<VariantsDocument> {
  const { family, variants, seeds, figures: names = LEADING_FIGURES, over = [] } = options;
  const again = repeated(variants.map(({ name }) => name));
  if (again !== undefined) refuse(`two variants are called "${shorten(again)}": name one anew`);
  const figures = [...new Set(names)].map((name) => figureNamed(name, "--figures"));
  const arms = armsFor(figures);
  const cells = variants.flatMap(({ name, scenario, parameters }) => {
    const columns = Object.fromEntries(over.map((path) => [path, parameters[path] as string | number | boolean]));
    return seeds.map((seed) => ({ variant: name, scenario, seed, arms, columns }));
  });
  return {
    verb,
    scenario: variants[0]!.scenario,
    seeds,
    most: cells.length,
    run: async (runner) => {
      const results = await runner.run(cells);
      if (results === null) return null;
      const found = variants.map((variant, at) => {
        const own = results.slice(at * seeds.length, (at + 1) * seeds.length);
        return { ...variant, digests: own.map(({ digest }) => digest), rows: own.map((result) => result.figures) };
      });
      const differences = figures.map(({ name: figure }) =>
        found.slice(1).map(({ name: variant, rows }) => {
          return { variant, figure, difference: measure(figure, found[0]!.rows, rows) };
        }),
      );
      return {
        family,
        over: [...over],
        figures: figures.map(namedOf),
        variants: found.map(({ name, scenario, parameters, digests, rows }) => ({
          name,
          scenario: scenario.name,
          parameters: { ...parameters },
          digests,
          figures: Object.fromEntries(figures.map((figure) => [figure.name, pooled(figure, rows)])),
        })),
        rows: (family === "all" ? [differences.flat()] : differences).flatMap((rows) => judgeFamily(rows)),
      };
    },
    page: variantsPage,
    summary: summaryOf,
  };
}

const NOTHING = { mean: null, low: null, high: null, p: null } as const;

/** A row a variant and figure. Rates are shares (0 to 1), money is yuan, the rest counts of a run. */
function summaryOf({ variants, figures, rows }: VariantsDocument) {
  const rowOf = new Map(rows.map((row) => [`${row.figure} ${row.variant}`, row]));
  return figures.flatMap(({ name: figure, unit }) =>
    variants.map(({ name: variant, figures: found }) => {
      const row = rowOf.get(`${figure} ${variant}`);
      const { difference = NOTHING, pHolm = null, verdict = null, seedsToTell = null } = row ?? {};
      const { mean, low, high, p } = difference;
      const told = { difference: mean, differenceLow: low, differenceHigh: high, p, pHolm, verdict, seedsToTell };
      return { variant, figure, unit, ...found[figure]!, ...told };
    }),
  );
}
