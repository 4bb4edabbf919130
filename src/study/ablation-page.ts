/** An ablation as a page, from its document alone. */
import type { Chart } from "../report/chart/chart.ts";
import { renderFacts, renderFigure } from "../report/html/figure.ts";
import { type Markup, markup } from "../report/html/markup.ts";
import { renderPage } from "../report/html/page.ts";
import { printableDocument } from "../report/printable-document.ts";
import { counted } from "../core/counted.ts";
import type { Ablation } from "./ablation-schema.ts";
import { differenceChart } from "./difference-chart.ts";
import { seedListWords } from "./difference-words.ts";

const SIDES = {
  without: { title: "what changes without it?", sentence: "All defences but this one, less all of them." },
  alone: {
    title: "what does it bring alone?",
    sentence: "This one with those that it needs, less these alone.",
  },
} as const;

/** One HTML file that loads nothing. Some 300 ms and 500 KB. */
export function renderAblationPage(document: Ablation): string {
  const ablation = printableDocument(document);
  const { scenario, seeds, runs, figures, defences, reproduce } = ablation;
  return renderPage({
    title: `What does each defence do in ${scenario}?`,
    kicker: "Ringfence ablation",
    facts: `Seeds ${seedListWords(seeds)} · ${counted(runs, "run")} · differences over paired seeds`,
    headline: headline(ablation),
    sections: [
      ...figures.map((figure) => ({
        id: `figure-${figure.name}`,
        title: figure.words,
        body: markup`${(["without", "alone"] as const).map((side) => renderFigure(chartOf(ablation, figure, side)))}`,
      })),
      {
        id: "defences",
        title: "The defences",
        body: renderFacts(
          defences.map(({ name, words, needs }) => [
            name,
            `${words}${needs.length === 0 ? "" : ` (alone: with ${needs.join(", ")})`}`,
          ]),
        ),
      },
      {
        id: "again",
        title: "Do it again",
        body: markup`<pre><code>${reproduce === "" ? "Asked for by a program." : reproduce}</code></pre>`,
      },
    ],
  });
}

function chartOf({ rows }: Ablation, figure: Ablation["figures"][number], side: "without" | "alone"): Chart {
  const { title, sentence } = SIDES[side];
  return differenceChart({
    id: `${side}-${figure.name}`,
    title: `${upper(figure.words)}: ${title}`,
    sentence,
    figure,
    rows: rows
      .filter((row) => row.side === side && row.figure === figure.name)
      .map((row) => ({ name: row.defence, row })),
  });
}

function upper(words: string): string {
  return words.slice(0, 1).toUpperCase() + words.slice(1);
}

function headline({ rows, seeds }: Ablation): Markup {
  const sure = rows.filter(({ verdict }) => verdict === "sure").length;
  const same = rows.filter(({ verdict }) => verdict === "same").length;
  const open = rows.filter(({ verdict }) => verdict === "cannot tell").length;
  return markup`<div class="headline">
    <div>
      <p class="number words">${sure} of ${sure + same + open} differences are sure</p>
      <p>${same} more are none at all, with every seed. Over ${counted(seeds.length, "seed")}, with as many defences as are tried reckoned with (Holm), figure by figure.</p>
    </div>
    <section class="caveats" aria-labelledby="caveats">
      <h2 id="caveats">What this does not say</h2>
      <ul>
        ${seeds.length < 2 ? markup`<li><span>One seed is one world: there are no intervals, and nothing is sure.</span></li>` : null}
        <li><span>What is left out is missed less where others stand in for it: see what it brings alone.</span></li>
        <li><span>Gangs of a scenario that does not let them adapt keep their habit whatever is left out.</span></li>
      </ul>
    </section>
  </div>`;
}
