/** Facts of the field next to a run, as a table and a page. */
import { formatAmount } from "../../ui/format.ts";
import type { ReportTable } from "../../ui/table.ts";
import { en, t, type Text } from "../../ui/words.ts";
import type { Validation } from "../validate.ts";
import type { StudyPage } from "./study-page.ts";

type Fact = Validation["facts"][number];

export function factTable({ facts }: Validation): ReportTable {
  return {
    head: [t`Fact`, t`quality`, t`reported`, t`simulated`],
    rows: facts.map((fact) => [fact.text, fact.quality, factText(fact, fact.reported), factText(fact, fact.simulated)]),
    notes: [
      t`quality: B the project's brief, P a paper's own text, A abstract or secondary, M news report; sources, and what sets the two apart: docs/results.md; not told: nothing in the run counts it`,
    ],
  };
}

export function factsMarkdown({ facts }: Validation): string {
  const rows = facts.map((fact) => {
    const { text, quality, source, reported, simulated, note = "" } = fact;
    return [text, quality, source, en(factText(fact, reported)), en(factText(fact, simulated)), note];
  });
  const head = ["fact", "quality", "source", "reported", "simulated", "note"];
  return [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |\n`).join("");
}

/** What no source has a figure for, and the run's facts. */
export function closingFacts({ scenario, seeds, digest, traffic }: Validation): (readonly [name: Text, text: Text])[] {
  const { contactsAPerson, approachedShare, engagedShare } = traffic;
  const { mean, p99, max } = contactsAPerson;
  const [average, approached, engaged] = [mean, 100 * approachedShare, 100 * engagedShare].map((one) => one.toFixed(1));
  return [
    [
      t`Contacts`,
      t`${average!} a person, ${p99} at the 99th percentile, ${max} at most\n${approached!} % of people approached, ${engaged!} % engaged`,
    ],
    [t`Digest`, t`${digest} of ${scenario}, seed ${seeds[0]!}`],
  ];
}

export function validationPage(validation: Validation): StudyPage {
  const { scenario, seeds, facts, digest, reproduce } = validation;
  return {
    title: t`What is known of the field, next to ${scenario}`,
    kicker: t`validation`,
    facts: t`Seed ${seeds[0]!} · digest ${digest}`,
    text: t`None of these facts enters a simulation.`,
    caveats: [t`One seed is one world: docs/statistics.md says how often intervals hold the mean over worlds.`],
    sections: [
      { id: "facts", title: t`The facts`, tables: [factTable(validation)], facts: closingFacts(validation) },
      {
        id: "sources",
        title: t`Where they are from`,
        facts: facts.map(({ text, source, note }) => [text, note === undefined ? source : `${source}; ${note}`]),
      },
    ],
    reproduce,
  };
}

function factText({ unit }: Fact, value: number | null): Text {
  if (value === null) return t`not told`;
  if (unit === "share") return `${(100 * value).toFixed(1)} %`;
  if (unit === "count" || unit === "yuan") return formatAmount(value < 100 ? Number(value.toPrecision(3)) : value);
  const number = String(Number(value.toPrecision(3)));
  return unit === "days" ? t`${number} days` : t`${number} seconds`;
}
