/** Variants next to the first: what each comes to, and what sets it apart. From the document alone. */
import { chartOf } from "../../report/chart.ts";
import { curves, figure as statedFigure, figureOf, rows as stated } from "../../report/statement.ts";
import { written } from "../../report/written.ts";
import type { Chart } from "../../ui/chart/chart.ts";
import type { ReportTable } from "../../ui/table.ts";
import { countOf, joined, t, type Text, word } from "../../ui/words.ts";
import type { Judged, NamedFigure, VariantsDocument } from "../document.ts";
import type { StudyPage } from "./study-page.ts";
import {
  differenceText,
  inPoints,
  oneSeedText,
  pooledText,
  seedsText,
  seedWords,
  titleText,
  unitOf,
  verdictText,
} from "./words.ts";

type Variant = VariantsDocument["variants"][number];

export function variantsPage(document: VariantsDocument): StudyPage {
  const { study, scenario, variants, over, seeds, runs, family, figures, rows } = document;
  const sure = rows.filter(({ verdict }) => verdict === "sure").length;
  const others = countOf(variants.length - 1, "variant");
  const isSweep = study === "sweep";
  const charts = chartsOf(document);
  return {
    title:
      over.length > 0
        ? t`${scenario} along ${over.join(", ")}`
        : rows.length > 0
          ? t`${scenario} and ${others}`
          : scenario,
    kicker: isSweep ? t`sweep` : t`comparison`,
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
      !isSweep && family === "figure" ? t`What is left out is missed less where others stand in for it.` : null,
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
  };
}

function parametersText({ scenario, parameters }: Variant): Text {
  const words = Object.entries(parameters).map(([path, value]) => `${path} ${JSON.stringify(value)}`);
  return words.length === 0 ? t`scenario ${scenario}` : t`scenario ${scenario}, with ${words.join(", ")}`;
}

/** Figures side by side; those that do not fit stand in a further table. */
const COLUMNS = 4;

/** A row a variant. */
function figureTables({ figures, variants, over, rows }: VariantsDocument): ReportTable[] {
  const isAlong = over.length > 0;
  const rowOf = new Map(rows.map((row) => [`${row.figure} ${row.variant}`, row]));
  const tables: ReportTable[] = [];
  for (let from = 0; from < figures.length; from += COLUMNS) {
    const some = figures.slice(from, from + COLUMNS);
    tables.push({
      head: [isAlong ? over.map(brokenPath).join("\n") : t`Variant`, ...some.map(headOf)],
      rows: variants.map((variant) => [
        isAlong ? over.map((path) => String(variant.parameters[path])).join(", ") : variant.name,
        ...some.map((figure) => cellOf(figure, variant, rowOf.get(`${figure.name} ${variant.name}`))),
      ]),
      notes: from + COLUMNS < figures.length ? [] : [rows.length === 0 ? ONE_NOTE : NOTE],
    });
  }
  return tables;
}

const ONE_NOTE = t`Below each figure its 95 % interval between worlds.`;
const NOTE = t`In the first row each figure with its 95 % interval between worlds. In the others each figure, and below it the difference from the first row with half of its 95 % interval over seeds. ?: this may be no difference at all; the number is about how many seeds would tell.`;

/** A path of the scenario in two lines, for the terminal. */
function brokenPath(path: string): string {
  const dot = path.lastIndexOf(".");
  return path.length <= 14 || dot < 0 ? path : `${path.slice(0, dot + 1)}\n ${path.slice(dot + 1)}`;
}

/** Differences of shares have a unit of their own. */
function headOf(figure: NamedFigure): Text {
  return figure.unit === "share" ? joined([titleText(figure), t`± points`], "\n") : titleText(figure);
}

function cellOf(figure: NamedFigure, variant: Variant, row: Judged | undefined): Text {
  const found = variant.figures[figure.name]!;
  if (row === undefined) return pooledText(figure, found, "\n");
  const lines = [written(unitOf(figure), found.value), differenceText(figure, row)];
  if (row.verdict === "cannot tell") lines.push(t`? ${seedsText(row.seedsToTell) ?? ""}`);
  return joined(lines, "\n");
}

/** Lines over a parameter, dots where several move at once, and else a row a variant. */
function chartsOf(document: VariantsDocument): Chart[] {
  const { variants, figures, rows } = document;
  const along = alongOf(document);
  if (along.length > 0) return figures.flatMap((figure) => along.map((each) => alongChart(figure, each)));
  return rows.length === 0 || variants.length > MOST_ROWS ? [] : figures.map((each) => differenceChart(each, document));
}

/** More cannot be read: the table has them. */
const MOST_ROWS = 60;

/** What is drawn over a parameter of numbers. */
interface Along {
  readonly path: string;
  readonly lines: readonly { readonly name: string; readonly variants: readonly Variant[] }[];
  /** The other parameters differ too: dots without lines. */
  readonly isScattered?: boolean;
}

/** A parameter, or two with all pairs of their values: a line along one for each value of the other. Else dots. */
function alongOf({ over, variants }: VariantsDocument): Along[] {
  const valuesOf = (path: string) => [...new Set(variants.map(({ parameters }) => parameters[path]!))];
  const isNumeric = (path: string) => valuesOf(path).every((value) => typeof value === "number");
  const [path, by] = over.toSorted((a, b) => valuesOf(b).length - valuesOf(a).length);
  const values = by === undefined ? [] : valuesOf(by);
  if (path !== undefined && over.length <= 2 && isNumeric(path)) {
    if (by === undefined) return [{ path, lines: [{ name: "", variants }] }];
    if (values.length <= LOOKS.length && values.length * valuesOf(path).length === variants.length) {
      const isAt = (value: unknown) => variants.filter(({ parameters }) => parameters[by] === value);
      return [{ path, lines: values.map((value) => ({ name: `${by} ${String(value)}`, variants: isAt(value) })) }];
    }
  }
  if (!over.every(isNumeric)) return [];
  return over.map((each) => ({ path: each, lines: [{ name: "", variants }], isScattered: true }));
}

const LOOKS = [
  { ink: "ours", mark: "solid" },
  { ink: "fraud", mark: "dashed" },
  { ink: "reference", mark: "dotted" },
  { ink: "flagged", mark: "solid" },
  { ink: "messages", mark: "dashed" },
  { ink: "muted", mark: "dotted" },
] as const;

function alongChart(figure: NamedFigure, { path, lines, isScattered = false }: Along): Chart {
  const drawn = lines.map(({ name, variants }, at) => ({
    words: name,
    ...LOOKS[at]!,
    found: variants
      .map(({ parameters, figures }) => ({ x: parameters[path] as number, y: figureOf(figures[figure.name]!) }))
      .filter(({ y }) => y.value !== null)
      .toSorted((a, b) => a.x - b.x),
  }));
  const { statement } = curves(`${path}-${figure.name}`, t`${chartTitle(figure)}, along ${path}`, {
    reading: isScattered
      ? t`A dot a point: the other parameters differ too. Bars are 95 % intervals between worlds.`
      : t`Bars are 95 % intervals between worlds.`,
    x: { words: path, unit: "number" },
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

function differenceChart(figure: NamedFigure, { variants, rows }: VariantsDocument): Chart {
  const inUnit = (value: number | null): number | null => (value === null ? null : inPoints(figure, value));
  const unit = figure.unit === "share" ? t`points` : figure.unit === "yuan" ? t`yuan` : null;
  const better = { higher: t`Better is above 0.`, lower: t`Better is below 0.` };
  const reading = [
    t`Each variant, less ${variants[0]!.name}.`,
    ...(figure.better === null ? [] : [better[figure.better]]),
    t`With ? it may be luck; bars are 95 % intervals over seeds.`,
  ];
  const { statement, figures } = stated(
    `difference-${figure.name}`,
    chartTitle(figure),
    {
      chart: "intervals",
      unit: "number",
      heading: unit === null ? t`difference` : joined([t`difference`, unit], ", "),
      reading: joined(reading, " "),
    },
    rows
      .filter((row) => row.figure === figure.name)
      .map(({ variant, difference: { mean, low, high }, ...judged }, at) => {
        const name = judged.verdict === "cannot tell" ? t`${variant} ?` : variant;
        const found = { value: inUnit(mean), low: inUnit(low), high: inUnit(high) };
        return statedFigure(String(at), name, found, { tip: verdictText(judged) });
      }),
  );
  return chartOf(statement, figures)!;
}

function chartTitle({ words }: NamedFigure): Text {
  return word(words.slice(0, 1).toUpperCase() + words.slice(1));
}
