/** A comparison of policies as a page and in a terminal, from its document alone. */
import { counted } from "../../core/counted.ts";
import { printable } from "../../core/terminal/printable.ts";
import { breakAnywhere } from "../../core/terminal/wrap.ts";
import { printableDocument } from "../../report/printable-document.ts";
import type { ReportTable } from "../../report/report-table.ts";
import type { PolicyComparison } from "../policies.ts";
import { differenceChart } from "./difference-chart.ts";
import { both, en, type Words } from "../../core/words.ts";
import { PAIRED_SEEDS } from "./ablation-page.ts";
import {
  differenceWords,
  fromTo,
  ONE_SEED,
  plainNumber,
  scaleOf,
  seedsAndRuns,
  verdictWords,
} from "./difference-words.ts";
import { figureText, figureTitle } from "./figure-names.ts";
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
      const name = TERMINAL_NAMES[figure.name] ?? figure.words;
      return [
        `${name}${valueUnit === "" ? "" : `, ${en(valueUnit)}`}`,
        ...values,
        differenceWords(figure, row),
        en(verdictWords(row)).replace(": ", ":\n"),
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
  const names = policies.map(({ name }) => name);
  const first = names[0]!;
  const sure = rows.filter(({ verdict }) => verdict === "sure").length;
  return {
    title: { en: names.join(" or "), zh: names.join(" 还是 ") },
    kicker: { en: "comparison of policies", zh: "政策比较" },
    facts: seedsAndRuns(seeds, runs, PAIRED_SEEDS),
    number: {
      en: `${sure} of ${rows.length} differences are sure`,
      zh: `${rows.length} 个差别中有 ${sure} 个可以确定`,
    },
    text: {
      en: `Over ${counted(seeds.length, "seed")}, with all of them reckoned with (Holm).`,
      zh: `共 ${seeds.length} 个种子，按全部差别校正（Holm）。`,
    },
    caveats: [
      policies.some(({ worldChanges }) => worldChanges.length > 0)
        ? {
            en: "The worlds differ too: a difference may come from that, and not from the policy.",
            zh: "世界也不同：差别可能来自世界，而不是政策。",
          }
        : null,
      seeds.length < 2 ? ONE_SEED : null,
      {
        en: "Who is kept by a warning might have lost nothing without: look at episodes that lost money too.",
        zh: "因预警而保住的人，没有预警也可能没有损失：也要看有损失的诈骗。",
      },
    ],
    sections: [
      { id: "means", title: { en: "What each comes to", zh: "各自的结果" }, tables: [meansTable(comparison)] },
      {
        id: "differences",
        title: { en: `What sets them apart from ${first}`, zh: `与 ${first} 的差别` },
        charts: figures.map((figure) =>
          differenceChart({
            id: `difference-${figure.name}`,
            title: figureTitle(figure),
            sentence: { en: `Each policy, less ${first}.`, zh: `每项政策，减去 ${first}。` },
            figure,
            rows: rows.filter((row) => row.figure === figure.name).map((row) => ({ name: row.policy, row })),
          }),
        ),
      },
      { id: "policies", title: { en: "The policies", zh: "各项政策" }, facts: policies.map(policyFacts) },
      { id: "costs", title: { en: "Costs", zh: "费用" }, text: costWords(comparison.costs) },
    ],
    reproduce,
  };
}

/** "An hour of an agent 60 yuan (assumed), a visit 150 yuan." */
export function costWords({ agentHourYuan, visitYuan, assumed }: PolicyComparison["costs"]): Words {
  const marked = (name: (typeof assumed)[number]): Words =>
    assumed.includes(name) ? { en: " (assumed)", zh: "（假设）" } : { en: "", zh: "" };
  const [hour, visit] = [marked("agentHourYuan"), marked("visitYuan")];
  return {
    en: `An hour of an agent ${agentHourYuan} yuan${hour.en}, a visit ${visitYuan} yuan${visit.en}.`,
    zh: `劝阻员每小时 ${agentHourYuan} 元${hour.zh}，上门每次 ${visitYuan} 元${visit.zh}。`,
  };
}

function policyFacts(policy: PolicyComparison["policies"][number]): [string, Words] {
  const all = [...policy.changes, ...policy.worldChanges];
  const words = all.map(({ path, to }) => `${path} ${JSON.stringify(to)}`).join(", ");
  return [
    policy.name,
    {
      en: `scenario ${policy.scenario}${words === "" ? "" : `, with ${words}`}`,
      zh: `场景 ${policy.scenario}${words === "" ? "" : `，${words}`}`,
    },
  ];
}

function meansTable({ figures, policies }: PolicyComparison): ReportTable {
  return {
    head: [{ en: "Figure", zh: "数字" }, ...policies.map(({ name }) => name)],
    rows: figures.map((figure, at) => {
      const { valueUnit, of } = scaleOf(figure);
      const cells = policies.map(({ means }) => {
        const { mean, low, high } = means[at]!;
        if (mean === null) return { en: "none", zh: "无" };
        if (low === null || high === null) return plainNumber(of(mean));
        return both`${plainNumber(of(mean))} (${fromTo(plainNumber(of(low)), plainNumber(of(high)))})`;
      });
      return [valueUnit === "" ? figureText(figure) : both`${figureText(figure)}, ${valueUnit}`, ...cells];
    }),
    notes: [
      {
        en: "Means over the seeds, 95 % intervals by Student's t",
        zh: "各种子的平均，95 % 区间按学生 t 分布",
      },
    ],
  };
}
