/** Facts of the field beside a run as a page, in a terminal and in Markdown, from the document alone. */
import { formatAmount } from "../../report/format.ts";
import { printableDocument } from "../../report/printable-document.ts";
import type { ReportTable } from "../../report/report-table.ts";
import type { Validation } from "../validate.ts";
import type { StudyPage } from "./study-page.ts";

type Fact = Validation["facts"][number];

export function factTable({ facts }: Validation): ReportTable {
  return {
    head: ["Fact", "quality", "reported", "simulated"],
    rows: facts.map((fact) => [
      fact.text,
      fact.quality,
      formatFact(fact, fact.reported),
      formatFact(fact, fact.simulated),
    ]),
    notes: [
      "quality: B the project's brief, P a paper's own text, A abstract or secondary, M news report; sources, and what sets the two apart: docs/validation.md; not told: nothing in the run counts it",
    ],
  };
}

/** As docs/validation.md holds it. */
export function factsMarkdown({ facts }: Validation): string {
  const cells = facts.map((fact) => [
    fact.text,
    fact.quality,
    fact.source,
    formatFact(fact, fact.reported),
    formatFact(fact, fact.simulated),
    fact.note ?? "",
  ]);
  return markdownTable(["fact", "quality", "source", "reported", "simulated", "note"], cells);
}

/** What no source has a figure for, and what tells the run. */
export function closingFacts({ scenario, seeds, digest, traffic }: Validation): [name: string, text: string][] {
  const { contactsAPerson, approachedShare, engagedShare } = traffic;
  const { mean, p99, max } = contactsAPerson;
  const told = `${mean.toFixed(1)} a person, ${p99} at the 99th percentile, ${max} at most`;
  const shares = `${(100 * approachedShare).toFixed(1)} % of people approached, ${(100 * engagedShare).toFixed(1)} % engaged`;
  return [
    ["Contacts", `${told}\n${shares}`],
    ["Digest", `${digest} of ${scenario}, seed ${seeds[0]}`],
  ];
}

export function validationPage(document: Validation): StudyPage {
  const validation = printableDocument(document);
  const { scenario, seeds, facts, reproduce } = validation;
  const notes = facts.flatMap(({ text, source, note }): [string, string][] => [
    [text, note === undefined ? source : `${source}; ${note}`],
  ]);
  return {
    title: `What is known of the field, beside ${scenario}`,
    kicker: "validation",
    facts: `Seed ${seeds[0]} · digest ${validation.digest}`,
    text: "None of these facts enters a simulation.",
    caveats: ["One seed is one world: study validate --coverage says how worlds differ."],
    sections: [
      { id: "facts", title: "The facts", tables: [factTable(validation)], facts: closingFacts(validation) },
      { id: "sources", title: "Where they are from", facts: notes },
    ],
    reproduce,
  };
}

/** With a blank after every bar, as the documents have it. */
export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |\n`).join("");
}

/** A figure in the unit of its fact. */
function formatFact({ unit }: Fact, value: number | null): string {
  if (value === null) return "not told";
  if (unit === "share") return `${(100 * value).toFixed(1)} %`;
  if (unit === "count" || unit === "yuan") return formatAmount(value < 100 ? Number(value.toPrecision(3)) : value);
  return `${Number(value.toPrecision(3))} ${unit}`;
}
