/** The study that a sweep and a comparison are: variants in the same worlds, each beside the first. */
import { shorten } from "../core/describe-value.ts";
import { RingfenceError } from "../core/errors.ts";
import type { Scenario } from "../scenario/schema.ts";
import { judgeFamily, measure } from "./differences.ts";
import { headOf, namedOf, type ParameterValue, type VariantsDocument } from "./document.ts";
import { armsFor, figureNamed, LEADING_FIGURES } from "./figures.ts";
import { variantsPage } from "./page/variants-page.ts";
import { pooled } from "./pooled.ts";
import { checkSeeds } from "./seeds.ts";
import type { Study } from "./study.ts";

export interface StudyVariant {
  readonly name: string;
  readonly scenario: Scenario;
  /** By path, for people. */
  readonly parameters: Readonly<Record<string, ParameterValue>>;
}

interface VariantsOptions extends Pick<VariantsDocument, "study" | "family"> {
  /** The first is what the others are compared with. */
  readonly variants: readonly StudyVariant[];
  readonly seeds: readonly number[];
  /** By name. Default: `LEADING_FIGURES`. */
  readonly figures?: readonly string[] | undefined;
  /** Parameters that are columns of the table of runs: all variants have them. */
  readonly over?: readonly string[];
  readonly reproduce?: string | undefined;
}

/**
 * Throws RingfenceError "usage" for seeds that are none, twice or out of range, figures that there are not, and two variants
 * of one name.
 */
export function variantsStudy(options: VariantsOptions): Study<VariantsDocument> {
  const { study, family, variants, seeds, figures: names = LEADING_FIGURES, over = [], reproduce } = options;
  checkSeeds(seeds);
  refuseEqualNames(variants);
  const figures = [...new Set(names)].map((name) => figureNamed(name, "--figures"));
  const arms = armsFor(figures);
  const first = variants[0]!;
  const cells = variants.flatMap(({ name, scenario, parameters }) => {
    const columns = Object.fromEntries(over.map((path) => [path, parameters[path] as string | number | boolean]));
    return seeds.map((seed) => ({ variant: name, scenario, seed, arms, columns }));
  });
  return {
    verb: study,
    scenario: first.scenario,
    most: cells.length,
    run: async (runner) => {
      const results = await runner.run(cells);
      if (results === null) return null;
      const found = variants.map((variant, at) => {
        const own = results.slice(at * seeds.length, (at + 1) * seeds.length);
        return { ...variant, digests: own.map(({ digest }) => digest), rows: own.map((result) => result.figures) };
      });
      const ofFigure = figures.map((figure) =>
        found.slice(1).map(({ name, rows }) => ({ variant: name, ...measure(figure, found[0]!.rows, rows) })),
      );
      return {
        ...headOf(study, { scenario: first.scenario.name, seeds, runs: runner.asked.length, reproduce }),
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
        rows: family === "all" ? judgeFamily(ofFigure.flat()) : ofFigure.flatMap((rows) => judgeFamily(rows)),
      };
    },
    page: variantsPage,
    summary: summaryOf,
  };
}

function refuseEqualNames(variants: readonly StudyVariant[]): void {
  const names = new Set<string>();
  for (const { name } of variants) {
    if (names.has(name)) throw new RingfenceError("usage", `two variants are called "${shorten(name)}": name one anew`);
    names.add(name);
  }
}

/** A row a variant and figure. Rates are shares (0 to 1), money is yuan, the rest counts of a run. */
function summaryOf({ variants, figures, rows }: VariantsDocument) {
  const rowOf = new Map(rows.map((row) => [`${row.figure} ${row.variant}`, row]));
  return figures.flatMap(({ name, unit }) =>
    variants.map((variant) => {
      const { value, low, high, n } = variant.figures[name]!;
      const {
        difference,
        pHolm = null,
        verdict = null,
        seedsToTell = null,
      } = rowOf.get(`${name} ${variant.name}`) ?? {};
      return {
        variant: variant.name,
        figure: name,
        unit,
        value,
        low,
        high,
        n,
        difference: difference?.mean ?? null,
        differenceLow: difference?.low ?? null,
        differenceHigh: difference?.high ?? null,
        p: difference?.p ?? null,
        pHolm,
        verdict,
        seedsToTell,
      };
    }),
  );
}
