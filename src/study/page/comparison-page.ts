import { countOf, t, type Localised } from "../../ui/words.ts";
import { printableDocument } from "../../ui/printable-document.ts";
import type { ReportTable } from "../../ui/table.ts";
import type { Comparison } from "../compare.ts";
import { differenceChart } from "./difference-chart.ts";
import { differenceTables } from "./difference-tables.ts";
import { fromTo, ONE_SEED, plainNumber, scaleOf, seedsAndRuns } from "./difference-words.ts";
import { figureText, figureTitle } from "./figure-names.ts";
import type { StudyPage } from "./study-page.ts";

export function comparisonTables({ figures, variants, rows }: Comparison): ReportTable[] {
  const lines = variants.slice(1).map(({ name }) => ({ name, rows: rows.filter((row) => row.variant === name) }));
  return differenceTables(t`Less ${variants[0]!.name}`, lines, figures);
}

export function comparisonPage(document: Comparison): StudyPage {
  const comparison = printableDocument(document);
  const { scenario, variants, seeds, runs, family, figures, rows, reproduce } = comparison;
  const first = variants[0]!.name;
  const sure = rows.filter(({ verdict }) => verdict === "sure").length;
  return {
    title: t`${scenario} and ${countOf(variants.length - 1, "variant")}`,
    kicker: t`comparison`,
    facts: seedsAndRuns(seeds, runs, t`differences over paired seeds`),
    number: t`${sure} of ${rows.length} differences are sure`,
    text: FAMILIES[family],
    caveats: [
      seeds.length < 2 ? ONE_SEED : null,
      t`People kept grow when interception gets worse, as more people are left to warn: read people who lost money first.`,
      family === "figure" ? t`What is left out is missed less where others stand in for it.` : null,
    ],
    sections: [
      {
        id: "matrix",
        title: t`What sets each apart from ${first}`,
        text: t`Each cell is a difference with half of its 95 % interval over seeds. A question mark says that this may be no difference at all; the number behind it is how many seeds would be enough to tell.`,
        tables: comparisonTables(comparison),
      },
      {
        id: "differences",
        title: t`Each figure`,
        charts: figures.map((figure) =>
          differenceChart({
            id: `difference-${figure.name}`,
            title: figureTitle(figure),
            sentence: t`Each variant, less ${first}.`,
            figure,
            rows: rows.filter((row) => row.figure === figure.name).map((row) => ({ name: row.variant, row })),
          }),
        ),
      },
      { id: "means", title: t`What each comes to`, tables: [meansTable(comparison)] },
      { id: "variants", title: t`The variants`, facts: variants.map(variantFacts) },
    ],
    reproduce,
  };
}

const FAMILIES: Readonly<Record<Comparison["family"], Localised>> = {
  all: t`Verdicts take into account all of them (Holm).`,
  figure: t`Verdicts take into account all defences that are left out (Holm), figure by figure.`,
};

function variantFacts({ name, scenario, changes }: Comparison["variants"][number]): [string, Localised] {
  const words = changes.map(({ path, to }) => `${path} ${JSON.stringify(to)}`).join(", ");
  return [name, t`scenario ${scenario}${words === "" ? "" : t`, with ${words}`}`];
}

function meansTable({ figures, variants }: Comparison): ReportTable {
  return {
    head: [
      t`Variant`,
      ...figures.map((figure) => {
        const { valueUnit } = scaleOf(figure);
        return valueUnit === "" ? figureText(figure) : t`${figureText(figure)}, ${valueUnit}`;
      }),
    ],
    rows: variants.map(({ name, means }) => [
      name,
      ...figures.map((figure, at) => {
        const { mean, low, high } = means[at]!;
        const { of } = scaleOf(figure);
        if (mean === null) return t`none`;
        if (low === null || high === null) return plainNumber(of(mean));
        return t`${plainNumber(of(mean))} (${fromTo(plainNumber(of(low)), plainNumber(of(high)))})`;
      }),
    ]),
    notes: [t`Means over the seeds, 95 % intervals by Student's t`],
  };
}
