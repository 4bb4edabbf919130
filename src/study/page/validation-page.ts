import { en, type Text, type Localised } from "../../core/words.ts";
import { formatAmount } from "../../report/format.ts";
import { printableDocument } from "../../report/printable-document.ts";
import type { ReportTable } from "../../report/report-table.ts";
import type { Validation } from "../validate.ts";
import type { StudyPage } from "./study-page.ts";

type Fact = Validation["facts"][number];

export function factTable({ facts }: Validation): ReportTable {
  return {
    head: [
      { en: "Fact", zh: "事实" },
      { en: "quality", zh: "来源等级" },
      { en: "reported", zh: "公开" },
      { en: "simulated", zh: "仿真" },
    ],
    rows: facts.map((fact) => [
      fact.text,
      fact.quality,
      formatFact(fact, fact.reported),
      formatFact(fact, fact.simulated),
    ]),
    notes: [
      {
        en: "quality: B the project's brief, P a paper's own text, A abstract or secondary, M news report; sources, and what sets the two apart: docs/results.md; not told: nothing in the run counts it",
        zh: "来源等级：B 项目概要，P 论文原文，A 摘要或转述，M 新闻报道；来源及两者的差别见 docs/results.md；未知：运行中没有这项计数",
      },
    ],
  };
}

export function factsMarkdown({ facts }: Validation): string {
  const cells = facts.map((fact) => [
    fact.text,
    fact.quality,
    fact.source,
    en(formatFact(fact, fact.reported)),
    en(formatFact(fact, fact.simulated)),
    fact.note ?? "",
  ]);
  return markdownTable(["fact", "quality", "source", "reported", "simulated", "note"], cells);
}

/** What no source has a figure for, and the run's facts. */
export function closingFacts({ scenario, seeds, digest, traffic }: Validation): [name: Localised, text: Localised][] {
  const { contactsAPerson, approachedShare, engagedShare } = traffic;
  const { mean, p99, max } = contactsAPerson;
  const [average, approached, engaged] = [mean, 100 * approachedShare, 100 * engagedShare].map((one) => one.toFixed(1));
  return [
    [
      { en: "Contacts", zh: "接触" },
      {
        en: `${average} a person, ${p99} at the 99th percentile, ${max} at most\n${approached} % of people approached, ${engaged} % engaged`,
        zh: `每人 ${average} 次，第 99 百分位 ${p99} 次，最多 ${max} 次\n${approached} % 的人被接触，${engaged} % 上钩`,
      },
    ],
    [
      { en: "Digest", zh: "摘要" },
      { en: `${digest} of ${scenario}, seed ${seeds[0]}`, zh: `${digest}，${scenario}，种子 ${seeds[0]}` },
    ],
  ];
}

export function validationPage(document: Validation): StudyPage {
  const validation = printableDocument(document);
  const { scenario, seeds, facts, reproduce } = validation;
  const notes = facts.flatMap(({ text, source, note }): [string, string][] => [
    [text, note === undefined ? source : `${source}; ${note}`],
  ]);
  return {
    title: { en: `What is known of the field, next to ${scenario}`, zh: `已知的事实与 ${scenario}` },
    kicker: { en: "validation", zh: "验证" },
    facts: {
      en: `Seed ${seeds[0]} · digest ${validation.digest}`,
      zh: `种子 ${seeds[0]} · 摘要 ${validation.digest}`,
    },
    text: {
      en: "None of these facts enters a simulation.",
      zh: "这些事实都不进入仿真。事实和来源按原文列出。",
    },
    caveats: [
      {
        en: "One seed is one world: docs/statistics.md says how often intervals hold the mean over worlds.",
        zh: "一个种子就是一个世界：docs/statistics.md 说明区间多常包含各世界的平均。",
      },
    ],
    sections: [
      {
        id: "facts",
        title: { en: "The facts", zh: "事实" },
        tables: [factTable(validation)],
        facts: closingFacts(validation),
      },
      { id: "sources", title: { en: "Where they are from", zh: "来源" }, facts: notes },
    ],
    reproduce,
  };
}

function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |\n`).join("");
}

function formatFact({ unit }: Fact, value: number | null): Text {
  if (value === null) return { en: "not told", zh: "未知" };
  if (unit === "share") return `${(100 * value).toFixed(1)} %`;
  if (unit === "count" || unit === "yuan") return formatAmount(value < 100 ? Number(value.toPrecision(3)) : value);
  const number = String(Number(value.toPrecision(3)));
  return { en: `${number} ${unit}`, zh: `${number} ${unit === "days" ? "天" : "秒"}` };
}
