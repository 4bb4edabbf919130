/** A comparison of policies as a page, from its document alone. */
import { counted } from "../core/counted.ts";
import { renderFacts, renderFigure, renderTable } from "../report/html/figure.ts";
import { type Markup, markup } from "../report/html/markup.ts";
import { renderPage } from "../report/html/page.ts";
import { printableDocument } from "../report/printable-document.ts";
import { differenceChart } from "./difference-chart.ts";
import { plainNumber, scaleOf, seedListWords } from "./difference-words.ts";
import type { PolicyComparison } from "./policies-schema.ts";

/** One HTML file that loads nothing. Some 100 ms and 300 KB. */
export function renderPoliciesPage(document: PolicyComparison): string {
  const comparison = printableDocument(document);
  const { policies, seeds, runs, figures, rows, reproduce } = comparison;
  const first = policies[0]!.name;
  return renderPage({
    title: policies.map(({ name }) => name).join(" or "),
    kicker: "Ringfence comparison of policies",
    facts: `Seeds ${seedListWords(seeds)} · ${counted(runs, "run")} · differences over paired seeds`,
    headline: headline(comparison),
    sections: [
      { id: "means", title: "What each comes to", body: meansTable(comparison) },
      {
        id: "differences",
        title: `What sets them apart from ${first}`,
        body: markup`${figures.map((figure) =>
          renderFigure(
            differenceChart({
              id: `difference-${figure.name}`,
              title: figure.words.slice(0, 1).toUpperCase() + figure.words.slice(1),
              sentence: `Each policy, less ${first}.`,
              figure,
              rows: rows.filter((row) => row.figure === figure.name).map((row) => ({ name: row.policy, row })),
            }),
          ),
        )}`,
      },
      { id: "policies", title: "The policies", body: renderFacts(policies.map(policyFacts)) },
      { id: "costs", title: "Costs", body: markup`<p>${costWords(comparison.costs)}</p>` },
      {
        id: "again",
        title: "Do it again",
        body: markup`<pre><code>${reproduce === "" ? "Asked for by a program." : reproduce}</code></pre>`,
      },
    ],
  });
}

/** "An hour of an agent 60 yuan (assumed), a visit 150 yuan." */
export function costWords({ agentHourYuan, visitYuan, assumed }: PolicyComparison["costs"]): string {
  const marked = (name: (typeof assumed)[number]): string => (assumed.includes(name) ? " (assumed)" : "");
  return `An hour of an agent ${agentHourYuan} yuan${marked("agentHourYuan")}, a visit ${visitYuan} yuan${marked("visitYuan")}.`;
}

function policyFacts(policy: PolicyComparison["policies"][number]): [string, string] {
  const all = [...policy.changes, ...policy.worldChanges];
  const words = all.map(({ path, to }) => `${path} ${JSON.stringify(to)}`).join(", ");
  return [policy.name, `scenario ${policy.scenario}${words === "" ? "" : `, with ${words}`}`];
}

function meansTable({ figures, policies }: PolicyComparison): Markup {
  const head = ["Figure", ...policies.map(({ name }) => name)];
  const rows = figures.map((figure, at) => {
    const { valueUnit, of } = scaleOf(figure);
    const cells = policies.map(({ means }) => {
      const { mean, low, high } = means[at]!;
      if (mean === null) return "none";
      const interval = low === null || high === null ? "" : ` (${plainNumber(of(low))} to ${plainNumber(of(high))})`;
      return `${plainNumber(of(mean))}${interval}`;
    });
    return [`${figure.words}${valueUnit === "" ? "" : `, ${valueUnit}`}`, ...cells];
  });
  return renderTable({ head, rows }, "Means over the seeds, 95 % intervals by Student's t");
}

function headline({ rows, seeds, policies }: PolicyComparison): Markup {
  const sure = rows.filter(({ verdict }) => verdict === "sure").length;
  const hasWorlds = policies.some(({ worldChanges }) => worldChanges.length > 0);
  return markup`<div class="headline">
    <div>
      <p class="number words">${sure} of ${rows.length} differences are sure</p>
      <p>over ${counted(seeds.length, "seed")}, with all of them reckoned with (Holm).</p>
    </div>
    <section class="caveats" aria-labelledby="caveats">
      <h2 id="caveats">What this does not say</h2>
      <ul>
        ${hasWorlds ? markup`<li><span>The worlds differ too: a difference may come from that, and not from the policy.</span></li>` : null}
        ${seeds.length < 2 ? markup`<li><span>One seed is one world: there are no intervals, and nothing is sure.</span></li>` : null}
        <li><span>Who is kept by a warning might have lost nothing without: look at episodes that lost money too.</span></li>
      </ul>
    </section>
  </div>`;
}
