/** An ablation as a page and in a terminal, from its document alone. */
import { counted } from "../../core/counted.ts";
import type { Chart } from "../../report/chart/chart.ts";
import { printableDocument } from "../../report/printable-document.ts";
import type { ReportTable } from "../../report/report-table.ts";
import type { Ablation } from "../ablate.ts";
import { differenceChart } from "./difference-chart.ts";
import { differenceTables } from "./difference-tables.ts";
import { seedListWords } from "./difference-words.ts";
import type { StudyPage } from "./study-page.ts";

const SIDES = {
  without: {
    name: "Left out",
    title: "what changes without it?",
    sentence: "All defences but this one, less all of them.",
  },
  alone: {
    name: "Alone",
    title: "what does it bring alone?",
    sentence: "This one with those that it needs, less these alone.",
  },
} as const;
type Side = keyof typeof SIDES;
const BOTH = ["without", "alone"] as const;

/** Shown in the terminal; the page and --details show all. */
const MAIN_FIGURES = ["interception", "falseInterception", "kept", "lostYuan"];

export function ablationTables({ figures, defences, rows }: Ablation, hasAll: boolean): ReportTable[] {
  const shown = hasAll ? figures : figures.filter(({ name }) => MAIN_FIGURES.includes(name));
  return BOTH.flatMap((side) => {
    const lines = defences.map(({ name }) => ({
      name,
      rows: rows.filter((row) => row.defence === name && row.side === side),
    }));
    return differenceTables(SIDES[side].name, lines, shown);
  });
}

export function ablationPage(document: Ablation): StudyPage {
  const ablation = printableDocument(document);
  const { scenario, seeds, runs, figures, defences, rows, reproduce } = ablation;
  const count = (verdict: string): number => rows.filter((row) => row.verdict === verdict).length;
  const [sure, same, open] = [count("sure"), count("same"), count("cannot tell")];
  return {
    title: `What does each defence do in ${scenario}?`,
    kicker: "ablation",
    facts: `Seeds ${seedListWords(seeds)} · ${counted(runs, "run")} · differences over paired seeds`,
    number: `${sure} of ${sure + same + open} differences are sure`,
    text: `${same} more are none at all, with every seed. Over ${counted(seeds.length, "seed")}, with as many defences as are tried reckoned with (Holm), figure by figure.`,
    caveats: [
      seeds.length < 2 ? "One seed is one world: there are no intervals, and nothing is sure." : null,
      "What is left out is missed less where others stand in for it: see what it brings alone.",
      "Gangs of a scenario that does not let them adapt keep their habit whatever is left out.",
    ],
    sections: [
      ...figures.map((figure) => ({
        id: `figure-${figure.name}`,
        title: figure.words,
        charts: BOTH.map((side) => chartOf(ablation, figure, side)),
      })),
      {
        id: "defences",
        title: "The defences",
        facts: defences.map(
          ({ name, words, needs }) =>
            [name, `${words}${needs.length === 0 ? "" : ` (alone: with ${needs.join(", ")})`}`] as const,
        ),
      },
    ],
    reproduce,
  };
}

function chartOf({ rows }: Ablation, figure: Ablation["figures"][number], side: Side): Chart {
  const { title, sentence } = SIDES[side];
  return differenceChart({
    id: `${side}-${figure.name}`,
    title: `${figure.words.slice(0, 1).toUpperCase()}${figure.words.slice(1)}: ${title}`,
    sentence,
    figure,
    rows: rows
      .filter((row) => row.side === side && row.figure === figure.name)
      .map((row) => ({ name: row.defence, row })),
  });
}
