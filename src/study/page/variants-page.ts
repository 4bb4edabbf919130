/** Variants next to the first: what each comes to, and what sets it apart. From the document alone. */
import { chartOf } from "../../report/chart.ts";
import { curves, figure as reportFigure, figureOf, rows as statedRows } from "../../report/statement.ts";
import type { Chart } from "../../ui/chart/chart.ts";
import type { ReportTable } from "../../ui/table.ts";
import { countOf, joined, t, type Text } from "../../ui/words.ts";
import type { Judged, NamedFigure, VariantsDocument } from "../document.ts";
import type { StudyPage } from "./study-page.ts";
import {
  brokenPath,
  differenceText,
  differenceUnit,
  figureTitle,
  inPoints,
  inUnit,
  oneSeedText,
  pooledText,
  seedsText,
  seedWords,
  titleText,
  unitOf,
  valueText,
  verdictText,
} from "./words.ts";

type Variant = VariantsDocument["variants"][number];

export function variantsPage(document: VariantsDocument): StudyPage {
  const { study, scenario, variants, over, seeds, runs, family, figures, rows, reproduce } = document;
  const sure = rows.filter(({ verdict }) => verdict === "sure").length;
  const others = countOf(variants.length - 1, "variant");
  const isAblation = study === "compare" && family === "figure";
  const charts = chartsOf(document);
  return {
    title:
      over.length > 0
        ? t`${scenario} along ${over.join(", ")}`
        : rows.length > 0
          ? t`${scenario} and ${others}`
          : scenario,
    kicker: study === "sweep" ? t`sweep` : study === "compare" ? t`comparison` : study,
    facts: t`Seeds ${seedWords(seeds)} · ${countOf(runs, "run")}`,
    ...(rows.length === 0 ? {} : { number: t`sure differences: ${sure} of ${rows.length}` }),
    text:
      rows.length === 0
        ? t`A rate is pooled over its worlds (a seed is a world). Intervals are 95 %, between worlds: they say where a figure would lie if worlds of this kind were drawn anew.`
        : family === "all"
          ? t`All ran with the same seeds: the same people with the same luck. Verdicts take into account all differences that are shown (Holm).`
          : t`All ran with the same seeds: the same people with the same luck. Verdicts take into account all variants, figure by figure (Holm).`,
    caveats: [
      oneSeedText(seeds),
      figures.some(({ name }) => name === "kept")
        ? t`People kept grow when interception gets worse, as more people are left to warn: read people who lost money first.`
        : null,
      isAblation ? t`What is left out is missed less where others stand in for it.` : null,
    ],
    sections: [
      { id: "figures", title: t`What each comes to`, tables: figureTables(document) },
      ...(charts.length === 0 ? [] : [{ id: "charts", title: t`Each figure`, charts }]),
      {
        id: "variants",
        title: t`The variants`,
        reference: variants.map((variant) => [variant.name, parametersText(variant)] as const),
      },
    ],
    reproduce,
  };
}

function parametersText({ scenario, parameters }: Variant): Text {
  const words = Object.entries(parameters).map(([path, value]) => `${path} ${JSON.stringify(value)}`);
  return words.length === 0 ? t`scenario ${scenario}` : t`scenario ${scenario}, with ${words.join(", ")}`;
}

/** Figures side by side; those that do not fit stand in a further table. */
const COLUMNS = 4;

/** A row a variant. */
function figureTables({ study, figures, variants, over, rows }: VariantsDocument): ReportTable[] {
  const label = ({ name, parameters }: Variant): Text =>
    study === "sweep" && over.length > 0 ? over.map((path) => String(parameters[path])).join(", ") : name;
  const rowOf = new Map(rows.map((row) => [`${row.figure} ${row.variant}`, row]));
  const tables: ReportTable[] = [];
  for (let from = 0; from < figures.length; from += COLUMNS) {
    const some = figures.slice(from, from + COLUMNS);
    tables.push({
      head: [over.length > 0 ? over.map(brokenPath).join("\n") : t`Variant`, ...some.map(headOf)],
      rows: variants.map((variant) => [
        label(variant),
        ...some.map((figure) => cellOf(figure, variant, rowOf.get(`${figure.name} ${variant.name}`))),
      ]),
      notes: from + COLUMNS < figures.length ? [] : [rows.length === 0 ? ONE_NOTE : NOTE],
    });
  }
  return tables;
}

const ONE_NOTE = t`Below each figure its 95 % interval between worlds.`;
const NOTE = t`In the first row each figure with its 95 % interval between worlds. In the others each figure, and below it the difference from the first row with half of its 95 % interval over seeds. ?: this may be no difference at all; the number is about how many seeds would tell.`;

/** Differences of shares have a unit of their own. */
function headOf(figure: NamedFigure): Text {
  return figure.unit === "share" ? joined([titleText(figure), t`± points`], "\n") : titleText(figure);
}

function cellOf(figure: NamedFigure, variant: Variant, row: Judged | undefined): Text {
  const found = variant.figures[figure.name]!;
  if (row === undefined) return pooledText(figure, found, "\n");
  const lines = [valueText(figure, found.value), differenceText(figure, row)];
  if (row.verdict === "cannot tell") lines.push(t`? ${seedsText(row.seedsToTell) ?? ""}`);
  return joined(lines, "\n");
}

/** Lines over a parameter, dots where several move at once, and else a row a variant. */
function chartsOf(document: VariantsDocument): Chart[] {
  const { variants, over, figures, rows } = document;
  const isNumeric = (path: string): boolean => variants.every(({ parameters }) => typeof parameters[path] === "number");
  const lines = linesOf(document);
  if (lines !== null) return figures.map((figure) => alongChart(figure, lines.along, lines.lines));
  if (over.length > 0 && over.every(isNumeric)) {
    return figures.flatMap((figure) => over.map((path) => alongChart(figure, path, [{ name: "", variants }], true)));
  }
  return rows.length === 0 || variants.length > MOST_ROWS ? [] : figures.map((each) => differenceChart(each, document));
}

/** More cannot be read: the table has them. */
const MOST_ROWS = 60;

interface Line {
  readonly name: string;
  readonly variants: readonly Variant[];
}

/** A parameter of numbers, or two with all pairs of their values: a line along one for each value of the other. */
function linesOf({ over, variants }: VariantsDocument): { readonly along: string; readonly lines: Line[] } | null {
  const valuesOf = (path: string) => [...new Set(variants.map(({ parameters }) => parameters[path]!))];
  const [along, by] = over.toSorted((a, b) => valuesOf(b).length - valuesOf(a).length);
  if (along === undefined || over.length > 2 || valuesOf(along).some((value) => typeof value !== "number")) return null;
  if (by === undefined) return { along, lines: [{ name: "", variants }] };
  const values = valuesOf(by);
  if (values.length > LOOKS.length || values.length * valuesOf(along).length !== variants.length) return null;
  const lines = values.map((value) => ({
    name: `${by} ${String(value)}`,
    variants: variants.filter(({ parameters }) => parameters[by] === value),
  }));
  return { along, lines };
}

const LOOKS = [
  { ink: "ours", mark: "solid" },
  { ink: "fraud", mark: "dashed" },
  { ink: "reference", mark: "dotted" },
  { ink: "flagged", mark: "solid" },
  { ink: "messages", mark: "dashed" },
  { ink: "muted", mark: "dotted" },
] as const;

function alongChart(figure: NamedFigure, along: string, lines: readonly Line[], isScattered = false): Chart {
  const drawn = lines.map(({ name, variants }, at) => ({
    words: name,
    ...LOOKS[at]!,
    found: variants
      .map(({ parameters, figures }) => ({ x: parameters[along] as number, y: figureOf(figures[figure.name]!) }))
      .filter(({ y }) => y.value !== null)
      .toSorted((a, b) => a.x - b.x),
  }));
  const { statement } = curves(`${along}-${figure.name}`, t`${figureTitle(figure)}, along ${along}`, {
    reading: isScattered
      ? t`A dot a point: the other parameters differ too. Bars are 95 % intervals between worlds.`
      : t`Bars are 95 % intervals between worlds.`,
    x: { words: along, unit: "number" },
    y: { words: titleText(figure), unit: unitOf(figure) },
    lines: isScattered
      ? []
      : drawn.map(({ found, ...look }) => ({ ...look, points: found.map(({ x, y }) => [x, y.value!] as const) })),
    marks: drawn.flatMap(({ found, words, ink }) =>
      found.map(({ x, y }) => ({ words, ink, mark: "dot" as const, x: { value: x }, y })),
    ),
  });
  return chartOf(statement, {})!;
}

function differenceChart(figure: NamedFigure, { variants, rows: all }: VariantsDocument): Chart {
  const inUnits = (value: number | null): number | null => (value === null ? null : inPoints(figure, value));
  const better = { higher: t`Better is above 0.`, lower: t`Better is below 0.` };
  const reading = [
    t`Each variant, less ${variants[0]!.name}.`,
    ...(figure.better === null ? [] : [better[figure.better]]),
    t`With ? it may be luck; bars are 95 % intervals over seeds.`,
  ];
  const found = all
    .filter((row) => row.figure === figure.name)
    .map(({ variant, verdict, difference: { mean, low, high }, ...rest }, at) => {
      const name = verdict === "cannot tell" ? t`${variant} ?` : variant;
      const measured = { value: inUnits(mean), low: inUnits(low), high: inUnits(high) };
      return reportFigure(String(at), name, measured, { tip: verdictText({ verdict, ...rest }) });
    });
  const { statement, figures } = statedRows(
    `difference-${figure.name}`,
    figureTitle(figure),
    {
      chart: "intervals",
      unit: "number",
      heading: inUnit(t`difference`, differenceUnit(figure)),
      reading: joined(reading, " "),
    },
    found,
  );
  return chartOf(statement, figures)!;
}
