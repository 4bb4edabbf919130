/** A comparison of policies as a page and in a terminal, from its document alone. */
import { counted } from "../../core/counted.ts";
import { printable } from "../../core/terminal/printable.ts";
import { breakAnywhere } from "../../core/terminal/wrap.ts";
import { printableDocument } from "../../report/printable-document.ts";
import type { ReportTable } from "../../report/report-table.ts";
import type { PolicyComparison } from "../policies.ts";
import { differenceChart } from "./difference-chart.ts";
import { differenceWords, plainNumber, scaleOf, seedListWords, verdictWords } from "./difference-words.ts";
import type { StudyPage } from "./study-page.ts";

/** Names stand in heads of columns. */
const NAME_COLUMNS = 12;

/** Each policy but the first, with the first beside it: both values, and their difference. */
export function policyTables({ policies, figures, rows }: PolicyComparison): ReportTable[] {
  const first = policies[0]!;
  return policies.slice(1).map((other) => ({
    head: [
      "",
      ...[first, other].map(({ name }) => breakAnywhere(printable(name), NAME_COLUMNS).join("\n")),
      "difference",
      "",
    ],
    rows: figures.map((figure) => {
      const { valueUnit, of } = scaleOf(figure);
      const row = rows.find((each) => each.policy === other.name && each.figure === figure.name)!;
      const values = [row.base, row.value].map((value) => (value === null ? "none" : plainNumber(of(value))));
      const verdict = verdictWords(row) || row.verdict;
      const name = TERMINAL_NAMES[figure.name] ?? figure.words;
      return [
        `${name}${valueUnit === "" ? "" : `, ${valueUnit}`}`,
        ...values,
        differenceWords(figure, row),
        verdict.replace(": ", ":\n"),
      ];
    }),
    notes: [],
  }));
}

const TERMINAL_NAMES: Readonly<Record<string, string>> = {
  kept: "people kept",
  losses: "losses",
  lostYuan: "lost",
  falseAlarms: "false alarms",
  agentHours: "work of agents",
  visits: "visits",
  costPerKept: "cost a person kept",
  falseInterception: "benign blocked",
};

export function policiesPage(document: PolicyComparison): StudyPage {
  const comparison = printableDocument(document);
  const { policies, seeds, runs, figures, rows, reproduce } = comparison;
  const first = policies[0]!.name;
  const sure = rows.filter(({ verdict }) => verdict === "sure").length;
  return {
    title: policies.map(({ name }) => name).join(" or "),
    kicker: "comparison of policies",
    facts: `Seeds ${seedListWords(seeds)} · ${counted(runs, "run")} · differences over paired seeds`,
    number: `${sure} of ${rows.length} differences are sure`,
    text: `Over ${counted(seeds.length, "seed")}, with all of them reckoned with (Holm).`,
    caveats: [
      policies.some(({ worldChanges }) => worldChanges.length > 0)
        ? "The worlds differ too: a difference may come from that, and not from the policy."
        : null,
      seeds.length < 2 ? "One seed is one world: there are no intervals, and nothing is sure." : null,
      "Who is kept by a warning might have lost nothing without: look at episodes that lost money too.",
    ],
    sections: [
      { id: "means", title: "What each comes to", tables: [meansTable(comparison)] },
      {
        id: "differences",
        title: `What sets them apart from ${first}`,
        charts: figures.map((figure) =>
          differenceChart({
            id: `difference-${figure.name}`,
            title: figure.words.slice(0, 1).toUpperCase() + figure.words.slice(1),
            sentence: `Each policy, less ${first}.`,
            figure,
            rows: rows.filter((row) => row.figure === figure.name).map((row) => ({ name: row.policy, row })),
          }),
        ),
      },
      { id: "policies", title: "The policies", facts: policies.map(policyFacts) },
      { id: "costs", title: "Costs", text: costWords(comparison.costs) },
    ],
    reproduce,
  };
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

function meansTable({ figures, policies }: PolicyComparison): ReportTable {
  return {
    head: ["Figure", ...policies.map(({ name }) => name)],
    rows: figures.map((figure, at) => {
      const { valueUnit, of } = scaleOf(figure);
      const cells = policies.map(({ means }) => {
        const { mean, low, high } = means[at]!;
        if (mean === null) return "none";
        const interval = low === null || high === null ? "" : ` (${plainNumber(of(low))} to ${plainNumber(of(high))})`;
        return `${plainNumber(of(mean))}${interval}`;
      });
      return [`${figure.words}${valueUnit === "" ? "" : `, ${valueUnit}`}`, ...cells];
    }),
    notes: ["Means over the seeds, 95 % intervals by Student's t"],
  };
}
